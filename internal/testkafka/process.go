package testkafka

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// startProcess returns the running cluster that the environment names, else starts a broker, once
// per test binary.
func startProcess(t *testing.T) Cluster {
	t.Helper()
	if named := os.Getenv(brokersVariable); named != "" {
		return Cluster{Brokers: strings.Split(named, ",")}
	}
	address, err := brokerProcess()
	if err != nil {
		t.Fatalf("start Apache Kafka as a process: %v", err)
	}
	return Cluster{Brokers: []string{address}}
}

// brokerProcess starts the broker at the first call, and returns its address at every call.
var brokerProcess = sync.OnceValues(func() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "coldchain-kafka-")
	if err != nil {
		return "", err
	}
	script := filepath.Join(root, "deploy", "kafka", "broker.sh")
	if err := afterExit(`"$1" stop "$2"; rm -rf "$2"`, script, dir); err != nil {
		return "", err
	}
	if out, err := exec.Command(script, "start", dir,
		strconv.Itoa(port)).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s start: %w\n%s", script, err, out)
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), nil
})

// moduleRoot returns the folder of go.mod above the package under test, in whose folder a test
// runs.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			err = errors.New("no go.mod above the working directory")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}

// freePort returns a port of the loopback interface that is free and whose next one is. It is below
// 32768, where outgoing connections take their ports from, so it stays free while a broker is down
// between a stop and a start.
func freePort() (int, error) {
	for range 100 {
		port := 20000 + rand.IntN(10000)
		if free(port) && free(port+1) {
			return port, nil
		}
	}
	return 0, errors.New("no two neighbouring ports are free between 20000 and 30000")
}

func free(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	_ = l.Close() // nothing was accepted: an error would change nothing
	return true
}

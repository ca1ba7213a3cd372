package testkafka

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/moby/moby/api/types/container"
	dockernet "github.com/moby/moby/api/types/network"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
	"github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"
)

const (
	defaultKafkaImage = "local/kafka:4.4.0"

	alias      = "kafka" // of the broker in the network of the containers
	insidePort = 9092
	hostPort   = 9094
)

// containers are a broker and the network in which workers run beside it.
type containers struct {
	image   string // of the broker
	address string // of the broker, for this process
	network *testcontainers.DockerNetwork
	labels  map[string]string // of everything that goes when this process ends
}

func startContainer(t *testing.T) Cluster {
	t.Helper()
	c, err := brokerContainer()
	if err != nil {
		t.Fatalf("start Apache Kafka in a container: %v\nThe image is %s (%s names another, such "+
			"as apache/kafka:4.4.0; deploy/kafka/build-image.sh builds one); "+
			"deploy/docker/engine.sh start starts an engine", err, kafkaImage(), kafkaImageVariable)
	}
	inside := net.JoinHostPort(alias, strconv.Itoa(insidePort))
	return Cluster{Brokers: []string{c.address}, Inside: []string{inside}, KafkaImage: c.image,
		beside: c}
}

func kafkaImage() string {
	if image := os.Getenv(kafkaImageVariable); image != "" {
		return image
	}
	return defaultKafkaImage
}

// brokerContainer starts the network and the broker at the first call, and returns them at every
// call.
var brokerContainer = sync.OnceValues(func() (*containers, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	if _, err := exec.LookPath("docker"); err != nil {
		return nil, fmt.Errorf("the containers are removed by the docker command: %w", err)
	}
	// What the reaper does, afterExit does without an image that has to be pulled first.
	if err := os.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true"); err != nil {
		return nil, err
	}
	log.SetDefault(log.NewNoopLogger()) // a line per step of every container buries the test's own
	run := randomHex(8)
	c := &containers{image: kafkaImage(), labels: map[string]string{"coldchain.test": run}}
	err := afterExit(`docker ps -aq --filter "label=$1" | xargs -r docker rm -fv
		docker network ls -q --filter "label=$1" | xargs -r docker network rm`,
		"coldchain.test="+run)
	if err != nil {
		return nil, err
	}
	if c.network, err = network.New(ctx, network.WithLabels(c.labels)); err != nil {
		return nil, fmt.Errorf("create the network: %w", err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	c.address = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	_, err = testcontainers.Run(ctx, c.image,
		network.WithNetwork([]string{alias}, c.network),
		testcontainers.WithLabels(c.labels),
		publish(hostPort, port),
		testcontainers.WithEnv(brokerEnvironment(c.address)),
		testcontainers.WithWaitStrategyAndDeadline(2*time.Minute,
			wait.ForLog("Kafka Server started")))
	if err != nil {
		return nil, fmt.Errorf("start the broker: %w", err)
	}
	return c, nil
})

// publish makes a container's port a port of this machine's loopback interface, chosen beforehand:
// a broker must advertise its address when it starts, and a port that the engine chooses is another
// one after each restart.
func publish(inside, outside int) testcontainers.CustomizeRequestOption {
	inner := fmt.Sprintf("%d/tcp", inside)
	return func(req *testcontainers.GenericContainerRequest) error {
		if err := testcontainers.WithExposedPorts(inner)(req); err != nil {
			return err
		}
		return testcontainers.WithHostConfigModifier(func(host *container.HostConfig) {
			host.PortBindings = dockernet.PortMap{dockernet.MustParsePort(inner): {{
				HostIP: netip.MustParseAddr("127.0.0.1"), HostPort: strconv.Itoa(outside),
			}}}
		})(req)
	}
}

// brokerEnvironment configures the public image apache/kafka and the project's own alike:
// KAFKA_NODE_ID is node.id, and so on. The values are those of deploy/kafka/server.properties.
func brokerEnvironment(outside string) map[string]string {
	return map[string]string{
		"CLUSTER_ID":                     "Y29sZGNoYWluLXRlc3RzIQ",
		"KAFKA_HEAP_OPTS":                "-Xms128m -Xmx512m",
		"KAFKA_PROCESS_ROLES":            "broker,controller",
		"KAFKA_NODE_ID":                  "1",
		"KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
		"KAFKA_LISTENERS": fmt.Sprintf("INSIDE://:%d,HOST://:%d,CONTROLLER://localhost:9093",
			insidePort, hostPort),
		"KAFKA_ADVERTISED_LISTENERS": fmt.Sprintf("INSIDE://%s:%d,HOST://%s", alias,
			insidePort, outside),
		"KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
		"KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "INSIDE:PLAINTEXT,HOST:PLAINTEXT," +
			"CONTROLLER:PLAINTEXT",
		"KAFKA_INTER_BROKER_LISTENER_NAME": "INSIDE",
		"KAFKA_LOG_DIRS":                   "/var/lib/kafka/data",

		"KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR":                 "1",
		"KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR":         "1",
		"KAFKA_TRANSACTION_STATE_LOG_MIN_ISR":                    "1",
		"KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR": "1",
		"KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR":            "1",
		"KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS":                     "5",
		"KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS":             "5",
		"KAFKA_SHARE_COORDINATOR_STATE_TOPIC_NUM_PARTITIONS":     "5",
		"KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE":                   "4194304",

		"KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS":                            "0",
		"KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS":                                "1000",
		"KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS": "1000",
		"KAFKA_AUTO_CREATE_TOPICS_ENABLE":                                   "false",
	}
}

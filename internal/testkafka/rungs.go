// Package testkafka gives a test a Kafka to run against, on three rungs with one body:
//
//   - kfake: a broker within the test's process. Always there, needs nothing.
//   - process: Apache Kafka as a process of this machine, by deploy/kafka/broker.sh; or the
//     running cluster that COLDCHAIN_TEST_BROKERS names, with commas between the addresses.
//   - container: Apache Kafka in a container, with workers as containers of the project's own
//     image beside it. The images are those that COLDCHAIN_KAFKA_IMAGE and COLDCHAIN_IMAGE name.
//
// COLDCHAIN_TEST_RUNGS lists the rungs that are asked for beside kfake: "process,container". A rung
// that is not asked for is skipped and says how to ask; one that is asked for and can't be had
// fails, so that a green run is never a hollow one.
//
// Invariants. A real broker is shared by all tests of a test binary, or, by COLDCHAIN_TEST_BROKERS,
// by several of them: so the names that a body uses come from Cluster.Topic and Cluster.Group,
// which no other body gets. Whatever this package starts ends with the process of the test, however
// that ends.
package testkafka

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// The environment variables that choose what the tests run against.
const (
	rungsVariable      = "COLDCHAIN_TEST_RUNGS"
	brokersVariable    = "COLDCHAIN_TEST_BROKERS"
	kafkaImageVariable = "COLDCHAIN_KAFKA_IMAGE"
	imageVariable      = "COLDCHAIN_IMAGE"
)

// Cluster is the Kafka that one body runs against.
type Cluster struct {
	Name    string   // of the rung: kfake, process or container
	Brokers []string // addresses for this process
	// Inside are the addresses for a worker started by Worker; nil on the other rungs than
	// container.
	Inside []string
	// KafkaImage is the image of the broker; "" on the other rungs than container.
	KafkaImage string

	prefix string
	beside *containers
}

// Topic returns a topic's name of this body alone.
func (c Cluster) Topic(name string) string { return c.prefix + name }

// Group returns a name of this body alone for a consumer group or a transactional id.
func (c Cluster) Group(name string) string { return c.prefix + name }

// Rungs runs body as one subtest per rung.
func Rungs(t *testing.T, body func(t *testing.T, c Cluster)) {
	separates := func(r rune) bool { return r == ',' || r == ' ' }
	asked := strings.FieldsFunc(os.Getenv(rungsVariable), separates)
	rungs := []struct {
		name  string
		start func(t *testing.T) Cluster
		asked bool
	}{
		{"kfake", startFake, true},
		{"process", startProcess, slices.Contains(asked, "process") ||
			os.Getenv(brokersVariable) != ""},
		{"container", startContainer, slices.Contains(asked, "container")},
	}
	for _, name := range asked {
		if !slices.Contains([]string{"kfake", "process", "container"}, name) {
			t.Fatalf("%s: unknown rung %q; there are kfake, process and container", rungsVariable,
				name)
		}
	}
	for _, rung := range rungs {
		t.Run(rung.name, func(t *testing.T) {
			if !rung.asked {
				t.Skipf("real Kafka was not asked for: %s=%s runs this (deploy/with-kafka.sh "+
					"brings up what it needs)", rungsVariable, rung.name)
			}
			c := rung.start(t)
			c.Name, c.prefix = rung.name, "t"+randomHex(4)+"-"
			body(t, c)
		})
	}
}

// Client returns a client of the cluster that is closed with the test.
func (c Cluster) Client(t *testing.T, opts ...kgo.Opt) *kgo.Client {
	t.Helper()
	client, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(c.Brokers...)}, opts...)...)
	if err != nil {
		t.Fatalf("client of %s: %v", c.Name, err)
	}
	t.Cleanup(client.Close)
	return client
}

// CreateTopics creates topics that keep their records for ever, as tests write records with old
// timestamps. The names are taken as they are: c.Topic makes them.
func (c Cluster) CreateTopics(t *testing.T, partitions int32, names ...string) {
	t.Helper()
	keep := "-1"
	config := map[string]*string{"retention.ms": &keep}
	ctx := t.Context()
	admin := kadm.NewClient(c.Client(t, kgo.RetryTimeout(30*time.Second)))
	created, err := admin.CreateTopics(ctx, partitions, 1, config, names...)
	if err == nil {
		err = created.Error()
	}
	if err != nil {
		t.Fatalf("create topics %s on %s: %v", strings.Join(names, ", "), c.Name, err)
	}
}

// randomHex returns n random bytes in hexadecimal digits.
func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	return hex.EncodeToString(b)
}

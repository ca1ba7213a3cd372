package testkafka

import (
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

// startFake starts a broker within this process, of this test alone, with the settings of
// deploy/kafka/server.properties: one node, no topics made by themselves (kfake's default), short
// sessions allowed.
func startFake(t *testing.T) Cluster {
	t.Helper()
	fake, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.GroupMinSessionTimeout(time.Second))
	if err != nil {
		t.Fatalf("start kfake: %v", err)
	}
	t.Cleanup(fake.Close)
	return Cluster{Brokers: fake.ListenAddrs()}
}

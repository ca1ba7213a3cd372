package pipeline

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Options of an engine. The zero value of a field means its default.
type Options struct {
	Brokers    []string  // seed brokers, host:port; or given by ClientOpts
	ClientOpts []kgo.Opt // for all clients: TLS, SASL, dialer, hooks; nothing of groups or topics
	OpenStore  OpenStore // required

	// Instance names this process in transactional ids and client ids; it must be unique
	// in the group at any time. With a name that survives a restart (that of the state
	// directory, say), a process ends the transactions and memberships that a crash left
	// behind at once, not after their timeouts. Default: random.
	Instance string
	// Advertise is the address under which other workers reach this one's HTTP API.
	Advertise string
	// Retained returns the tasks whose stores an earlier process left on this machine, and
	// how fresh they are (sum of their offsets). The assignor prefers their holder. Optional.
	Retained func() map[Task]int64

	Threads          int           // default 1
	MaxCycleRecords  int           // records per cycle at most; default 100,000
	MaxCycleBytes    int64         // that a cycle changes and sends, per thread; default 64 MiB
	CycleLinger      time.Duration // a cycle takes records so long after its first; default 100 ms
	ProgressInterval time.Duration // default 10 s
	Hold             time.Duration // how long a task that catches up holds back; default 10 s
	CatchUpLag       int64         // a task that lags by more offsets catches up; default 50,000
	IdleAfter        time.Duration // a task at its end is exhausted after so long; default 200 ms

	FetchMaxBytes          int32         // per thread; default 16 MiB
	FetchMaxPartitionBytes int32         // default 4 MiB
	TransactionTimeout     time.Duration // default 60 s
	SessionTimeout         time.Duration // default 45 s
	HeartbeatInterval      time.Duration // default 3 s
	RebalanceTimeout       time.Duration // default 60 s
	ReplicationFactor      int16         // of created topics; default -1, the broker's

	// AtLeastOnce does without transactions, so that a benchmark can show what they cost: outputs
	// are acknowledged, then the offsets are committed, then the stores. What a cycle sent before
	// it was aborted stays in the topics and is sent again: nothing but a benchmark sets it.
	AtLeastOnce bool

	Logger     *slog.Logger          // default: discards
	Registerer prometheus.Registerer // default: none
}

func (o Options) withDefaults() Options {
	def(&o.Threads, 1)
	def(&o.MaxCycleRecords, 100_000)
	def(&o.MaxCycleBytes, 64<<20)
	def(&o.CycleLinger, 100*time.Millisecond)
	def(&o.ProgressInterval, 10*time.Second)
	def(&o.Hold, 10*time.Second)
	def(&o.CatchUpLag, 50_000)
	def(&o.IdleAfter, 200*time.Millisecond)
	def(&o.FetchMaxBytes, 16<<20)
	def(&o.FetchMaxPartitionBytes, 4<<20)
	def(&o.TransactionTimeout, time.Minute)
	def(&o.SessionTimeout, 45*time.Second)
	def(&o.HeartbeatInterval, 3*time.Second)
	def(&o.RebalanceTimeout, time.Minute)
	def(&o.ReplicationFactor, -1)
	if o.Instance == "" {
		var b [8]byte
		rand.Read(b[:]) // never fails
		o.Instance = hex.EncodeToString(b[:])
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func def[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Validate lists everything that is wrong with the options.
func (o Options) Validate() error {
	o = o.withDefaults()
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("options: "+format, args...))
	}
	if len(o.Brokers) == 0 && len(o.ClientOpts) == 0 {
		bad("no brokers: give at least one host:port")
	}
	if o.OpenStore == nil {
		bad("no OpenStore")
	}
	if o.Threads < 0 || o.Threads > 1024 {
		bad("threads is %d, it must be within 1 and 1024", o.Threads)
	}
	if o.MaxCycleRecords < 0 {
		bad("maxCycleRecords is %d, it must be positive", o.MaxCycleRecords)
	}
	if o.MaxCycleBytes < 0 {
		bad("maxCycleBytes is %d, it must be positive", o.MaxCycleBytes)
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"cycleLinger", o.CycleLinger},
		{"progressInterval", o.ProgressInterval},
		{"hold", o.Hold}, {"idleAfter", o.IdleAfter},
		{"transactionTimeout", o.TransactionTimeout},
		{"sessionTimeout", o.SessionTimeout},
		{"heartbeatInterval", o.HeartbeatInterval},
		{"rebalanceTimeout", o.RebalanceTimeout},
	} {
		if d.value < 0 {
			bad("%s is %v, it must be positive", d.name, d.value)
		}
	}
	if o.HeartbeatInterval >= o.SessionTimeout {
		bad("heartbeatInterval %v must be shorter than sessionTimeout %v",
			o.HeartbeatInterval, o.SessionTimeout)
	}
	if o.CycleLinger >= o.TransactionTimeout {
		bad("cycleLinger %v must be shorter than transactionTimeout %v",
			o.CycleLinger, o.TransactionTimeout)
	}
	if o.FetchMaxBytes < 1024 || o.FetchMaxPartitionBytes < 1024 ||
		o.FetchMaxBytes > math.MaxInt32/2 {
		bad("fetchMaxBytes %d and fetchMaxPartitionBytes %d must be within 1 KiB and 1 GiB",
			o.FetchMaxBytes, o.FetchMaxPartitionBytes)
	}
	return errors.Join(errs...)
}

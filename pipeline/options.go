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
	ClientOpts []kgo.Opt // for all clients: TLS, SASL, dialer, hooks; not group, transaction or topic options
	OpenStore  OpenStore // required

	// Instance names this process in transactional ids; it must be unique in the
	// group at any time. A name that survives a restart (that of the state
	// directory, say) ends the transactions that a crash left open at once instead
	// of after TransactionTimeout. Default: random.
	Instance string
	// Advertise is the address under which other workers reach this one's HTTP API.
	Advertise string
	// Copies tells which tasks' stores lie on this machine, and how fresh they are
	// (sum of their offsets). Optional; the assignor prefers their holder.
	Copies func() map[Task]int64

	Threads          int           // default 1
	MaxCycleRecords  int           // records per cycle at most; default 100,000
	CycleLinger      time.Duration // a cycle gathers this long after its first record; default 100 ms
	ProgressInterval time.Duration // default 10 s
	IdleAfter        time.Duration // nothing new for so long at the end of all inputs is exhaustion; default 200 ms

	FetchMaxBytes          int32         // per thread; default 16 MiB
	FetchMaxPartitionBytes int32         // default 4 MiB
	Compression            string        // of outputs: none, snappy (default), lz4, zstd
	ProducerLinger         time.Duration // outputs wait this long for company; default 1 ms
	MaxBufferedRecords     int           // outputs not yet acknowledged, per thread; default 20,000
	TransactionTimeout     time.Duration // default 60 s
	SessionTimeout         time.Duration // default 45 s
	HeartbeatInterval      time.Duration // default 3 s
	RebalanceTimeout       time.Duration // default 60 s
	DrainTimeout           time.Duration // for the last commit, flush and leave of a graceful stop; default 30 s
	ReplicationFactor      int16         // of created topics; default -1, the broker's

	Logger     *slog.Logger          // default: discards
	Registerer prometheus.Registerer // default: none
}

func (o Options) withDefaults() Options {
	def(&o.Threads, 1)
	def(&o.MaxCycleRecords, 100_000)
	def(&o.CycleLinger, 100*time.Millisecond)
	def(&o.ProgressInterval, 10*time.Second)
	def(&o.IdleAfter, 200*time.Millisecond)
	def(&o.FetchMaxBytes, 16<<20)
	def(&o.FetchMaxPartitionBytes, 4<<20)
	def(&o.Compression, "snappy")
	def(&o.ProducerLinger, time.Millisecond)
	def(&o.MaxBufferedRecords, 20_000)
	def(&o.TransactionTimeout, time.Minute)
	def(&o.SessionTimeout, 45*time.Second)
	def(&o.HeartbeatInterval, 3*time.Second)
	def(&o.RebalanceTimeout, time.Minute)
	def(&o.DrainTimeout, 30*time.Second)
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
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("options: "+format, args...)) }
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
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"cycleLinger", o.CycleLinger}, {"progressInterval", o.ProgressInterval}, {"idleAfter", o.IdleAfter},
		{"producerLinger", o.ProducerLinger}, {"transactionTimeout", o.TransactionTimeout}, {"sessionTimeout", o.SessionTimeout},
		{"heartbeatInterval", o.HeartbeatInterval}, {"rebalanceTimeout", o.RebalanceTimeout}, {"drainTimeout", o.DrainTimeout}} {
		if d.value < 0 {
			bad("%s is %v, it must be positive", d.name, d.value)
		}
	}
	if o.HeartbeatInterval >= o.SessionTimeout {
		bad("heartbeatInterval %v must be shorter than sessionTimeout %v", o.HeartbeatInterval, o.SessionTimeout)
	}
	if o.CycleLinger >= o.TransactionTimeout {
		bad("cycleLinger %v must be shorter than transactionTimeout %v", o.CycleLinger, o.TransactionTimeout)
	}
	if o.FetchMaxBytes < 1024 || o.FetchMaxPartitionBytes < 1024 || o.FetchMaxBytes > math.MaxInt32/2 {
		bad("fetchMaxBytes %d and fetchMaxPartitionBytes %d must be within 1 KiB and 1 GiB", o.FetchMaxBytes, o.FetchMaxPartitionBytes)
	}
	if _, ok := codecs[o.Compression]; !ok {
		bad("compression %q: use none, snappy, lz4 or zstd", o.Compression)
	}
	return errors.Join(errs...)
}

var codecs = map[string]kgo.CompressionCodec{
	"none": kgo.NoCompression(), "snappy": kgo.SnappyCompression(), "lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
}

package pipeline

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	producerLinger    = time.Millisecond // outputs wait this long for company
	maxUnacknowledged = 20_000           // outputs of a thread
	leaveTimeout      = 5 * time.Second  // for leaving the group
)

// clientOpts are those of every client of the engine.
func (e *Engine) clientOpts() []kgo.Opt {
	opts := []kgo.Opt{
		kgo.WithLogger(clientLog{e.o.Logger}), kgo.WithContext(e.hard),
		kgo.ClientID(e.t.Name), kgo.DisableClientMetrics(),
	}
	if len(e.o.Brokers) > 0 {
		opts = append(opts, kgo.SeedBrokers(e.o.Brokers...))
	}
	return append(opts, e.o.ClientOpts...)
}

// readerOpts are those of clients that read inputs, in the group or for a restore.
func (e *Engine) readerOpts() []kgo.Opt {
	return append(e.clientOpts(),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.KeepControlRecords(),                    // positions count them
		kgo.ConsumeResetOffset(kgo.NoResetOffset()), // a cut log is reported, never skipped
		kgo.FetchMaxBytes(e.o.FetchMaxBytes),        // these two bound what is read ahead
		kgo.FetchMaxPartitionBytes(e.o.FetchMaxPartitionBytes),
		kgo.FetchMaxWait(100*time.Millisecond),
		kgo.WithPools(&e.fetched),
	)
}

// openSession joins the group. The same transactional id as before fences what the
// thread's previous session left open.
func (t *thread) openSession() error {
	var nonce [4]byte
	rand.Read(nonce[:]) // never fails
	t.nonce = hex.EncodeToString(nonce[:])
	t.member, t.generation = "", -1
	ctx, cancel := context.WithCancel(t.e.hard)
	t.cutSession = cancel
	opts := append(t.e.readerOpts(),
		kgo.WithContext(ctx),
		kgo.ConsumerGroup(t.e.t.Name),
		kgo.ConsumeTopics(t.e.layout.inputs()...),
		kgo.Balancers(&balancer{layout: t.e.layout, addr: t.e.o.Advertise, retained: t.e.retained,
			synced: t.e.route.learn, assigned: t.synced, failed: t.e.fail}),
		kgo.DisableAutoCommit(),
		kgo.AdjustFetchOffsetsFn(t.startOffsets),
		kgo.OnPartitionsAssigned(t.onAssigned),
		kgo.OnPartitionsRevoked(t.onRevoked),
		kgo.OnPartitionsLost(t.onRevoked),
		kgo.SessionTimeout(t.e.o.SessionTimeout),
		kgo.HeartbeatInterval(t.e.o.HeartbeatInterval),
		kgo.RebalanceTimeout(t.e.o.RebalanceTimeout),
		kgo.ClientID(t.e.memberName(t.id)),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerLinger(producerLinger),
		kgo.ProducerBatchCompression(kgo.SnappyCompression()),
		kgo.ProducerBatchMaxBytesFn(t.e.layout.maxBytes),
		kgo.MaxBufferedRecords(maxUnacknowledged),
	)
	var err error
	if t.e.o.AtLeastOnce {
		t.client, err = kgo.NewClient(opts...)
	} else {
		opts = append(opts, kgo.TransactionalID(t.e.memberName(t.id)),
			kgo.TransactionTimeout(t.e.o.TransactionTimeout))
		if t.sess, err = kgo.NewGroupTransactSession(opts...); err == nil {
			t.client = t.sess.Client()
		}
	}
	if err != nil {
		cancel()
		return fatal("open client: %w", err)
	}
	return nil
}

// closeSession leaves the group. A rebalance under way can hold that up for as long
// as its slowest member takes; then the group has to find out by itself.
func (t *thread) closeSession() {
	patience := time.AfterFunc(leaveTimeout, t.cutSession)
	t.client.Close()
	patience.Stop()
	t.cutSession()
}

// startOffsets gives partitions that the group never committed the log's start as
// an exact offset. kgo keeps what we return as committed, and rewinds to it when
// the first cycle of such a partition is aborted; without, it would rewind to 0.
func (t *thread) startOffsets(ctx context.Context, offsets map[string]map[int32]kgo.Offset) (
	map[string]map[int32]kgo.Offset, error) {
	var topics []string
	for topic, partitions := range offsets {
		for _, o := range partitions {
			if o.EpochOffset().Offset < 0 {
				topics = append(topics, topic)
				break
			}
		}
	}
	if len(topics) == 0 {
		return offsets, nil
	}
	starts, err := t.e.adm.ListStartOffsets(ctx, topics...)
	if err != nil {
		return nil, fmt.Errorf("list start offsets: %w", err)
	}
	for topic, partitions := range offsets {
		for p, o := range partitions {
			if o.EpochOffset().Offset >= 0 {
				continue
			}
			start, ok := starts.Lookup(topic, p)
			if !ok || start.Err != nil {
				return nil, fmt.Errorf("list start offset of %s[%d]: %w", topic, p, start.Err)
			}
			partitions[p] = kgo.NewOffset().At(start.Offset)
		}
	}
	return offsets, nil
}

// clientLog hands the client's warnings and errors on; its steady information goes
// to debug, for it tells of every transaction.
type clientLog struct{ l *slog.Logger }

func (c clientLog) Level() kgo.LogLevel {
	if c.l.Enabled(context.Background(), slog.LevelDebug) {
		return kgo.LogLevelInfo
	}
	return kgo.LogLevelWarn
}

func (c clientLog) Log(level kgo.LogLevel, msg string, keyvals ...any) {
	to := slog.LevelDebug
	switch level {
	case kgo.LogLevelError:
		to = slog.LevelError
	case kgo.LogLevelWarn:
		to = slog.LevelWarn
	}
	c.l.Log(context.Background(), to, "kafka client: "+msg, keyvals...)
}

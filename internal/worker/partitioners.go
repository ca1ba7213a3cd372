package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/config"
	"coldchain/pipeline"
)

const (
	sampledKeys   = 50      // keyed records looked at from the start of each partition
	sampledAtMost = 1000    // records looked at in a partition that has few keyed ones
	sampleBytes   = 2 << 20 // of one fetch
	reachTime     = 15 * time.Second
	sampleTime    = 10 * time.Second // for all topics together
)

// sampledTopic is a source topic whose keys are held against the partitioner that is configured for
// it.
type sampledTopic struct {
	name, setting string
	partitioner   pipeline.Partitioner
	partitions    int32
	homes         map[home]bool // where sampled keys lie
}

type home struct {
	key       string
	partition int32
}

// checkPartitioners refuses source topics whose keys do not lie where the configured partitioner
// puts them: an event would then never meet the leg that it belongs to, and the answers would be
// wrong without a sign of it. It looks at the beginning of each topic, outside the group. Topics
// that do not exist are the engine's matter, records without a key the error log's, and where there
// is one partition every key lies right.
func checkPartitioners(ctx context.Context, c *config.Config, opts []kgo.Opt,
	log *slog.Logger) error {
	topics := map[string]*sampledTopic{}
	for _, t := range []struct {
		name, setting string
		partitioner   pipeline.Partitioner
	}{{c.Topics.Orders, "partitioner.orders", c.Partitioner.Orders},
		{c.Topics.Voyages, "partitioner.voyages", c.Partitioner.Voyages},
		{c.Topics.Metrics, "partitioner.metrics", c.Partitioner.Metrics}} {
		topics[t.name] = &sampledTopic{name: t.name, setting: t.setting, partitioner: t.partitioner,
			homes: map[home]bool{}}
	}
	if err := sample(ctx, c, opts, topics, log); err != nil {
		return err
	}
	var errs []error
	for _, t := range topics {
		errs = append(errs, t.check(log))
	}
	return errors.Join(errs...)
}

// sample reads keys from the start of each partition. It fails only where no broker answers; what
// can't be read in time is not looked at.
func sample(ctx context.Context, c *config.Config, opts []kgo.Opt, topics map[string]*sampledTopic,
	log *slog.Logger) error {
	cl, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(c.Brokers...), kgo.ClientID(c.Group),
		kgo.DisableClientMetrics(),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.KeepControlRecords(),
		kgo.FetchMaxWait(100 * time.Millisecond),
		kgo.FetchMaxBytes(sampleBytes), kgo.FetchMaxPartitionBytes(sampleBytes / 32)}, opts...)...)
	if err != nil {
		return fmt.Errorf("open client: %w", err)
	}
	defer cl.Close()
	adm := kadm.NewClient(cl)
	names := []string{c.Topics.Orders, c.Topics.Voyages, c.Topics.Metrics}
	reach, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	details, err := adm.ListTopics(reach, names...)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("reach the brokers %s: %w; check --brokers, and tls and sasl if the "+
			"cluster asks for them (coldchain broker starts a broker for trials)",
			strings.Join(c.Brokers, ","), err)
	}
	ctx, cancel = context.WithTimeout(ctx, sampleTime)
	defer cancel()
	starts, serr := adm.ListStartOffsets(ctx, names...)
	ends, eerr := adm.ListCommittedOffsets(ctx, names...)
	if err := errors.Join(serr, eerr); err != nil {
		log.Warn("the partitioners of the source topics were not checked", "err", err)
		return nil
	}
	left := map[string]map[int32]*sampling{}
	from := map[string]map[int32]kgo.Offset{}
	for name, t := range topics {
		if d := details[name]; d.Err == nil {
			t.partitions = int32(len(d.Partitions))
		}
		if t.partitions < 2 {
			continue
		}
		left[name], from[name] = map[int32]*sampling{}, map[int32]kgo.Offset{}
		for p := range t.partitions {
			start, ok := starts.Lookup(name, p)
			end, ok2 := ends.Lookup(name, p)
			if ok && ok2 && start.Err == nil && end.Err == nil && start.Offset < end.Offset {
				left[name][p] = &sampling{end: end.Offset}
				from[name][p] = kgo.NewOffset().At(start.Offset)
			}
		}
	}
	cl.AddConsumePartitions(from)
	for remaining(left) {
		fetches := cl.PollFetches(ctx)
		if ctx.Err() != nil {
			log.Warn("the partitioners of the source topics were checked in part only: reading "+
				"them took too long", "limit", sampleTime)
			return nil
		}
		fetches.EachRecord(func(r *kgo.Record) {
			s := left[r.Topic][r.Partition]
			if s == nil {
				return
			}
			s.seen++
			if len(r.Key) > 0 && !r.Attrs.IsControl() {
				s.keyed++
				topics[r.Topic].homes[home{string(r.Key), r.Partition}] = true
			}
			if s.keyed == sampledKeys || s.seen == sampledAtMost || r.Offset+1 >= s.end {
				delete(left[r.Topic], r.Partition)
				cl.PauseFetchPartitions(map[string][]int32{r.Topic: {r.Partition}})
			}
		})
	}
	return nil
}

// sampling is how far a partition is looked at.
type sampling struct {
	end         int64
	seen, keyed int
}

func remaining(left map[string]map[int32]*sampling) bool {
	for _, partitions := range left {
		if len(partitions) > 0 {
			return true
		}
	}
	return false
}

// misplaced counts the sampled keys that do not lie where p puts them.
func (t *sampledTopic) misplaced(p pipeline.Partitioner) (n int) {
	for h := range t.homes {
		if p.Partition([]byte(h.key), t.partitions) != h.partition {
			n++
		}
	}
	return n
}

// producers says whose partitioner it is.
var producers = map[pipeline.Partitioner]string{
	pipeline.Murmur2: "the Java client's, kafka-python's and franz-go's",
	pipeline.CRC32: "librdkafka's, so that of most clients in C, C++, Python, .NET and Go's " +
		"confluent-kafka",
	pipeline.FNV1a: "Sarama's",
}

// check tells a foreign partitioner from a few stray keys.
func (t *sampledTopic) check(log *slog.Logger) error {
	wrong := t.misplaced(t.partitioner)
	if wrong == 0 {
		return nil
	}
	found := fmt.Sprintf("topic %s: %d of %d sampled keys do not lie in the partition where %v, "+
		"its %s, puts them", t.name, wrong, len(t.homes), t.partitioner, t.setting)
	for _, p := range []pipeline.Partitioner{pipeline.Murmur2, pipeline.CRC32, pipeline.FNV1a} {
		if p != t.partitioner && t.misplaced(p) == 0 {
			return fmt.Errorf("%s; all lie where %v (%s) does: set %s: %v", found, p, producers[p],
				t.setting, p)
		}
	}
	if 2*wrong > len(t.homes) {
		return fmt.Errorf("%s, and no partitioner known here explains them: its producers choose "+
			"partitions in a way of their own, or partitions were added to the topic after "+
			"records were in it; "+
			"produce its records again, by key and by murmur2, crc32 or fnv1a", found)
	}
	log.Warn("some keys do not lie in the partition that the topic's partitioner gives them; "+
		"events of such a key may not meet what they belong to",
		"topic", t.name, "setting", t.setting, "partitioner", t.partitioner.String(), "misplaced",
		wrong, "sampled", len(t.homes))
	return nil
}

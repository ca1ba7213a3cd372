package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	// defaultMaxBytes is the client's, for topics whose limit could not be read.
	defaultMaxBytes = 1_000_012
	// batchBytes is more than a batch takes beside the key and the value of its one
	// record: the name of a group in the header is the longest part of it.
	batchBytes = 512
	// toldKeyBytes is how much of a key an error message shows.
	toldKeyBytes = 64
)

// TooLargeError says that a topic does not take a record for its size. Trying again
// does not heal it, since the same input makes the same output: the engine stops.
type TooLargeError struct {
	Topic     string
	Partition int32
	Key       string // the beginning
	KeyBytes  int
	Bytes     int   // of key and value
	Limit     int32 // max.message.bytes of the topic when the engine began
}

func (e *TooLargeError) Error() string {
	what := fmt.Sprintf("the record of %d bytes with key %q (%d bytes) for %s[%d]",
		e.Bytes, e.Key, e.KeyBytes, e.Topic, e.Partition)
	if need := e.Bytes + batchBytes; need > int(e.Limit) {
		return fmt.Sprintf("%s is too large, the topic takes %d: set max.message.bytes of the "+
			"topic, or message.max.bytes of all brokers, to at least %d and start again",
			what, e.Limit, need)
	}
	return fmt.Sprintf("%s, or a batch with it, was refused for its size although the topic took "+
		"%d bytes when the worker began: start again, which reads max.message.bytes of the topic "+
		"anew", what, e.Limit)
}

// produced is the client's callback for a record. It notes why the cycle must be aborted:
// the largest of the records that were too large, else the first that failed.
func (t *thread) produced(r *kgo.Record, err error) {
	if err == nil {
		return
	}
	err = fmt.Errorf("produce to %s[%d]: %w", r.Topic, r.Partition, err)
	bytes := 0
	if errors.Is(err, kerr.MessageTooLarge) || errors.Is(err, kerr.RecordListTooLarge) {
		bytes = len(r.Key) + len(r.Value)
		key, _ := shownKey(r.Key, toldKeyBytes)
		err = &TooLargeError{Topic: r.Topic, Partition: r.Partition, Key: key, KeyBytes: len(r.Key),
			Bytes: bytes, Limit: t.e.layout.maxBytes(r.Topic)}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.produceErr == nil || bytes > t.produceBytes {
		t.produceErr, t.produceBytes = err, bytes
	}
}

// takeProduceErr returns what failed to be produced since the last call.
func (t *thread) takeProduceErr() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.produceErr
	t.produceErr, t.produceBytes = nil, 0
	return err
}

// maxBytes is the largest batch that the topic of that name in Kafka takes: the client
// makes none that is larger.
func (l *layout) maxBytes(physical string) int32 {
	for _, info := range l.topics {
		if info.physical == physical && info.maxBytes > 0 {
			return info.maxBytes
		}
	}
	return defaultMaxBytes
}

// readLimits asks for the limits of the topics that are written. Where the brokers do
// not tell, the client's default stands.
func (l *layout) readLimits(ctx context.Context, adm *kadm.Client, log *slog.Logger) {
	var names []string
	byName := map[string]*topicInfo{}
	for _, info := range l.topics {
		if info.kind != source {
			names = append(names, info.physical)
			byName[info.physical] = info
		}
	}
	configs, err := adm.DescribeTopicConfigs(ctx, names...)
	if err != nil {
		log.Warn("max.message.bytes of the topics could not be read", "err", err)
		return
	}
	for _, c := range configs {
		if c.Err != nil {
			log.Warn("max.message.bytes of a topic could not be read", "topic", c.Name, "err",
				c.Err)
		}
		for _, kv := range c.Configs {
			if kv.Key != "max.message.bytes" {
				continue
			}
			// The client takes batches of 512 bytes to 1 GiB.
			if n, err := strconv.ParseInt(kv.MaybeValue(), 10, 64); err == nil {
				byName[c.Name].maxBytes = int32(min(max(n, 512), 1<<30))
			}
		}
	}
}

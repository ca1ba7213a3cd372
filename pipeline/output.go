package pipeline

import (
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Output takes what a processor sends. It belongs to one thread; records go out
// while the cycle still runs, in its transaction. While restoring it drops
// everything (I3).
type Output struct {
	topics  map[string]*topicInfo
	last    *topicInfo // of the last Emit: processors send many to one topic in a row
	send    func(*kgo.Record)
	refused func(topic, code string)
	headers []kgo.RecordHeader // of all records in sinks
	off     bool
	now     time.Time // of the cycle: no clock is read per record
	sent    int       // in this cycle
	bytes   int64     // that was sent takes
	err     error     // of this cycle

	arena []byte       // keys and values are copied here
	slab  []kgo.Record // records are taken from here
}

const (
	arenaSize = 64 << 10
	slabSize  = 256
	// recordBytes is what a record takes beside key and value until it is acknowledged.
	recordBytes = 256
)

// Emit sends a record to the topic of that name, to the partition that the topic's
// partitioner gives its key. Key and value are copied; a nil value is a tombstone.
func (o *Output) Emit(topic string, key, value []byte) {
	if o.off || o.err != nil {
		return
	}
	info := o.last
	if info == nil || info.name != topic {
		info = o.topics[topic]
		if info == nil || info.kind == source {
			const format = "emit to %q: neither an internal topic nor a sink of the topology"
			o.err = fmt.Errorf(format, topic)
			return
		}
		o.last = info
	}
	if len(o.slab) == 0 {
		o.slab = make([]kgo.Record, slabSize)
	}
	r := &o.slab[0]
	o.slab = o.slab[1:]
	r.Topic, r.Partition = info.physical, info.partitioner.Partition(key, info.partitions)
	r.Key, r.Value, r.Timestamp = o.copy(key), o.copy(value), o.now
	if info.kind == sink {
		r.Headers = o.headers
	}
	o.sent++
	o.bytes += recordBytes + int64(len(key)+len(value))
	o.send(r)
}

func (o *Output) copy(b []byte) []byte {
	if b == nil {
		return nil
	}
	if len(b) > cap(o.arena)-len(o.arena) {
		o.arena = make([]byte, 0, max(arenaSize, len(b)))
	}
	n := len(o.arena)
	o.arena = append(o.arena, b...)
	return o.arena[n:len(o.arena):len(o.arena)]
}

// begin makes the output ready for a new cycle.
func (o *Output) begin(now time.Time) { o.now, o.sent, o.bytes, o.err = now, 0, 0, nil }

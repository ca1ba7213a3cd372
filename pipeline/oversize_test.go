package pipeline_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
)

// inflater is a topology that makes of a number a record of so many bytes, and refuses
// everything else.
func inflater(name string) Topology {
	return Topology{
		Name:    name,
		Version: 1,
		Sources: []Topic{{Name: "in", Physical: name + "-in"}},
		Sinks:   []Topic{{Name: "out", Physical: name + "-out", Create: true}},
		Stages: []Stage{{Name: "inflate", Inputs: []string{"in"},
			New: func(tc TaskContext) (Processor, error) {
				return inflateStage{tc.Store.(*MemStore)}, nil
			}}},
	}
}

type inflateStage struct{ store *MemStore }

func (s inflateStage) Process(_ int, r *kgo.Record, out *Output) error {
	n, err := strconv.Atoi(string(r.Value))
	if err != nil {
		out.DeadLetter(r, "no_number")
		return nil //nolint:nilerr // a bad record is refused, not an error
	}
	s.store.Add("seen", 1)
	value := make([]byte, n) // of random bytes: a broker measures what is compressed
	rand.Read(value)         // never fails
	out.Emit("out", r.Key, value)
	return nil
}

func (inflateStage) EndCycle(Cycle, *Output) (bool, error) { return false, nil }
func (inflateStage) Reset() error                          { return nil }
func (inflateStage) Close() error                          { return nil }

// inflate starts an engine on a topic with these values.
func (w *world) inflate(values ...string) *Engine {
	w.t.Helper()
	var recs []*kgo.Record
	for i, v := range values {
		recs = append(recs, &kgo.Record{Topic: w.name + "-in",
			Key: fmt.Appendf(nil, "%s-%d", strings.Repeat("k", 100), i), Value: []byte(v)})
	}
	if err := w.cl.ProduceSync(w.ctx(), recs...).FirstErr(); err != nil {
		w.t.Fatal(err)
	}
	e, err := New(inflater(w.name), w.options())
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

func (w *world) limit(topic string, bytes int) {
	w.t.Helper()
	value := strconv.Itoa(bytes)
	responses, err := w.adm.AlterTopicConfigs(w.ctx(), []kadm.AlterConfig{{Op: kadm.SetConfig,
		Name: "max.message.bytes", Value: &value}}, topic)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range responses {
		if r.Err != nil {
			w.t.Fatal(r.Err)
		}
	}
}

// TestTooLarge: a record that no topic takes ends the engine at once and names the
// setting; with that the same engine goes on, and nothing was sent twice.
func TestTooLarge(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-in", 1)
	e := w.inflate("10", "what", "2000000", "20", "3000000", "30")
	_, err := e.RunUntilEnd(w.ctx())
	var large *TooLargeError
	if !errors.As(err, &large) {
		t.Fatalf("err = %v", err)
	}
	if large.Topic != w.name+"-out" || large.Bytes != 3_000_102 || large.KeyBytes != 102 ||
		large.Key != strings.Repeat("k", 64) || large.Limit < 1_000_000 {
		t.Errorf("%+v", large)
	}
	for _, want := range []string{"3000102 bytes", "(102 bytes) for " + w.name +
		"-out[0] is too large", "set max.message.bytes of the topic", "to at least 3000614"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not told: %s in %v", want, err)
		}
	}
	if n := e.Counted("pipeline_cycles_total", "aborted"); n != 1 {
		t.Errorf("the cycle was tried %v times", n)
	}
	for _, topic := range []string{"-out", "-errors"} {
		if got := w.read(w.name + topic); len(got) != 0 {
			t.Errorf("%s: %d records are out", topic, len(got))
		}
	}
	w.limit(w.name+"-out", 3_000_614)
	if _, err := w.inflate().RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	if out, refused := w.read(w.name+"-out"), w.read(w.name+"-errors"); len(out) != 5 ||
		len(refused) != 1 {
		t.Errorf("%d records and %d refusals", len(out), len(refused))
	}
	if n := w.disk.Sum(func(Task, string) bool { return true }); n != 5 {
		t.Errorf("the store has seen %d records", n)
	}
}

// TestLimitLowered: a broker that refuses what fitted when the engine began ends it too.
func TestLimitLowered(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-in", 1)
	e := w.start(w.inflate("10"))
	eventually(t, "the first is through", func() bool {
		return caughtUp(1, e) && len(w.read(w.name+"-out")) == 1
	})
	w.limit(w.name+"-out", 3000)
	w.inflate("2500", "10", "2000", "2000")
	select {
	case <-e.done:
	case <-time.After(30 * time.Second):
		t.Fatal("the engine goes on")
	}
	var large *TooLargeError
	if !errors.As(e.err, &large) || large.Bytes != 2602 || !strings.Contains(e.err.Error(),
		"start again") {
		t.Errorf("err = %v", e.err)
	}
	// Each fits, though not all of them in one batch.
	if _, err := w.inflate().RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	if out := w.read(w.name + "-out"); len(out) != 5 {
		t.Errorf("%d records", len(out))
	}
}

// TestLongKeyIsRefused: a record whose key alone is larger than most leave does not stop
// its partition.
func TestLongKeyIsRefused(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-in", 1)
	key := strings.Repeat("\x01", 200_000)
	if err := w.cl.ProduceSync(w.ctx(), &kgo.Record{Topic: w.name + "-in", Key: []byte(key),
		Value: []byte("x")}).FirstErr(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.inflate("5").RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	refused := w.read(w.name + "-errors")
	var r DeadLetterRecord
	if len(refused) != 1 || json.Unmarshal(refused[0].Value, &r) != nil ||
		*r.Key != key[:DeadKeyBytes] || r.KeyBytes != len(key) {
		t.Errorf("%d refusals, %+v", len(refused), r)
	}
	if out := w.read(w.name + "-out"); len(out) != 1 {
		t.Errorf("%d records after it", len(out))
	}
}

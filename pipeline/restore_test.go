package pipeline_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
)

// TestGap cuts the log below what the store holds.
func TestGap(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	w.fill(rng, 0, 600, nil)
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.cut(w.name+"-transfers", 1, 7)
	// The store is up to date: nothing is missing.
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	// An empty store needs all.
	w.disk = NewDisk()
	_, err := w.engine(nil).RunUntilEnd(w.ctx())
	var gap *GapError
	if !errors.As(err, &gap) || gap.From != 0 || gap.To != 7 ||
		gap.Task != (Task{"transfers", 1}) || !strings.Contains(err.Error(),
		"records 0 to 6 of "+w.name+"-transfers[1]") {
		t.Errorf("err = %v", err)
	}
}

// TestStartAboveZero: a group that never read anything starts at the log's start,
// and can rebuild its stores from there.
func TestStartAboveZero(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	w.fill(rng, 0, 300, nil)
	for p := range int32(3) {
		w.cut(w.name+"-transfers", p, 10)
	}
	sum, err := w.engine(nil).RunUntilEnd(w.ctx())
	if err != nil {
		t.Fatal(err)
	}
	seen := w.disk.Sum(func(_ Task, k string) bool { return strings.HasPrefix(k, "seen/") })
	if seen == 0 || sum.Records == 0 {
		t.Fatalf("%d transfers, %d records", seen, sum.Records)
	}
	w.disk = NewDisk()
	if again, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil || again.Records != 0 {
		t.Fatalf("rebuild: %+v, %v", again, err)
	}
	if got := w.disk.Sum(func(_ Task, k string) bool {
		return strings.HasPrefix(k, "seen/")
	}); got != seen {
		t.Errorf("rebuilt stores have seen %d transfers, want %d", got, seen)
	}
}

// TestUncommittedCutOff: what the group was to read next is gone.
func TestUncommittedCutOff(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	w.fill(rng, 0, 300, nil)
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.fill(rng, 300, 300, nil)
	ends, err := w.adm.ListEndOffsets(w.ctx(), w.name+"-transfers")
	if err != nil {
		t.Fatal(err)
	}
	end, _ := ends.Lookup(w.name+"-transfers", 0)
	w.cut(w.name+"-transfers", 0, end.Offset-1)
	_, err = w.engine(nil).RunUntilEnd(w.ctx())
	var gap *GapError
	if !errors.As(err, &gap) || gap.To != end.Offset-1 {
		t.Errorf("err = %v", err)
	}
}

func TestStoreAhead(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	w.fill(rng, 0, 300, nil)
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.adm.DeleteGroup(w.ctx(), w.name); err != nil {
		t.Fatal(err)
	}
	_, err := w.engine(nil).RunUntilEnd(w.ctx())
	var ahead *AheadError
	if !errors.As(err, &ahead) || ahead.Committed != 0 || ahead.Store == 0 {
		t.Errorf("err = %v", err)
	}
}

// TestStoreFailure ends the engine.
func TestStoreFailure(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	// A move without a number is a bug of ours, not a bad record: the stage fails on it.
	w.createTopic(w.name+"-moves", 3)
	if err := w.cl.ProduceSync(w.ctx(), &kgo.Record{Topic: w.name + "-moves", Key: []byte("a"),
		Value: []byte("x:y")}).FirstErr(); err != nil {
		t.Fatal(err)
	}
	_, err := w.engine(nil).RunUntilEnd(w.ctx())
	if err == nil || !strings.Contains(err.Error(), "task accounts-0: record 0 of "+
		w.name+"-moves[0]") {
		t.Errorf("err = %v", err)
	}
}

func (w *world) cut(topic string, partition int32, below int64) {
	w.t.Helper()
	offsets := kadm.Offsets{}
	offsets.Add(kadm.Offset{Topic: topic, Partition: partition, At: below, LeaderEpoch: -1})
	resp, err := w.adm.DeleteRecords(w.ctx(), offsets)
	if err == nil {
		err = resp.Error()
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

package pipeline_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"

	. "coldchain/pipeline"
)

// TestChaos starts, stops and crashes workers on two machines with disks of their
// own, under connections cut and commits refused at random.
func TestChaos(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	if w.fake == nil {
		t.Skip("the faults are injected into the broker in this process")
	}
	w.createTopic(w.name+"-transfers", 3)
	var calm atomic.Bool
	faults := rand.New(rand.NewPCG(rng.Uint64(), 2)) // used by the broker's one goroutine
	w.fake.Control(func(req kmsg.Request) (kmsg.Response, error, bool) {
		w.fake.KeepControl()
		if calm.Load() {
			return nil, nil, false
		}
		switch req := req.(type) {
		case *kmsg.TxnOffsetCommitRequest:
			if faults.IntN(10) == 0 {
				return refuseCommit(req), nil, true
			}
		case *kmsg.EndTxnRequest, *kmsg.ProduceRequest, *kmsg.FetchRequest:
			if faults.IntN(200) == 0 {
				return nil, errors.New("cut"), true
			}
		}
		return nil, nil, false
	})
	disks := []*MemDisk{NewDisk(), NewDisk()}
	workers := make([]*running, 2)
	var transfers []string
	begin := func(i int) {
		e := w.engine(func(o *Options) {
			o.OpenStore, o.Threads, o.MaxCycleRecords, o.Instance = disks[i].Open, 1+rng.IntN(3),
				50+rng.IntN(200), fmt.Sprintf("machine-%d", i)
		})
		workers[i] = w.start(e)
	}
	begin(0)
	for step := range 12 {
		transfers = w.fill(rng, len(transfers), 200, transfers)
		i := rng.IntN(2)
		switch r := workers[i]; {
		case r == nil:
			begin(i)
		case rng.IntN(2) == 0:
			r.crash()
			workers[i] = nil
		default:
			if err := r.stop(); err != nil {
				t.Fatal(err)
			}
			workers[i] = nil
		}
		if err := Sleep(w.ctx(), time.Duration(rng.IntN(400))*time.Millisecond); err != nil {
			t.Fatal(step, err)
		}
	}
	calm.Store(true)
	for _, r := range workers {
		if r != nil {
			if err := r.stop(); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.disk = disks[0]
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.check(transfers, disks[0])
}

func refuseCommit(req *kmsg.TxnOffsetCommitRequest) kmsg.Response {
	resp := req.ResponseKind().(*kmsg.TxnOffsetCommitResponse)
	for _, t := range req.Topics {
		rt := kmsg.NewTxnOffsetCommitResponseTopic()
		rt.Topic, rt.TopicID = t.Topic, t.TopicID
		for _, p := range t.Partitions {
			rp := kmsg.NewTxnOffsetCommitResponseTopicPartition()
			rp.Partition, rp.ErrorCode = p.Partition, kerr.RebalanceInProgress.Code
			rt.Partitions = append(rt.Partitions, rp)
		}
		resp.Topics = append(resp.Topics, rt)
	}
	return resp
}

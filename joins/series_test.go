package joins

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSeriesAgainstASortedList folds readings in any order, with repetitions and contradictions, and holds what is stored against a sorted list.
func TestSeriesAgainstASortedList(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		mem := &Memory{}
		s, err := NewContainers(Decoder{}, 0, mem)
		if err != nil {
			t.Fatal(err)
		}
		model := map[int64]held{}
		lateness := []int{0, 5, 50, 3000}[seed%4]
		now := int64(0)
		for range 1 + r.IntN(3000) {
			now += int64(r.IntN(3))
			at := now
			if lateness > 0 && r.IntN(4) == 0 {
				at -= int64(r.IntN(lateness))
			}
			ev := MetricEvent{ContainerID: []byte("C"), Sensor: []byte("main"), Reading: Reading{Time: at, Present: 1, Value: [NumMetrics]int32{int32(r.IntN(3))}}}
			if err := s.read(&ev); err != nil {
				t.Fatal(err)
			}
			h, there := model[at]
			if !there {
				h = held{Reading: ev.Reading}
			} else {
				h.correct(ev.Reading)
			}
			model[at] = h
			if r.IntN(100) == 0 {
				endCycle(t, s, mem)
			}
		}
		endCycle(t, s, mem)
		var want []held
		for _, h := range model {
			want = append(want, h)
		}
		slices.SortFunc(want, func(a, b held) int { return int(a.Time - b.Time) })
		c := stored(t, mem, "C")
		x := c.sensor("main")
		for range 20 {
			from := int64(r.IntN(int(now)+20) - 10)
			to := from + int64(r.IntN(int(now)+20))
			var got, part []held
			if err := x.each(mem, "C", from, to, new([]held), func(h *held) { got = append(got, *h) }); err != nil {
				t.Fatal(err)
			}
			for _, h := range want[:len(want)-1] {
				if h.Time >= from && h.Time < to {
					part = append(part, h)
				}
			}
			if !slices.Equal(got, part) {
				t.Fatalf("seed %d: %d readings in [%d, %d), want %d", seed, len(got), from, to, len(part))
			}
		}
		if x.tail != want[len(want)-1] {
			t.Fatalf("seed %d: last reading %v, want %v", seed, x.tail, want[len(want)-1])
		}
		checkChunks(t, mem, x)
	}
}

// checkChunks holds what the container says of its chunks against them: sizes, ends, order, and that no chunk is left over.
func checkChunks(t *testing.T, mem *Memory, x *series) {
	t.Helper()
	last := int64(noTime)
	for _, k := range x.sealed {
		list, err := x.load(mem, "C", k, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != k.n || list[0].Time != k.first || list[len(list)-1].Time != k.last || k.first <= last || k.n > chunkSplit {
			t.Fatalf("chunk %v holds %d readings and follows %d", k, len(list), last)
		}
		last = k.last
	}
	n := 0
	_ = mem.Scan([]byte{chunkSpace}, []byte{chunkSpace + 1}, func([]byte, any) error { n++; return nil })
	if n != len(x.sealed) {
		t.Fatalf("%d chunks are stored, the container knows %d", n, len(x.sealed))
	}
	if x.open.n >= chunkSplit || x.open.n > 0 && x.open.first <= last {
		t.Fatalf("open chunk of %d readings from %d on, the last sealed one ends at %d", x.open.n, x.open.first, last)
	}
}

func endCycle(t testing.TB, s *Containers, mem *Memory) {
	t.Helper()
	if err := s.EndCycle(Cycle{}, func(Topic, []byte, []byte) {}); err != nil {
		t.Fatal(err)
	}
	mem.Commit()
}

func stored(t testing.TB, mem *Memory, id string) *container {
	t.Helper()
	x, _, err := mem.Get(key(nil, containerSpace, id))
	if err != nil || x == nil {
		t.Fatalf("container %s: %v, %v", id, x, err)
	}
	return x.(*container)
}

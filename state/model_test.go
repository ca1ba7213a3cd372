package state

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"pgregory.net/rapid"
)

// model is the store as three plain maps; history has what each Flush made of disk.
type model struct {
	cycle, committed map[string]uint64
	offsets          map[Position]int64
	flushed          []disk
	durable          int // flushed[durable] is on disk for certain
}

type disk struct {
	data    map[string]uint64
	offsets map[Position]int64
}

func (m *model) flush() {
	m.flushed = append(m.flushed, disk{maps.Clone(m.committed), maps.Clone(m.offsets)})
}

func (m *model) listing(data map[string]uint64, lower, upper string) string {
	text := ""
	for _, k := range slices.Sorted(maps.Keys(data)) {
		if k >= lower && (upper == "" || k < upper) {
			text += fmt.Sprintf("%s=%d ", k, data[k])
		}
	}
	return text
}

// Random operations on a store with tiny budgets agree with the model; after Abandon the store is
// as of some Flush, not older than the last one known to be durable.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fs := vfs.NewMem()
		o := Options{Dir: "/state", FS: fs, DirtyBytes: 2000,
			CleanBytes: int64(rapid.SampledFrom([]int{1, 1500, 1 << 20}).Draw(rt, "clean"))}
		p, err := OpenPool(o)
		must(rt, err)
		open := func() *Store {
			s, err := p.Open(context.Background(), "task", "lineage", countCodec{})
			must(rt, err)
			return s
		}
		s := open()
		m := &model{
			cycle:     map[string]uint64{},
			committed: map[string]uint64{},
			offsets:   map[Position]int64{},
		}
		m.flush()
		name := func(i int) string { return fmt.Sprintf("%02d", i) }
		key := rapid.Map(rapid.IntRange(0, 30), name)
		var n uint64
		reopen := func() {
			s = open()
			i := slices.IndexFunc(m.flushed[m.durable:], func(d disk) bool {
				return maps.Equal(d.offsets, s.Offsets()) &&
					listing(t, s.Scan, nil, nil) == m.listing(d.data, "", "")
			})
			if i < 0 {
				rt.Fatalf("reopened as %v %s, which no Flush wrote since %v", s.Offsets(),
					listing(t, s.Scan, nil, nil), m.flushed[m.durable])
			}
			d := m.flushed[m.durable+i]
			m.committed, m.cycle = maps.Clone(d.data), maps.Clone(d.data)
			m.offsets = maps.Clone(d.offsets)
			m.flushed, m.durable = []disk{d}, 0
		}
		rt.Repeat(map[string]func(*rapid.T){
			"put": func(rt *rapid.T) {
				n++
				k := key.Draw(rt, "key")
				s.Put([]byte(k), &count{n: n, ballast: rapid.IntRange(0, 100).Draw(rt, "ballast")})
				m.cycle[k] = n
			},
			"change": func(rt *rapid.T) {
				k := key.Draw(rt, "key")
				v, own, err := s.Get([]byte(k))
				must(rt, err)
				if v == nil {
					return
				}
				n++
				c := v.(*count)
				if !own {
					clone := *c
					c = &clone
					s.Put([]byte(k), c)
				}
				c.n = n
				m.cycle[k] = n
			},
			"delete": func(rt *rapid.T) {
				k := key.Draw(rt, "key")
				s.Delete([]byte(k))
				delete(m.cycle, k)
			},
			"get": func(rt *rapid.T) {
				k := key.Draw(rt, "key")
				if got := get(t, s, k); got != m.cycle[k] {
					rt.Fatalf("Get %s = %d, want %d", k, got, m.cycle[k])
				}
				if got := view(t, s, k); got != m.committed[k] {
					rt.Fatalf("View %s = %d, want %d", k, got, m.committed[k])
				}
			},
			"scan": func(rt *rapid.T) {
				lower, upper := key.Draw(rt, "lower"), key.Draw(rt, "upper")
				if got, want := listing(t, s.Scan, []byte(lower), []byte(upper)),
					m.listing(m.cycle, lower, upper); got != want {
					rt.Fatalf("Scan = %s, want %s", got, want)
				}
				if got, want := listing(t, s.ViewScan, []byte(lower), []byte(upper)),
					m.listing(m.committed, lower, upper); got != want {
					rt.Fatalf("ViewScan = %s, want %s", got, want)
				}
			},
			"commit": func(rt *rapid.T) {
				p := pos(rapid.SampledFrom([]string{"in", "legs"}).Draw(rt, "topic"), 3)
				m.offsets[p] += int64(rapid.IntRange(0, 5).Draw(rt, "records"))
				m.committed = maps.Clone(m.cycle)
				s.Commit(map[Position]int64{p: m.offsets[p]})
				if s.FlushDue(time.Now()) {
					must(rt, s.Flush())
					m.flush()
				}
			},
			"rollback": func(*rapid.T) {
				s.Rollback()
				m.cycle = maps.Clone(m.committed)
			},
			"flush": func(rt *rapid.T) {
				must(rt, s.Flush())
				m.flush()
			},
			"close": func(rt *rapid.T) {
				must(rt, s.Close())
				m.flush()
				m.durable = len(m.flushed) - 1
				reopen()
			},
			"abandon": func(rt *rapid.T) {
				must(rt, s.Abandon())
				reopen()
			},
			"": func(rt *rapid.T) {
				accounting(rt, s)
				if got := s.Offsets(); !maps.Equal(got, m.offsets) {
					rt.Fatalf("offsets %v, want %v", got, m.offsets)
				}
			},
		})
		must(rt, s.Abandon())
		must(rt, p.Close())
	})
}

func must(rt *rapid.T, err error) {
	rt.Helper()
	if err != nil {
		rt.Fatal(err)
	}
}

// accounting counts again what the store keeps count of.
func accounting(rt *rapid.T, s *Store) {
	rt.Helper()
	var dirty, clean int64
	dirtyCount, indexed := 0, 0
	for k, e := range s.entries {
		if k != e.key || (!e.known && !e.touched) || e.indexed != (e.touched || e.dirty) {
			rt.Fatalf("entry %+v under %s", e, k)
		}
		if e.indexed {
			indexed++
		}
		if e.dirty {
			dirtyCount++
			dirty += e.size
		} else if e.slot >= 0 {
			clean += e.size
			if s.clock[e.slot] != e {
				rt.Fatalf("entry %s is not at its place on the clock", k)
			}
		}
	}
	if dirty != s.dirtyBytes || clean != s.cleanBytes || dirtyCount != s.dirtyCount ||
		indexed != s.index.Len() {
		rt.Fatalf("counted %d dirty in %d entries, %d clean, %d indexed; "+
			"the store has %d in %d, %d, %d",
			dirty, dirtyCount, clean, indexed, s.dirtyBytes, s.dirtyCount, s.cleanBytes,
			s.index.Len())
	}
}

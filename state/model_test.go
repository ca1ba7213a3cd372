package state

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"pgregory.net/rapid"
)

// model is the store as three plain maps and a list of operands.
type model struct {
	cycle, committed map[string]string
	pending          []operand // committed, not flushed
	offsets          map[Position]int64
	flushed          written // what is on disk
}

type written struct {
	data    map[string]string
	offsets map[Position]int64
}

func newModel() *model {
	return &model{cycle: map[string]string{}, committed: map[string]string{},
		offsets: map[Position]int64{}}
}

func (m *model) commit(p Position, records int64, operands []operand) {
	m.offsets[p] += records
	m.committed = maps.Clone(m.cycle)
	m.pending = append(m.pending, operands...)
}

func (m *model) rollback() { m.cycle = maps.Clone(m.committed) }

func (m *model) flush() {
	for _, o := range m.pending {
		m.committed[o.key] += o.bytes
		m.cycle[o.key] = m.committed[o.key]
	}
	m.pending = nil
	m.flushed = written{maps.Clone(m.committed), maps.Clone(m.offsets)}
}

// reopened makes the model what the store is that was opened again, if the last flush made it so.
func (m *model) reopened(offsets map[Position]int64, all string) bool {
	w := m.flushed
	if !maps.Equal(w.offsets, offsets) || m.text(w.data, "", "") != all {
		return false
	}
	m.committed, m.cycle = map[string]string{}, map[string]string{}
	maps.Copy(m.committed, w.data)
	maps.Copy(m.cycle, w.data)
	m.offsets, m.pending = map[Position]int64{}, nil
	maps.Copy(m.offsets, w.offsets)
	return true
}

func (m *model) text(data map[string]string, lower, upper string) string {
	text := ""
	for _, k := range slices.Sorted(maps.Keys(data)) {
		if k >= lower && (upper == "" || k < upper) {
			text += k + "=" + data[k] + " "
		}
	}
	return text
}

// scanned is what a scan shows, as the model's text.
func scanned(rt *rapid.T, scan func(lower, upper []byte, fn func(key, value []byte) error) error,
	lower, upper []byte) string {
	text := ""
	must(rt, scan(lower, upper, func(key, value []byte) error {
		text += string(key) + "=" + string(value) + " "
		return nil
	}))
	return text
}

// Random operations on a store agree with the model; after Abandon the store is as of the last
// Flush.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		budget := rapid.SampledFrom([]int64{1, 250 << 10, 1 << 30}).Draw(rt, "budget")
		appends := rapid.Bool().Draw(rt, "appends")
		p, err := OpenPool(Options{Dir: "/state", FS: vfs.NewMem(), DirtyBytes: budget})
		must(rt, err)
		m := newModel()
		var s *Store
		var b *operands
		open := func() {
			var err error
			s, err = p.Open(context.Background(), "task", "lineage")
			must(rt, err)
			b = &operands{}
			if appends {
				s.Attach(b)
			}
			all := scanned(rt, s.Scan, nil, nil)
			if !m.reopened(s.Offsets(), all) {
				rt.Fatalf("opened as %v %s, which no Flush wrote since %v", s.Offsets(), all,
					m.flushed)
			}
		}
		open()
		name := func(i int) string { return fmt.Sprintf("%02d", i) }
		key := rapid.Map(rapid.IntRange(0, 30), name)
		size := rapid.SampledFrom([]int{0, 1, 10, 100, 3000, maxShared + 5})
		n := 0
		flush := func(rt *rapid.T) {
			if err := s.Flush(); err != nil {
				rt.Fatal(err)
			}
			m.flush()
		}
		rt.Repeat(map[string]func(*rapid.T){
			"put": func(rt *rapid.T) {
				n++
				k, v := key.Draw(rt, "key"), fmt.Sprint(n)
				v = strings.Repeat(v, size.Draw(rt, "size")/len(v))
				s.Put([]byte(k), []byte(v))
				m.cycle[k] = v
			},
			"delete": func(rt *rapid.T) {
				k := key.Draw(rt, "key")
				s.Delete([]byte(k))
				delete(m.cycle, k)
			},
			"append": func(rt *rapid.T) {
				if n++; appends {
					b.append(key.Draw(rt, "key"), fmt.Sprint("+", n))
				}
			},
			"get": func(rt *rapid.T) {
				k := key.Draw(rt, "key")
				v, there, err := s.Get([]byte(k))
				must(rt, err)
				if want, wanted := m.cycle[k]; there != wanted || string(v) != want {
					rt.Fatalf("Get %s = %s, %v, want %s", k, v, there, want)
				}
				v, there, err = s.View([]byte(k))
				must(rt, err)
				if want, wanted := m.committed[k]; there != wanted || string(v) != want {
					rt.Fatalf("View %s = %s, %v, want %s", k, v, there, want)
				}
			},
			"scan": func(rt *rapid.T) {
				lower, upper := key.Draw(rt, "lower"), key.Draw(rt, "upper")
				if got, want := scanned(rt, s.Scan, []byte(lower), []byte(upper)),
					m.text(m.cycle, lower, upper); got != want {
					rt.Fatalf("Scan = %s, want %s", got, want)
				}
				if got, want := scanned(rt, s.ViewScan, []byte(lower), []byte(upper)),
					m.text(m.committed, lower, upper); got != want {
					rt.Fatalf("ViewScan = %s, want %s", got, want)
				}
			},
			"commit": func(rt *rapid.T) {
				p := pos(rapid.SampledFrom([]string{"in", "legs"}).Draw(rt, "topic"), 3)
				m.commit(p, int64(rapid.IntRange(0, 5).Draw(rt, "records")), b.cycle)
				s.Commit(map[Position]int64{p: m.offsets[p]})
				if s.FlushDue(time.Now()) {
					flush(rt)
				}
			},
			"rollback": func(*rapid.T) {
				s.Rollback()
				m.rollback()
			},
			"flush": func(rt *rapid.T) {
				if appends { // between cycles only
					s.Rollback()
					m.rollback()
				}
				flush(rt)
			},
			"close": func(rt *rapid.T) {
				must(rt, s.Close())
				m.rollback()
				m.flush()
				open()
			},
			"abandon": func(rt *rapid.T) {
				must(rt, s.Abandon())
				open()
			},
			"": func(rt *rapid.T) {
				accounting(rt, &s.memory)
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

package state

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// twoMaps is a memory as maps from key to value; deleted stands for a deletion.
type twoMaps struct{ committed, cycle map[string]string }

const deleted = "deleted"

// all is what a cursor shows in [lower, upper), with the cycle's changes or without.
func (w *twoMaps) all(lower, upper string, cycle bool) string {
	seen := maps.Clone(w.committed)
	if cycle {
		maps.Copy(seen, w.cycle)
	}
	text := ""
	for _, k := range slices.Sorted(maps.Keys(seen)) {
		if k >= lower && k < upper {
			text += fmt.Sprintf("%q=%.20s ", k, seen[k])
		}
	}
	return text
}

func shown(m *memory, lower, upper string, cycle bool) string {
	var c cursor
	c.over(m, []byte(lower), []byte(upper), cycle)
	text := ""
	for c.next() {
		value := string(c.value)
		if c.gone {
			value = deleted + value
		}
		text += fmt.Sprintf("%q=%.20s ", c.key, value)
	}
	return text
}

// A memory under random puts, deletions, commits, rollbacks and resets agrees with maps.
func TestMemoryAgreesWithMaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &Pool{bytes: newBlocks[byte](arenaBlock, 1, 1<<20),
			cells: newBlocks[cell](cellBlock, cellBytes, 1<<20)}
		m := newMemory(new(sync.RWMutex), p)
		w := &twoMaps{map[string]string{}, map[string]string{}}
		// Many share their first bytes, and some are the beginning of others.
		key := rapid.Custom(func(rt *rapid.T) string {
			prefix := rapid.SampledFrom([]string{"", "a", "abcdefgh", "abcdefghijklmnop"})
			suffix := rapid.SampledFrom([]string{"", "\x00", "\x00\x00", "\xff", "b", "bcdefghi"})
			number := rapid.IntRange(0, 300).Draw(rt, "number")
			return prefix.Draw(rt, "prefix") + suffix.Draw(rt, "suffix") + fmt.Sprint(number)[1:]
		})
		n := 0
		put := func(key string, length int) {
			n++
			value := fmt.Sprint(n)
			value = strings.Repeat(value, length/len(value))
			m.put([]byte(key), []byte(value))
			w.cycle[key] = value
		}
		rt.Repeat(map[string]func(*rapid.T){
			"put": func(rt *rapid.T) {
				put(key.Draw(rt, "key"), rapid.IntRange(0, 50).Draw(rt, "length"))
			},
			"put many": func(rt *rapid.T) {
				from := rapid.IntRange(0, 9000).Draw(rt, "from")
				step := rapid.IntRange(1, 9).Draw(rt, "step")
				for i := range rapid.IntRange(0, 3000).Draw(rt, "keys") {
					put(fmt.Sprint("abcdefgh", from+i*step), 5)
				}
			},
			"put large": func(rt *rapid.T) {
				length := rapid.OneOf(rapid.Just(arenaBlock),
					rapid.IntRange(maxShared-5, 2*arenaBlock)).Draw(rt, "length")
				put(key.Draw(rt, "key"), length)
			},
			"delete": func(rt *rapid.T) {
				k := key.Draw(rt, "key")
				m.delete([]byte(k))
				w.cycle[k] = deleted
			},
			"commit": func(*rapid.T) {
				m.settle()
				m.commit()
				maps.Copy(w.committed, w.cycle)
				clear(w.cycle)
			},
			"rollback": func(*rapid.T) {
				m.rollback()
				clear(w.cycle)
			},
			"reset": func(*rapid.T) {
				m.reset()
				clear(w.committed)
				if len(w.cycle) == 0 && (p.bytes.used != 0 || p.cells.used != 0) {
					rt.Fatalf("%d and %d blocks were not given back", p.bytes.used, p.cells.used)
				}
			},
			"scan": func(rt *rapid.T) {
				lower, upper := key.Draw(rt, "lower"), key.Draw(rt, "upper")
				// What is committed is in order without settling: readers cannot do it.
				for _, cycle := range []bool{false, true} {
					got, want := shown(&m, lower, upper, cycle), w.all(lower, upper, cycle)
					if got != want {
						rt.Fatalf("with the cycle: %v: %s, want %s", cycle, got, want)
					}
					m.settle()
				}
			},
			"": func(rt *rapid.T) { accounting(rt, &m) },
		})
	})
}

// accounting counts again what a memory keeps count of.
func accounting(rt *rapid.T, m *memory) {
	rt.Helper()
	dirty, touched, allocated := 0, 0, int64(0)
	for i := range uint32(m.cells.count) {
		c := m.cells.at(i)
		if got := m.find(m.key(i)); got != c {
			rt.Fatalf("cell %d, key %q: found %v", i, m.key(i), got)
		}
		if c.dirty {
			dirty++
		}
		if c.touched {
			touched++
		}
	}
	for _, block := range m.arena.blocks {
		allocated += int64(cap(block))
	}
	if dirty != m.dirty || touched != len(m.touched) || allocated != m.arena.bytes {
		rt.Fatalf("counted %d dirty, %d touched, %d allocated; the memory has %d, %d, %d", dirty,
			touched, allocated, m.dirty, len(m.touched), m.arena.bytes)
	}
}

// A peak lasts until nobody has needed it for a while.
func TestBlocksAreTrimmed(t *testing.T) {
	b := newBlocks[byte](10, 1, 100)
	var taken [][]byte
	for range 20 {
		taken = append(taken, b.take())
	}
	for _, block := range taken {
		b.give(block)
	}
	free := func(want int) {
		t.Helper()
		if len(b.free) != want || b.used != 0 {
			t.Errorf("%d free and %d used, want %d free", len(b.free), b.used, want)
		}
	}
	free(10) // the budget
	b.trim()
	free(10) // they were in use since the last time
	x, y := b.take(), b.take()
	b.give(x)
	b.give(y)
	b.trim()
	free(2)
	b.trim()
	free(0)
}

package joins

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMemoryAgainstAMap puts, deletes, scans, commits and rolls back at random.
func TestMemoryAgainstAMap(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 4))
		var m Memory
		committed, now, mine := map[string]string{}, map[string]string{}, map[string]bool{}
		parts := []string{"", "a", "b", "\x01", "ab", "\xff"}
		pick := func() []byte {
			k := key(nil, "kpl"[r.IntN(3)], parts[r.IntN(len(parts))], parts[r.IntN(len(parts))])
			return k[:1+r.IntN(len(k))]
		}
		for range 500 {
			k := pick()
			switch r.IntN(8) {
			case 0, 1, 2:
				v := fmt.Sprint(r.IntN(1000))
				m.Put(k, raw(v))
				now[string(k)], mine[string(k)] = v, true
			case 3:
				m.Delete(k)
				delete(now, string(k))
				delete(mine, string(k))
			case 4:
				v, own, err := m.Get(k)
				got, there := v.(raw)
				want, wanted := now[string(k)]
				if err != nil || string(got) != want || there != wanted || own != mine[string(k)] {
					t.Fatalf("seed %d: get %q: %q own %v, want %q own %v", seed, k, got, own, want,
						mine[string(k)])
				}
			case 5:
				upper := pick()
				if r.IntN(2) == 0 {
					upper = prefixEnd(k)
				}
				var got, want []string
				err := m.Scan(k, upper, func(k []byte, v any) error {
					got = append(got, string(k)+"="+string(v.(raw)))
					return nil
				})
				for _, x := range slices.Sorted(maps.Keys(now)) {
					if x >= string(k) && (upper == nil || x < string(upper)) {
						want = append(want, x+"="+now[x])
					}
				}
				if err != nil || !slices.Equal(got, want) {
					t.Fatalf("seed %d: scan %q to %q: %q, want %q", seed, k, upper, got, want)
				}
			case 6:
				m.Commit()
				committed = maps.Clone(now)
				clear(mine)
			default:
				m.Rollback()
				now = maps.Clone(committed)
				clear(mine)
			}
		}
	}
}

func TestPrefixEnd(t *testing.T) {
	f := func(prefix, want string) {
		t.Helper()
		if got := prefixEnd([]byte(prefix)); string(got) != want {
			t.Errorf("behind %q: %q, want %q", prefix, got, want)
		}
	}
	f("a", "b")
	f("a\x00", "a\x01")
	f("a\xff", "b")
	f("\xff\xff", "")
	f("", "")
}

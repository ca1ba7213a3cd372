package joins

import (
	"errors"
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
		committed, now := map[string]string{}, map[string]string{}
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
				if r.IntN(4) == 0 {
					v = "" // an empty value is a value
				}
				m.Put(k, []byte(v))
				now[string(k)] = v
			case 3:
				m.Delete(k)
				delete(now, string(k))
			case 4:
				for _, get := range []func([]byte) ([]byte, bool, error){m.Get, m.View} {
					got, there, err := get(k)
					want, wanted := now[string(k)]
					if err != nil || string(got) != want || there != wanted {
						t.Fatalf("seed %d: get %q: %q, %v, want %q", seed, k, got, there, want)
					}
				}
			case 5:
				upper := pick()
				if r.IntN(2) == 0 {
					upper = prefixEnd(k)
				}
				var got, want []string
				err := m.Scan(k, upper, func(k, v []byte) error {
					got = append(got, string(k)+"="+string(v))
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
			default:
				m.Rollback()
				now = maps.Clone(committed)
			}
		}
	}
}

// A Memory copies what it is given, and hands on to its buffer how cycles end.
func TestMemoryKeepsCopies(t *testing.T) {
	var m Memory
	b := new(bufferLog)
	m.Attach(b)
	k, v := []byte("k"), []byte("v")
	m.Put(k, v)
	k[0], v[0] = 'x', 'x'
	if got, there, err := m.Get([]byte("k")); string(got) != "v" || !there || err != nil {
		t.Errorf("%q, %v, %v", got, there, err)
	}
	m.Commit()
	got, _, err := m.View([]byte("k"))
	if err != nil || string(got) != "v" {
		t.Errorf("%q, %v", got, err)
	}
	got[0] = 'x'
	m.Rollback()
	if again, _, err := m.View([]byte("k")); string(again) != "v" || err != nil {
		t.Errorf("%q, %v", again, err)
	}
	if *b != "commit rollback " {
		t.Errorf("the buffer saw %q", *b)
	}
}

// bufferLog is a Buffer that writes down how cycles end.
type bufferLog string

func (b *bufferLog) Commit()      { *b += "commit " }
func (b *bufferLog) Rollback()    { *b += "rollback " }
func (b *bufferLog) Bytes() int64 { return 0 }

func (b *bufferLog) CycleBytes() int64 { return 0 }

func (b *bufferLog) Flush(func(key, operand []byte) error) error {
	return errors.New("a memory has nothing to flush to")
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

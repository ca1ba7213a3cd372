package state

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// Readers of any number see one commit as a whole, whatever the writer does meanwhile.
func TestReadersBesideTheWriter(t *testing.T) {
	for _, budget := range []int64{1, 300 << 10, 1 << 30} {
		t.Run(fmt.Sprint(budget), func(t *testing.T) { readBesideTheWriter(t, budget) })
	}
}

func readBesideTheWriter(t *testing.T, budget int64) {
	s := newStore(t, Options{DirtyBytes: budget})
	stop := make(chan struct{})
	var readers sync.WaitGroup
	const rounds = 700
	keys := []string{"a", "b", "c", "d", "e"}
	for range 3 {
		readers.Go(func() {
			var last uint64
			for stopping := false; !stopping; {
				select {
				case <-stop:
					stopping = true // after a last look
				default:
				}
				var seen []uint64
				if err := s.ViewScan([]byte("a"), []byte("f"), func(_, v []byte) error {
					seen = append(seen, number(v, true))
					return nil
				}); err != nil {
					t.Errorf("scan: %v", err)
					return
				}
				for _, n := range seen {
					if n != seen[0] || n < last || len(seen) != len(keys) {
						t.Errorf("torn or going back: %v after %d", seen, last)
						return
					}
					last = n
				}
				if v, there, err := s.View([]byte("c")); err != nil || number(v, there) < last {
					t.Errorf("View = %d, %v after %d", number(v, there), err, last)
					return
				}
				if s.Offsets()[pos("in", 0)] < int64(last) {
					t.Errorf("offsets behind the data")
					return
				}
				if s.Size() < 0 {
					t.Error("negative size")
				}
			}
			if last != rounds {
				t.Errorf("the last commit seen is %d, want %d", last, rounds)
			}
		})
	}
	for n := uint64(1); n <= rounds; n++ {
		for _, k := range keys {
			put(s, k, n)
			s.Put([]byte("filler "+k), count(n, int(n%500)))
		}
		if n%7 == 0 {
			s.Rollback()
			for _, k := range keys {
				put(s, k, n)
			}
		}
		s.Delete([]byte("filler b"))
		s.Commit(at(int64(n)))
		if s.FlushDue(time.Now()) || n%100 == 0 {
			check(t, s.Flush())
		}
	}
	close(stop)
	readers.Wait()
}

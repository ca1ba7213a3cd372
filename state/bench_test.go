package state

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// benchKeys are n keys in order, as ids of containers are.
func benchKeys(n int) [][]byte {
	keys := make([][]byte, n)
	for i := range keys {
		keys[i] = fmt.Appendf(nil, "cMSKU%07d", i*7)
	}
	return keys
}

// shuffled are keys in an order that is always the same.
func shuffled(keys [][]byte) [][]byte {
	keys = append([][]byte{}, keys...)
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	return keys
}

// One key of 100,000 put, in cycles of ten thousand, with a value of 1.1 KB; nothing is flushed.
func BenchmarkPutCommit(b *testing.B) {
	s := newStore(b, Options{DirtyBytes: 1 << 30})
	keys, v := shuffled(benchKeys(100_000)), count(1, 1100)
	i := 0
	for b.Loop() {
		s.Put(keys[i%len(keys)], v)
		if i++; i%10_000 == 0 {
			s.Commit(nil)
		}
	}
	s.Commit(nil)
}

// One key put, committed and written, 100,000 new ones to a flush.
func BenchmarkPutCommitFlush(b *testing.B) {
	for _, size := range []int{100, 1100} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s := newStore(b, Options{DirtyBytes: 256 << 20, Dir: b.TempDir(), FS: vfs.Default})
			keys, v := shuffled(benchKeys(100_000)), count(1, size)
			i := 0
			for b.Loop() {
				s.Put(keys[i%len(keys)], v)
				if i++; i%10_000 == 0 {
					s.Commit(at(int64(i)))
				}
				if i%100_000 == 0 {
					check(b, s.Flush())
				}
			}
			s.Commit(nil)
			check(b, s.Flush())
		})
	}
}

func BenchmarkGetDirty(b *testing.B) {
	s := newStore(b, Options{DirtyBytes: 1 << 30})
	keys := shuffled(benchKeys(100_000))
	for _, k := range keys {
		s.Put(k, count(1, 500))
	}
	s.Commit(nil)
	i := 0
	for b.Loop() {
		if _, there, err := s.Get(keys[i%len(keys)]); err != nil || !there {
			b.Fatal(there, err)
		}
		i++
	}
}

// stored is a store on disk that has 250,000 keys with 500 bytes each, random ones so that they do
// not compress, written in several flushes.
func stored(b *testing.B, cache int64) (*Store, [][]byte) {
	s := newStore(b, Options{Dir: b.TempDir(), FS: vfs.Default, CacheBytes: cache})
	keys := benchKeys(250_000)
	r := rand.New(rand.NewPCG(1, 2))
	v := make([]byte, 500)
	for i, k := range shuffled(keys) {
		for at := 0; at+8 <= len(v); at += 8 {
			binary.LittleEndian.PutUint64(v[at:], r.Uint64())
		}
		s.Put(k, v)
		if i%30_000 == 29_999 {
			s.Commit(at(int64(i)))
			check(b, s.Flush())
		}
	}
	s.Commit(nil)
	check(b, s.Flush())
	for s.db.Metrics().Compact.NumInProgress > 0 {
		time.Sleep(10 * time.Millisecond)
	}
	return s, keys
}

func BenchmarkGetDisk(b *testing.B) {
	s, keys := stored(b, 32<<20)
	absent := make([][]byte, len(keys))
	for i, k := range keys {
		absent[i] = fmt.Appendf(nil, "%sx", k)
	}
	var sparse [][]byte
	for i := 0; i < len(keys); i += 10 {
		sparse = append(sparse, keys[i])
	}
	for _, c := range []struct {
		name string
		keys [][]byte
	}{{"in order", keys}, {"every tenth in order", sparse}, {"at random", shuffled(keys)},
		{"absent in order", absent}, {"absent at random", shuffled(absent)}} {
		b.Run(c.name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				if _, _, err := s.Get(c.keys[i%len(c.keys)]); err != nil {
					b.Fatal(err)
				}
				if i++; i%10_000 == 0 {
					s.Commit(nil)
				}
			}
		})
	}
}

// A scan of ten keys that the block cache has, one of them dirty as 25,000 others are.
func BenchmarkScanOf10(b *testing.B) {
	for _, c := range []struct {
		name string
		puts bool
	}{{"alone", false}, {"with a new key each", true}} {
		b.Run(c.name, func(b *testing.B) {
			s, keys := stored(b, 256<<20)
			for i := 0; i < len(keys); i += 10 {
				s.Put(keys[i], count(1, 100))
			}
			s.Commit(nil)
			var key []byte
			i := 0
			for b.Loop() {
				lo := i * 1000 % (len(keys) - 10)
				if c.puts {
					key = fmt.Appendf(key[:0], "%s/%d", keys[lo], i)
					s.Put(key, key)
				}
				n := 0
				if err := s.Scan(keys[lo], keys[lo+10], func(_, _ []byte) error {
					n++
					return nil
				}); err != nil || n < 10 {
					b.Fatal(n, err)
				}
				if i++; i%10_000 == 0 {
					s.Rollback()
				}
			}
		})
	}
}

package pipeline

import (
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// fetchPool hands the memory of fetched batches round: at full speed it would else be most of what
// the collector has to clear away. A record is handed back (Recycle) when it was processed, which
// is why a processor must not keep it. What is never handed back, as that of an aborted cycle, is
// left to the collector.
//
// It is not a sync.Pool, which the collector empties: it holds what was in flight at once, and that
// is bounded by the size of the fetches.
type fetchPool struct {
	bytes   spares[byte]
	records spares[kgo.Record]
}

// maxSpares bounds how many slices wait for their next use, should fetches once have been many and
// small.
const maxSpares = 64

// spares are slices that wait for their next use, the latest first: its memory is most likely in a
// cache.
type spares[T any] struct {
	mu   sync.Mutex
	list [][]T
}

// get returns a spare slice with capacity n at least, or a new one.
func (s *spares[T]) get(n int) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.list) - 1; i >= 0; i-- {
		if x := s.list[i]; cap(x) >= n {
			last := len(s.list) - 1
			s.list[i], s.list[last] = s.list[last], nil
			s.list = s.list[:last]
			return x
		}
	}
	return make([]T, 0, n)
}

// put keeps a slice for its next use. Where there are enough, the one that waited longest goes: it
// was too small for what is fetched now.
func (s *spares[T]) put(x []T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == maxSpares {
		copy(s.list, s.list[1:])
		s.list = s.list[:maxSpares-1]
	}
	s.list = append(s.list, x)
}

// decompressed is how much larger than its compressed form a batch is taken to be. One that is
// larger still grows the slice, which then waits as it is.
const decompressed = 5

// GetDecompressBytes implements kgo.PoolDecompressBytes.
func (p *fetchPool) GetDecompressBytes(compressed []byte, _ kgo.CompressionCodecType) []byte {
	return p.bytes.get(decompressed * len(compressed))
}

// PutDecompressBytes implements kgo.PoolDecompressBytes.
func (p *fetchPool) PutDecompressBytes(b []byte) { p.bytes.put(b) }

// GetRecords implements kgo.PoolRecords.
func (p *fetchPool) GetRecords(n int) []kgo.Record { return p.records.get(n) }

// PutRecords implements kgo.PoolRecords.
func (p *fetchPool) PutRecords(r []kgo.Record) { p.records.put(r) }

package pipeline

import (
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// fetchPool reuses the memory of fetched batches, which at full speed is most of what the garbage
// collector would have to free. A record goes back to the pool (Recycle) when it was processed, so
// a processor must not keep it. Memory that never goes back, as that of an aborted cycle, is freed
// by the collector.
//
// It is not a sync.Pool, which the collector empties. It holds what was in flight at once, and that
// is bounded by the size of the fetches.
type fetchPool struct {
	bytes   spares[byte]
	records spares[kgo.Record]
}

// maxSpares bounds how many slices wait for their next use, in case fetches were many and small.
const maxSpares = 64

// spares are slices that wait for their next use. The latest is used first, since its memory is
// most likely in a cache of the processor.
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

// put adds a slice. If there are enough, the one that waited longest is dropped: it was too small
// for what is fetched now.
func (s *spares[T]) put(x []T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == maxSpares {
		copy(s.list, s.list[1:])
		s.list = s.list[:maxSpares-1]
	}
	s.list = append(s.list, x)
}

// decompressed is how many times its compressed size a batch is assumed to take. A batch that takes
// more grows its slice, which goes back to the pool with its new size.
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

package pipeline

import (
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// fetchPool hands the memory of fetched batches round: at full speed it would else be most of what the collector has to clear away. A record is
// handed back (Recycle) when it was processed, which is why a processor must not keep it. What is never handed back, as that of an aborted
// cycle, is left to the collector.
type fetchPool struct{ bytes, records sync.Pool }

// decompressed is how much larger than its compressed form a batch is taken to be, the first time.
const decompressed = 4

// GetDecompressBytes implements kgo.PoolDecompressBytes.
func (p *fetchPool) GetDecompressBytes(compressed []byte, _ kgo.CompressionCodecType) []byte {
	if b, ok := p.bytes.Get().(*[]byte); ok {
		return *b
	}
	return make([]byte, 0, decompressed*len(compressed))
}

// PutDecompressBytes implements kgo.PoolDecompressBytes.
func (p *fetchPool) PutDecompressBytes(b []byte) { p.bytes.Put(&b) }

// GetRecords implements kgo.PoolRecords.
func (p *fetchPool) GetRecords(n int) []kgo.Record {
	if r, ok := p.records.Get().(*[]kgo.Record); ok && cap(*r) >= n {
		return *r
	}
	return make([]kgo.Record, 0, n)
}

// PutRecords implements kgo.PoolRecords.
func (p *fetchPool) PutRecords(r []kgo.Record) { p.records.Put(&r) }

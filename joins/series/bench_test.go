package series

import (
	"testing"

	"coldchain/joins/measure"
)

// lot is how many containers are timed in turn: a processor does not learn so many readings by
// heart.
const lot = 50

func lotOf() (lists [][]Held) {
	for seed := range uint64(lot) {
		lists = append(lists, typicalReadings(seed, Full))
	}
	return lists
}

// perReading times what is done to each container of the lot. It reports the time and the bytes a
// reading, of which there are Full in each.
func perReading(b *testing.B, bytes int, each func(i int)) {
	b.ReportAllocs()
	for b.Loop() {
		for i := range lot {
			each(i)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lot*Full), "ns/reading")
	b.ReportMetric(float64(bytes)/(lot*Full), "B/reading")
}

// plainRows are readings as version 1 of a chunk has them.
func plainRows(b []byte, list []Held) []byte {
	var prev measure.Reading
	var delta int64
	for i := range list {
		d := list[i].Time - prev.Time
		b = appendRow(b, &prev, &list[i], d-delta)
		prev, delta = list[i].Reading, d
	}
	return b
}

func BenchmarkEncode(b *testing.B) {
	lists := lotOf()
	var out []byte
	encode := func(name string, f func(b []byte, list []Held) []byte) {
		size := 0
		for _, list := range lists {
			size += len(f(nil, list))
		}
		b.Run(name, func(b *testing.B) {
			perReading(b, size, func(i int) { out = f(out[:0], lists[i]) })
		})
	}
	encode("rows", plainRows)
	encode("columns", appendColumns)
	f, head := frameOf(nil, lists[0])
	encode("framed", func(b []byte, list []Held) []byte {
		c := chunk{frame: f, b: append(b, head...)}
		for i := range list {
			c.append(&list[i])
		}
		c.settle()
		return c.b
	})
}

func BenchmarkDecode(b *testing.B) {
	var rows, columns [][]byte
	var open []chunk
	var rowBytes, columnBytes, openBytes int
	for i, list := range lotOf() {
		rows = append(rows, plainRows(nil, list))
		columns = append(columns, sealed(list))
		open = append(open, chunkOf(list))
		rowBytes += len(rows[i])
		columnBytes += len(columns[i])
		openBytes += len(open[i].b)
	}
	var list []Held
	decode := func(name string, bytes int, f func(list []Held, i int) ([]Held, error)) {
		b.Run(name, func(b *testing.B) {
			perReading(b, bytes, func(i int) {
				var err error
				if list, err = f(list[:0], i); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
	decode("rows", rowBytes, func(l []Held, i int) ([]Held, error) {
		return decodeRows(l, Full, rows[i])
	})
	decode("columns", columnBytes, func(l []Held, i int) ([]Held, error) {
		return decodeSealed(l, columns[i])
	})
	decode("framed", openBytes, func(l []Held, i int) ([]Held, error) { return open[i].decode(l) })
}

// BenchmarkAdd is all that a series does to a reading in its order, sealing included.
func BenchmarkAdd(b *testing.B) {
	lists := lotOf()
	all := make([]Series, lot)
	for i := range all {
		all[i] = newSeries("main")
	}
	later := int64(0)
	size := 0
	for _, list := range lists {
		size += len(sealed(list))
	}
	perReading(b, size, func(i int) {
		for k := range lists[i] {
			x := lists[i][k].Reading
			x.Time += later
			all[i].Add(nowhere{}, &x)
		}
		if i == lot-1 {
			later += Full * 15 * 60_000
		}
	})
}

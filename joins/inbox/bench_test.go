package inbox

import (
	"fmt"
	"testing"

	"coldchain/joins/measure"
)

// BenchmarkAdd holds back calm readings of containers that report by turns.
func BenchmarkAdd(b *testing.B) {
	for _, containers := range []int{1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(containers), func(b *testing.B) {
			n := New(256)
			ids, name := make([][]byte, containers), []byte("main")
			for i := range ids {
				ids[i] = fmt.Appendf(nil, "MSKU%07d", i)
				c, _ := n.Make(ids[i])
				n.Set(c, Vacant)
				n.Name(c, name, 0)
			}
			n.Commit()
			x := measure.Reading{Present: 1<<measure.NumStored - 1}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				x.Time += 10
				x.Values[measure.Temperature] = int32(5000 + i%7*50)
				s, _ := n.FindSensor(ids[i%containers], name, 0)
				n.Add(s, &x)
				if n.Bytes() > 64<<20 || i%100_000 == 99_999 {
					n.Commit()
				}
				if n.Bytes() > 64<<20 {
					for _, c := range n.filled {
						n.containers.at(uint32(c)).flags &^= filled
					}
					for s := range n.sensors.n {
						e := n.sensors.at(uint32(s))
						e.rows, e.count, e.held = noChain, 0, false
					}
					n.filled = n.filled[:0]
					n.blocks.reset()
				}
			}
		})
	}
}

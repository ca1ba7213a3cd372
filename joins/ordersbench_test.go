package joins

import (
	"fmt"
	"testing"

	"coldchain/joins/event"
)

// BenchmarkOrders folds the first three events of orders, as a replay does that is behind.
func BenchmarkOrders(b *testing.B) {
	m := &Memory{}
	p, err := Stages[0].New(&Settings{Book: bookOf(b, sampleBook)}, m)
	if err != nil {
		b.Fatal(err)
	}
	emit := func(Topic, []byte, []byte) {}
	var records []event.Record
	for i := range 30_000 {
		id := fmt.Sprintf("O-%07d", i/3)
		fields := []string{`"OrderCreated","productID":"fresh-salmon","quantity":20`,
			`"ContainerAllocated","containerID":"MSKU0000001"`,
			`"VoyageAssigned","voyageID":"V-1","leg":1`}[i%3]
		records = append(records, event.Record{Offset: int64(i), Timestamp: genesis,
			Key: []byte(id), Value: fmt.Appendf(nil, `{"orderID":%q,"type":%s}`, id, fields)})
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if code, err := p.Fold(0, &records[i%len(records)], emit); code != "" || err != nil {
			b.Fatal(code, err)
		}
		if i%len(records) == len(records)-1 {
			if _, err := p.EndCycle(Cycle{Behind: true}, emit); err != nil {
				b.Fatal(err)
			}
			m.Commit()
		}
	}
}

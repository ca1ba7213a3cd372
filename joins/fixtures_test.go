package joins

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

var writeFixtures = flag.Bool("write-fixtures", false, "write the fixtures of this version that are not there yet")

// fixture is a value or a message as a released version wrote it.
type fixture struct {
	name  string // as in decoders
	value []byte
}

// fixtures are those of all versions.
func fixtures(t testing.TB) (list []fixture) {
	t.Helper()
	files, err := filepath.Glob("testdata/v*/*.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(f)
		list = append(list, fixture{name[:len(name)-len(".bin")], b})
	}
	return list
}

// TestFixtures holds that what version 1 wrote is still read, as the same, and written as it was.
func TestFixtures(t *testing.T) {
	if *writeFixtures {
		for name, b := range specimens(t) {
			file := filepath.Join("testdata/v1", name+".bin")
			if _, err := os.Stat(file); err == nil {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := fixtures(t)
	if len(list) != len(decoders) {
		t.Errorf("%d fixtures for %d decoders", len(list), len(decoders))
	}
	want := specimens(t)
	for _, f := range list {
		v, err := decoders[f.name](f.value)
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if b := written(t, f.name, v); !bytes.Equal(b, f.value) {
			t.Errorf("%s: written as\n%x\nwant\n%x", f.name, b, f.value)
		}
		// Not so the container: the weights of its mean kinetic temperature may differ in the last bit between processors.
		if f.name != "container" && !bytes.Equal(want[f.name], f.value) {
			t.Errorf("%s: the same facts are stored as\n%x\nwere\n%x", f.name, want[f.name], f.value)
		}
		newer := bytes.Clone(f.value)
		newer[0]++
		if _, err := decoders[f.name](newer); err == nil {
			t.Errorf("%s: a newer format was read", f.name)
		}
	}
}

// specimens makes one of each value and message, with all that it can hold.
func specimens(t testing.TB) map[string][]byte {
	t.Helper()
	encoded := map[string][]byte{}
	keep := func(name string, mem *Memory, k []byte) {
		x, _, err := mem.Get(k)
		if err != nil || x == nil {
			t.Fatalf("%s: %v, %v", name, x, err)
		}
		encoded[name] = written(t, name, x.(interface {
			AppendBinary([]byte) ([]byte, error)
		}))
	}
	send := func(name string) Emit {
		return func(_ Topic, _, value []byte) { encoded[name] = bytes.Clone(value) }
	}
	must := func(code Code, err error) {
		t.Helper()
		if code != "" || err != nil {
			t.Fatal(code, err)
		}
	}
	book, err := ParseRuleBook([]byte(`{"version":3,"rules":{"fresh-salmon":` + fleetRule[:1] + fleetRule[len(`{"id":"fresh-salmon",`):] + `}}`))
	if err != nil {
		t.Fatal(err)
	}
	ordersMem, voyagesMem, mem := &Memory{}, &Memory{}, &Memory{}
	orders, err := NewOrders(Decoder{}, book, ordersMem)
	must("", err)
	voyages, err := NewVoyages(Decoder{}, voyagesMem)
	must("", err)
	containers, err := NewContainers(Decoder{}, 0, mem)
	must("", err)
	for i, v := range []string{
		`"OrderCreated","productID":"fresh-salmon","customerID":"Łódź","quantity":-1.5,"pickupAddress":{"city":"x"},"destinationAddress":"y","pickupDate":"a","expectedDeliveryDate":"b"`,
		`"OrderUpdated","rule":{"id":"own","maxGap":"2h","mktMax":8,"limits":[{"id":"w","metric":"temperature","above":4.2,"cumulative":"1h"}]}`,
		`"ContainerAllocated","containerID":"C-1"`, `"ContainerDeallocated","containerID":"C-2"`,
		`"VoyageAssigned","voyageID":"V-1","leg":2`, `"VoyageAssigned","voyageID":"V-2","leg":3,"containerID":"C-1"`, `"VoyageUnassigned","voyageID":"V-2","leg":4,"containerID":"C-1"`,
		`"OrderSpoilt","containerID":"C-1","reason":"warm"`, `"OrderSpoilt"`, `"OrderDelivered"`,
	} {
		must(orders.Fold(0, &Record{Offset: int64(i), Timestamp: 1772323200000 + int64(i), Key: []byte("O-1"), Value: []byte(`{"orderID":"O-1","type":` + v + `}`)}, send("assignment")))
	}
	must(voyages.Fold(1, &Record{Key: []byte("V-2"), Value: encoded["assignment"]}, send("voyageleg")))
	for i, v := range []string{
		`"VoyageScheduled","vesselID":"Ever","from":"CNSHA","to":"USOAK","plannedDeparture":"2026-03-01T00:00:00Z","plannedArrival":"2026-03-08T00:00:00Z"`,
		`"VoyageDeparted"`, `"ContainerLoaded","containerID":"C-1"`, `"ContainerDischarged","containerID":"C-1","at":"2026-03-02T00:00:00Z"`,
	} {
		must(voyages.Fold(0, &Record{Partition: 1, Offset: int64(i), Timestamp: 1772323200000 + int64(i), Key: []byte("V-2"), Value: []byte(`{"voyageID":"V-2","type":` + v + `}`)}, send("voyageleg")))
	}
	must("", voyages.EndCycle(Cycle{}, send("voyageleg")))
	must(containers.Fold(1, &Record{Key: []byte("C-1"), Value: encoded["voyageleg"]}, nil))
	for i := range 600 {
		fields := fmt.Sprintf(`"temperature":%d.25,"setPoint":4,"co2":%d`, 3+i%100/60, i%3)
		switch i % 50 {
		case 7:
			fields = `"temperature":99,"humidity":50,"door":true,"defrost":true`
		case 20, 21, 22, 23:
			continue
		case 30:
			i -= 40 // late: a conflict, or new
		}
		at := 1772323200000 + int64(i)*40*minute
		must(containers.Fold(0, &Record{Offset: int64(i), Timestamp: at, Key: []byte("C-1"), Value: fmt.Appendf(nil, `{"containerID":"C-1","type":"ContainerMetric",%s}`, fields)}, nil))
	}
	must("", containers.EndCycle(Cycle{Interval: true}, send("result")))
	must(orders.Fold(1, &Record{Key: []byte("O-1"), Value: encoded["result"]}, nil))
	must("", orders.EndCycle(Cycle{}, func(Topic, []byte, []byte) {}))
	keep("order", ordersMem, key(nil, orderSpace, "O-1"))
	keep("result", ordersMem, resultKey("O-1", place{"C-1", 3}))
	keep("voyage", voyagesMem, key(nil, voyageSpace, "V-2"))
	keep("boarding", voyagesMem, key(nil, boardingSpace, "V-2", "C-1"))
	keep("container", mem, key(nil, containerSpace, "C-1"))
	keep("streamtime", mem, []byte{clockSpace})
	keep("chunk", mem, chunkKey("C-1", "main", stored(t, mem, "C-1").sensor("main").sealed[0].first))
	return encoded
}

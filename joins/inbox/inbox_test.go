package inbox

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"coldchain/joins/measure"
)

// model is an inbox as plain maps.
type model struct {
	messages map[string][]string
	readings map[string][]measure.Reading // by container and sensor
	flags    map[string]Flags
}

func (m *model) clone() *model {
	c := &model{map[string][]string{}, map[string][]measure.Reading{}, map[string]Flags{}}
	for k, v := range m.messages {
		c.messages[k] = slices.Clone(v)
	}
	for k, v := range m.readings {
		c.readings[k] = slices.Clone(v)
	}
	for k, v := range m.flags {
		c.flags[k] = v
	}
	return c
}

func key(id, sensor string) string { return id + "/" + sensor }

// collector gathers what a Reader gives.
func (m *model) reader(id string) *Reader {
	var k string
	return &Reader{
		Sensor: func(sensor []byte, _ int32) { k = key(id, string(sensor)) },
		Folded: func([]byte) error { return nil },
		Message: func(b []byte) error {
			m.messages[id] = append(m.messages[id], string(b))
			return nil
		},
		Reading: func(x *measure.Reading) error {
			m.readings[k] = append(m.readings[k], *x)
			return nil
		},
	}
}

func randomReading(r *rand.Rand) *measure.Reading {
	x := &measure.Reading{Time: r.Int64N(100) - 20, Present: uint8(r.UintN(256))}
	for m := range x.Values {
		if r.IntN(3) == 0 {
			x.Values[m] = int32(r.Uint32())
		}
	}
	x.Flags = uint8(r.UintN(16))
	return x
}

// What is given back, by flushes and by taking, is what was added, in its order, whatever cycles
// were aborted.
func TestInboxAgainstMaps(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := New(256)
		held, before := (&model{}).clone(), (&model{}).clone()
		check := func(id string, got *model, what string) {
			t.Helper()
			for k, want := range held.readings {
				if len(k) > len(id) && k[:len(id)+1] == id+"/" && !slices.Equal(want, got.readings[k]) {
					t.Fatalf("seed %d: %s: readings of %s\n got %v\nwant %v", seed, what, k,
						got.readings[k], want)
				}
			}
			if !slices.Equal(held.messages[id], got.messages[id]) {
				t.Fatalf("seed %d: %s: messages of %s: got %q, want %q", seed, what, id,
					got.messages[id], held.messages[id])
			}
		}
		forget := func(id string) {
			for k := range held.readings {
				if len(k) > len(id) && k[:len(id)+1] == id+"/" {
					delete(held.readings, k)
				}
			}
			delete(held.messages, id)
		}
		for range 60 {
			for range r.IntN(30) {
				id := fmt.Sprint("C", r.IntN(8))
				sensor, partition := fmt.Sprint("s", r.IntN(3)), int32(r.IntN(2))
				c, _ := n.Make([]byte(id))
				switch r.IntN(8) {
				case 0:
					text := fmt.Sprint(r.Uint64(), id, make([]byte, r.IntN(200)))
					n.Say(c, []byte(text))
					held.messages[id] = append(held.messages[id], text)
				case 1:
					got := (&model{}).clone()
					if err := n.Take(c, got.reader(id)); err != nil {
						t.Fatal(err)
					}
					check(id, got, "take")
					forget(id)
				default:
					s, there := n.FindSensor([]byte(id), []byte(sensor), partition)
					if !there {
						s = n.Name(c, []byte(sensor), partition)
					}
					x := randomReading(r)
					n.Add(s, x)
					k := key(id, sensor)
					held.readings[k] = append(held.readings[k], *x)
				}
			}
			if r.IntN(3) == 0 {
				n.Rollback()
				held = before.clone()
				continue
			}
			n.Commit()
			if r.IntN(4) == 0 {
				values := map[string][]byte{}
				if err := n.Flush('c', 't', func(k, operand []byte) error {
					if k[0] == 'c' {
						values[string(k[1:])] = append(values[string(k[1:])], operand...)
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if n.Bytes() != 0 {
					t.Fatalf("%d bytes are left behind a flush", n.Bytes())
				}
				for i := range 8 {
					id := fmt.Sprint("C", i)
					got := (&model{}).clone()
					if err := got.reader(id).Read(values[id]); err != nil {
						t.Fatal(err)
					}
					check(id, got, "flush")
					forget(id)
				}
			}
			before = held.clone()
		}
	}
}

// An aborted cycle leaves neither names nor flags, and its timers as they were.
func TestRollback(t *testing.T) {
	n := New(256)
	c, _ := n.Make([]byte("C1"))
	s := n.Name(c, []byte("main"), 0)
	n.Settle(c, Dues{100, 100, never})
	n.Commit()
	n.Name(c, []byte("other"), 0)
	n.Set(c, Broken|Live)
	n.Ring(200)
	n.Settle(c, Dues{300, 300, never})
	n.Rollback()
	if n.Named(c, 0) != 1 || n.Is(c, Broken|Live) || n.Timer(c) != 100 {
		t.Errorf("%d sensors, flags %b, due %d", n.Named(c, 0), n.containers.at(0).flags, n.Timer(c))
	}
	if n.Ring(99); n.Is(c, Broken) {
		t.Error("the timer rang early")
	}
	if n.Ring(100); !n.Is(c, Broken) {
		t.Error("the timer of the cycle before does not ring")
	}
	if list := n.Next(n.Broken(), Broken, 10); !slices.Equal(list, []Container{c}) {
		t.Errorf("broken: %v", list)
	}
	if other, there := n.FindSensor([]byte("C1"), []byte("other"), 0); there {
		t.Errorf("sensor %d is there, beside %d", other, s)
	}
	n.Name(c, []byte("other"), 0)
	if n.Commit(); n.Named(c, 0) != 2 {
		t.Errorf("%d sensors", n.Named(c, 0))
	}
}

// A flush gives operands in the order of their keys, and marks what must be looked at, also where
// it was folded already.
func TestFlushMarks(t *testing.T) {
	n := New(256)
	nothing := (&model{}).clone().reader("")
	for _, x := range []struct {
		id    string
		flags Flags
		taken bool
	}{{"D", Broken, true}, {"B", Vacant, false}, {"A", Live, false}, {"C", Live | Broken, false}} {
		c, _ := n.Make([]byte(x.id))
		n.Set(c, Vacant)
		n.Add(n.Name(c, []byte("main"), 0), &measure.Reading{Time: 1})
		n.Clear(c, Vacant)
		if n.Set(c, x.flags); x.taken {
			if err := n.Take(c, nothing); err != nil {
				t.Fatal(err)
			}
		}
	}
	n.Commit()
	var keys []string
	if err := n.Flush('c', 't', func(key, _ []byte) error {
		keys = append(keys, string(key))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"cA", "cB", "cC", "tC", "tD"}; !slices.Equal(keys, want) {
		t.Errorf("%q, want %q", keys, want)
	}
}

// However many readings wait, what comes behind them is read as it was written.
func TestManyReadingsWait(t *testing.T) {
	n := New(256)
	c, _ := n.Make([]byte("C1"))
	s := n.Name(c, []byte("main"), 0)
	const many = 1<<16 + 3
	for i := range int64(many) {
		n.Add(s, &measure.Reading{Time: i})
	}
	n.Commit()
	got := (&model{}).clone()
	if err := n.Take(c, got.reader("C1")); err != nil {
		t.Fatal(err)
	}
	list := got.readings[key("C1", "main")]
	if len(list) != many || list[many-1].Time != many-1 {
		t.Errorf("%d readings", len(list))
	}
}

// A timer that readings put off rings when they are over.
func TestLapse(t *testing.T) {
	n := New(256)
	c, _ := n.Make([]byte("C1"))
	s := n.Name(c, []byte("main"), 0)
	var g Guard
	g.Reset()
	g.Judged(true)
	n.Guard(s, &g, &measure.Reading{Time: 10})
	n.Settle(c, Dues{60, 1000, 50})
	for at := int64(20); at <= 200; at += 20 {
		n.Add(s, &measure.Reading{Time: at})
		if n.Ring(at + 1); n.Is(c, Broken) {
			t.Fatalf("rang at %d", at)
		}
	}
	if n.Ring(249); n.Is(c, Broken) {
		t.Error("rang early")
	}
	if n.Ring(250); !n.Is(c, Broken) {
		t.Error("did not ring")
	}
	if len(n.timers.heap) > 1 {
		t.Errorf("%d timers", len(n.timers.heap))
	}
}

// Go's collector must not walk what there is of each container.
func TestEntriesHaveNoPointers(t *testing.T) {
	for _, x := range []any{container{}, sensor{}, timer{}, undo[Sensor, sensor]{}} {
		if hasPointers(reflect.TypeOf(x)) {
			t.Errorf("%T has pointers", x)
		}
	}
	t.Logf("a container takes %d bytes, a sensor %d", reflect.TypeFor[container]().Size(),
		reflect.TypeFor[sensor]().Size())
}

func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	case reflect.Array:
		return hasPointers(t.Elem())
	}
	return t.Kind() > reflect.Complex128
}

package joins

import (
	"fmt"
	"strings"
	"testing"

	"coldchain/joins/event"
)

// work is what a history costs: operations on the states, bytes that are put there, and records
// that are sent.
type work struct{ operations, written, emitted int }

// costs runs a history in a ring of its own.
func costs(t *testing.T, history func(r *ring)) work {
	t.Helper()
	r := newRing(t, sampleBook)
	history(r)
	r.turn(Cycle{Exhausted: true})
	return work{r.operations(), r.written(), r.emitted()}
}

// linear holds that n times as much costs no more than n times as much, but for what it costs at
// all.
func linear(t *testing.T, what string, small, large, times int, history func(r *ring, n int)) {
	t.Helper()
	a := costs(t, func(r *ring) { history(r, small) })
	b := costs(t, func(r *ring) { history(r, large) })
	t.Logf("%s: %d cost %+v, %d cost %+v", what, small, a, large, b)
	const allowance = 100
	if b.operations > times*a.operations+allowance || b.emitted > times*a.emitted+allowance {
		t.Errorf("%s: %d cost %+v, %d times as much %+v", what, small, a, times, b)
	}
	if b.operations+b.written <= a.operations+a.written {
		t.Errorf("%s: %d cost %+v, %d only %+v", what, small, a, large, b)
	}
}

func (r *ring) order(fields string, args ...any) {
	r.t.Helper()
	r.must(r.add(event.Orders, "O", genesis, fmt.Sprintf(fields, args...)), nil)
}

// What an order, a container or a voyage costs grows with what is said of it, and no faster:
// whether it is all said in one cycle, or each in a cycle of its own.
func TestWorkIsLinear(t *testing.T) {
	const twice = 2
	for _, mode := range []struct {
		name string
		turn func(r *ring)
	}{
		{"in one cycle", func(*ring) {}},
		{"in a cycle each", func(r *ring) { r.turn(Cycle{}) }},
	} {
		t.Run(mode.name, func(t *testing.T) {
			turn := mode.turn
			linear(t, "claims", 500, 1000, twice, func(r *ring, n int) {
				for i := range n {
					r.order(`"OrderSpoilt","reason":"%d"`, i)
					turn(r)
				}
			})
			linear(t, "decisions", 500, 1000, twice, func(r *ring, n int) {
				for i := range n {
					r.order(`"QualityDecision","decision":"hold","by":"x","reason":"%d"`, i)
					turn(r)
				}
			})
			linear(t, "sensors", 32, 64, twice, func(r *ring, n int) {
				r.order(`"ContainerAllocated","containerID":"C"`)
				r.order(`"ContainerStuffed","containerID":"C"`)
				for i := range n {
					r.must(r.add(event.ContainerMetrics, "C", genesis+int64(i),
						fmt.Sprintf(`"ContainerMetric","temperature":4,"sensor":"s-%d"`, i)), nil)
					turn(r)
				}
			})
			linear(t, "readings", 1000, 2000, twice, func(r *ring, n int) {
				r.order(`"ContainerAllocated","containerID":"C"`)
				r.order(`"ContainerStuffed","containerID":"C"`)
				for i := range n {
					r.must(r.add(event.ContainerMetrics, "C", genesis+int64(i)*minute,
						`"ContainerMetric","temperature":4`), nil)
					turn(r)
				}
			})
		})
	}
}

// An order does not grow with what is said of it: each cycle that touches it copies it, and writes
// it anew.
func TestOrderDoesNotGrowWithClaims(t *testing.T) {
	size := func(n int) int {
		r := newRing(t, sampleBook)
		for i := range n {
			r.order(`"OrderSpoilt","reason":"%05d"`, i)
			r.order(`"OrderSpoilt","reason":"%05d"`, i) // once more
			r.order(`"QualityDecision","decision":"hold","by":"x","reason":"%05d"`, i)
		}
		r.turn(Cycle{})
		want := fmt.Sprintf(`"claimCount":%d,`, n)
		if p := string(r.projections["O"]); !strings.Contains(p, want) {
			t.Errorf("%s is not said of %d claims", want, n)
		}
		b, _, err := r.states[0].Get(key(nil, orderSpace, "O"))
		r.must("", err)
		return len(b)
	}
	few := size(100)
	if many := size(10_000); many > few+100 {
		t.Errorf("with 10,000 claims an order takes %d bytes; with 100: %d", many, few)
	}
}

// Each custody of an order is told once what concerns all of them; one that a container changes
// costs the others nothing.
func TestWorkOfManyContainers(t *testing.T) {
	linear(t, "containers", 100, 200, 2, func(r *ring, n int) {
		for i := range n {
			r.order(`"ContainerAllocated","containerID":"C-%d"`, i)
		}
	})
	linear(t, "containers, stuffed", 100, 200, 2, func(r *ring, n int) {
		for i := range n {
			r.order(`"ContainerAllocated","containerID":"C-%d"`, i)
			r.order(`"ContainerStuffed","containerID":"C-%d"`, i)
		}
	})
	linear(t, "containers with readings", 100, 200, 2, func(r *ring, n int) {
		for i := range n {
			r.order(`"ContainerAllocated","containerID":"C-%d"`, i)
		}
		r.order(`"VoyageAssigned","voyageID":"V"`)
		r.must(r.add(event.Voyages, "V", genesis, `"VoyageDeparted"`), nil)
		r.turn(Cycle{})
		for i := range n {
			r.must(r.add(event.ContainerMetrics, fmt.Sprint("C-", i), genesis+minute,
				`"ContainerMetric","temperature":4`), nil)
		}
	})
}

// A leg of all containers is told to each of them: once by its terms, once by way of its voyage,
// and once by what the voyage says.
func TestWorkOfManyLegs(t *testing.T) {
	const containers = 200
	history := func(r *ring, legs int) {
		r.turn(Cycle{}) // takes the rule book over
		for i := range containers {
			r.order(`"ContainerAllocated","containerID":"C-%d"`, i)
		}
		r.turn(Cycle{})
		for leg := range legs {
			r.order(`"VoyageAssigned","voyageID":"V-%d","leg":%d`, leg, leg+1)
		}
	}
	linear(t, "legs", 25, 50, 2, history)
	r := newRing(t, sampleBook)
	history(r, 50)
	r.turn(Cycle{})
	if n, want := r.sent[LegsByVoyage], containers*50; n != want {
		t.Errorf("%d legs were sent to voyages, want %d", n, want)
	}
	if n, want := r.sent[LegsByContainer], containers*(1+50+50); n != want {
		t.Errorf("%d terms and words on legs were sent to containers, want %d", n, want)
	}
	// what concerns one container alone
	before := r.emitted()
	r.order(`"ContainerStuffed","containerID":"C-7"`)
	r.turn(Cycle{})
	if n := r.emitted() - before; n > 3 { // terms, a result, a projection
		t.Errorf("stuffing of one container: %d records", n)
	}
	before = r.emitted()
	r.order(`"OrderUpdated","quantity":5`)
	r.turn(Cycle{})
	if n := r.emitted() - before; n > 1 {
		t.Errorf("another quantity: %d records", n)
	}
}

// What happens on a voyage costs what the legs on it cost, and nothing for those of other voyages.
func TestWorkOfAVoyage(t *testing.T) {
	r := newRing(t, sampleBook)
	for i := range 100 {
		r.must(r.add(event.Orders, fmt.Sprint("O-", i), genesis,
			fmt.Sprintf(`"ContainerAllocated","containerID":"C-%d"`, i)), nil)
		r.must(r.add(event.Orders, fmt.Sprint("O-", i), genesis,
			fmt.Sprintf(`"VoyageAssigned","voyageID":"V-%d"`, i%10)), nil)
	}
	r.turn(Cycle{Exhausted: true})
	f := func(fields string, legs int) {
		t.Helper()
		sent, operations := r.sent[LegsByContainer], r.states[1].operations
		r.must(r.add(event.Voyages, "V-3", genesis, fields), nil)
		r.turn(Cycle{})
		if n := r.sent[LegsByContainer] - sent; n != legs {
			t.Errorf("%s: %d legs were told, want %d", fields, n, legs)
		}
		if n := r.states[1].operations - operations; n > 10+5*legs {
			t.Errorf("%s: %d operations", fields, n)
		}
	}
	f(`"VoyageScheduled","vesselID":"Ever"`, 10)
	f(`"VoyageDeparted"`, 10)
	f(`"ContainerLoaded","containerID":"C-13"`, 1)
	f(`"ContainerLoaded","containerID":"C-14"`, 0) // it goes by another voyage
}

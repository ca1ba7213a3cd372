package latency

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// load are the readings of a run, and what was seen of them.
type load struct {
	o                Options
	fill             *fleet.Fill
	begin            time.Time // of the warm-up
	warmUp, measured int       // readings
	total            int       // with those that follow
	every            uint64    // one reading of so many begins an excursion
	sent             bed.Sending

	late, bare, begins, ends, all measure.Latency

	mu      sync.Mutex
	awaited map[change]bool // what projections are still to show
}

// change is that an order has an excursion that begins or ends at an event time.
type change struct {
	orderID string
	at      int64
	ends    bool
}

// after is how long readings follow those that are measured: the last excursion shows only when a
// later reading has come.
const after = time.Second

// soon is the time between the decision on a load and its first reading.
const soon = 100 * time.Millisecond

func newLoad(o Options, fill *fleet.Fill) *load {
	l := &load{o: o, fill: fill, begin: time.Now().Add(soon),
		warmUp: int(o.Rate * o.WarmUp.Seconds()), measured: int(o.Rate * o.For.Seconds()),
		every: uint64(max(2, math.Round(2*o.Rate/o.Material))), awaited: map[change]bool{}}
	l.total = l.warmUp + l.measured + int(math.Ceil(o.Rate*after.Seconds()))
	for k := l.warmUp; k < l.warmUp+l.measured; k++ {
		order, at := fill.OrderOf(k%o.Containers), l.at(k)
		switch {
		case l.warm(k):
			l.awaited[change{order, at, false}] = true
		case k-o.Containers >= l.warmUp && l.warm(k-o.Containers):
			l.awaited[change{order, at, true}] = true
		}
	}
	return l
}

// at is the event time of the k-th reading: when it is to be sent, to the millisecond.
func (l *load) at(k int) int64 { return measure.Intended(l.begin, l.o.Rate, k).UnixMilli() }

// warm says that the k-th reading begins an excursion. The next of its container ends it.
func (l *load) warm(k int) bool {
	return k >= 0 && l.drawn(k) && !l.drawn(k-l.o.Containers)
}

func (l *load) drawn(k int) bool { return k >= 0 && fleet.Mix(l.o.Seed+uint64(k))%l.every == 0 }

func (l *load) record(k int) *kgo.Record {
	value := l.fill.AppendReadingAt(make([]byte, 0, fleet.ReadingSize), k, l.at(k), l.warm(k))
	return &kgo.Record{Topic: l.fill.Topics().Metrics, Key: []byte(l.fill.ContainerOf(k)),
		Value: value, Timestamp: time.UnixMilli(l.at(k))}
}

func (l *load) missing() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.awaited)
}

// readProjections reads until each change that was measured has shown.
func (l *load) readProjections(ctx context.Context, c *bed.Consumer) error {
	for l.missing() > 0 {
		err := c.Projections(ctx, func(p *bed.Projection, arrived time.Time) {
			for _, container := range p.Containers {
				for _, e := range container.Excursions {
					l.shown(change{p.OrderID, e.Start.UnixMilli(), false}, arrived, &l.begins)
					if !e.Open {
						l.shown(change{p.OrderID, e.End.UnixMilli(), true}, arrived, &l.ends)
					}
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shown records the latency of a change the first time that it shows.
func (l *load) shown(c change, arrived time.Time, latency *measure.Latency) {
	l.mu.Lock()
	waited := l.awaited[c]
	delete(l.awaited, c)
	l.mu.Unlock()
	if waited {
		d := arrived.Sub(time.UnixMilli(c.at))
		latency.Record(d)
		l.all.Record(d)
	}
}

// readReadings reads until all readings that were measured have come.
func (l *load) readReadings(ctx context.Context, c *bed.Consumer) error {
	first := measure.Intended(l.begin, l.o.Rate, l.warmUp).UnixMilli()
	for n := 0; n < l.measured; {
		err := c.Poll(ctx, func(r *kgo.Record, arrived time.Time) error {
			if r.Timestamp.UnixMilli() >= first && n < l.measured {
				l.bare.Record(arrived.Sub(r.Timestamp))
				n++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

package oracle

import (
	"math/big"
	"slices"
	"sort"
)

// measured is one value of a reading: absent, faulty (out of the plausible range; all faulty values
// are the same), or usable with its value in thousandths.
type measured struct {
	present, faulty bool
	value           int64
}

func (m measured) usable() bool { return m.present && !m.faulty }

// measures are the numbers that a reading may have. The first of them, and the door, are metrics.
var measures = []string{
	"temperature", "setPoint", "humidity", "co2", "o2", "power", "latitude", "longitude",
}

// metrics are what a limit may look at.
var metrics = []string{"temperature", "setPoint", "humidity", "co2", "o2", "power", "door"}

// reading holds the ten values of a reading. It is comparable.
type reading struct {
	numbers       [8]measured // in the order of measures
	door, defrost flag
}

// flag is a bool that may be absent.
type flag struct{ present, on bool }

func (r *reading) measure(name string) *measured {
	return &r.numbers[slices.Index(measures, name)]
}

// of gives the value of a metric in thousandths, 1 for an open door. ok is false without a usable
// one.
func (r *reading) of(metric string) (value int64, ok bool) {
	if metric == "door" {
		if r.door.on {
			value = 1000
		}
		return value, r.door.present
	}
	m := r.measure(metric)
	return m.value, m.usable()
}

// saysSomething says whether there is a value, usable or faulty, of something that can be judged.
func (r *reading) saysSomething() bool {
	return r.door.present || slices.ContainsFunc(metrics, func(metric string) bool {
		return metric != "door" && r.measure(metric).present
	})
}

func (r *reading) faulty() bool {
	return slices.ContainsFunc(r.numbers[:], func(m measured) bool { return m.faulty })
}

// plausible holds the greatest plausible magnitude and whether the value may be negative.
var plausible = map[string]struct {
	greatest int64
	negative bool
}{
	"temperature": {80, true}, "setPoint": {80, true},
	"humidity": {100, false}, "co2": {100, false}, "o2": {100, false},
	"power": {1000, true}, "latitude": {90, true}, "longitude": {180, true},
}

func measure(name string, r *big.Rat) measured {
	n := rounded(r, 3)
	p := plausible[name]
	if n.CmpAbs(big.NewInt(p.greatest*1000)) > 0 || n.Sign() < 0 && !p.negative {
		return measured{present: true, faulty: true}
	}
	return measured{present: true, value: n.Int64()}
}

// held is the reading that holds for one identity, with how often it was said again and
// contradicted.
type held struct {
	reading
	time                  int64
	duplicates, conflicts int64
}

// foldReadings gives the readings of one container, by sensor and in the order of time. The events
// are in the order of offset, then partition.
func foldReadings(events []*event) map[string][]*held {
	type identity struct {
		sensor string
		time   int64
	}
	at := map[identity]*held{}
	all := map[string][]*held{}
	for _, e := range events {
		id := identity{e.sensor(), e.time}
		h := at[id]
		switch {
		case h == nil:
			h = &held{time: e.time, reading: e.reading}
			at[id] = h
			all[id.sensor] = append(all[id.sensor], h)
		case h.reading == e.reading:
			h.duplicates++
		default:
			h.conflicts++
			h.reading = e.reading
		}
	}
	for _, list := range all {
		sort.Slice(list, func(i, j int) bool { return list[i].time < list[j].time })
	}
	return all
}

// between gives the readings with from <= event time < to.
func between(list []*held, from, to int64) []*held {
	first := sort.Search(len(list), func(i int) bool { return list[i].time >= from })
	after := sort.Search(len(list), func(i int) bool { return list[i].time >= to })
	return list[first:max(first, after)]
}

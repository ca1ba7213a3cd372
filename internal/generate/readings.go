package generate

import (
	"fmt"
	"slices"

	"coldchain/internal/oracle"
)

// mostSpans bounds the spans of a container that get readings.
const mostSpans = 3

// track is the readings of one sensor in one span, in the making.
type track struct {
	*gen
	container, sensor string
	cut               int64 // the stream time of the partition
	late              bool  // the whole track was kept in a dead zone
}

// addReadings makes the readings of one container around the times for which it may carry goods.
func (g *gen) addReadings(container string) {
	p := oracle.PartitionOf(container, oracle.MetricsPartitions)
	if int(p) == g.silent || g.chance(0.05) {
		return
	}
	spans := slices.Clone(g.spans[container])
	for _, v := range g.aboard[container] {
		if g.chance(0.1) {
			spans = append(spans, span(g.voyages[v]))
		}
	}
	g.Shuffle(len(spans), func(i, j int) { spans[i], spans[j] = spans[j], spans[i] })
	var filled []span
	for _, s := range spans {
		meets := func(f span) bool { return f.start <= s.end && s.start <= f.end }
		if len(filled) == mostSpans || slices.ContainsFunc(filled, meets) && g.chance(0.9) {
			continue
		}
		filled = append(filled, s)
		for _, sensor := range []string{"main", "return", "probe"} {
			if sensor == "main" || g.chance(0.25) {
				t := &track{gen: g, container: container, sensor: sensor, cut: g.cut[p]}
				t.late = g.chance(0.1)
				t.fill(s)
			}
		}
	}
}

// fill makes readings on a grid, with incidents, up to the stream time.
func (t *track) fill(s span) {
	step := pick(t.gen, 10*minute, 15*minute, 20*minute, 30*minute, hour)
	step = max(step, (s.end-s.start)/40/(10*minute)*10*minute)
	calm := t.chance(0.4)
	at := s.start - pick(t.gen, 0, 0, t.theme.gap, t.theme.gap+1, 2*hour, 30*minute, -10*minute)
	last := min(s.end+pick(t.gen, 0, hour), t.cut)
	switch {
	case t.chance(0.1): // half is observed to the millisecond, where a reading speaks for a step
		step = max(t.theme.gap, (s.end-s.start)/48)
		at, last, calm = s.start, min(last, s.start+(s.end-s.start)/2-step), true
	case t.chance(0.3):
		at = t.loadedWarm(s.start)
	}
	for at <= last {
		if !calm && t.chance(0.12) {
			at = t.incident(at)
			continue
		}
		mood := "good"
		if at+step > t.cut && t.chance(0.5) {
			mood = "warm" // what breaks a limit up to the stream time is still open
		}
		this := at
		if t.chance(0.04) {
			this = t.beside(at)
		}
		t.say(this, t.values(mood))
		at += step
	}
	if t.chance(0.3) {
		t.say(t.beside(pick(t.gen, s.end, s.start, t.cut, s.start-hour)), t.values("warm"))
	}
}

// say adds a reading, now and then again or otherwise.
func (t *track) say(at int64, fields []field) {
	if at > t.cut {
		return
	}
	said := func(fields []field) []field {
		if t.sensor == "main" && t.chance(0.9) {
			return fields
		}
		return append(slices.Clip(fields), field{"sensor", quoted(t.sensor)})
	}
	d := draft{
		topic: topicMetrics, kind: "ContainerMetric", id: t.container, time: at,
		fields: said(fields), late: t.late || t.chance(0.04),
	}
	// A clock may be ahead of its record, by what still counts whole and by more.
	d.timestamp = at + pick(t.gen, 0, 0, 2000, hour, -lead, -lead-1, -hour, -day)
	if d.late {
		d.timestamp = at + t.in(5, 30)*day
	}
	t.add(d)
	for t.chance(0.05) { // again
		d.late = d.late || t.chance(0.3)
		t.add(d)
	}
	for t.chance(0.02) { // otherwise
		other := d
		other.fields = said(t.values("edge"))
		t.add(other)
		if t.chance(0.3) {
			t.add(d)
		}
	}
}

// addStreamTimes makes the stream time of each partition that is not silent its cut, by a reading
// of a container that is on no order or on any. Devices whose clocks are ahead don't change it:
// what they say of later times doesn't count yet.
func (g *gen) addStreamTimes() {
	for p, cut := range g.cut {
		if p == g.silent {
			continue
		}
		say := func(container string, at, timestamp int64, mood string) {
			g.add(draft{
				topic: topicMetrics, kind: "ContainerMetric", id: container,
				time: at, timestamp: timestamp, fields: g.values(mood),
			})
		}
		var here []string
		for _, c := range g.containers {
			if int(oracle.PartitionOf(c, oracle.MetricsPartitions)) == p {
				here = append(here, c)
			}
		}
		for i := 0; len(here) == 0; i++ {
			c := fmt.Sprintf("filler-%d", i)
			if int(oracle.PartitionOf(c, oracle.MetricsPartitions)) == p {
				here = append(here, c)
			}
		}
		switch g.IntN(4) {
		case 0: // a clock that is ahead says the time as far as it may
			say(pick(g, here...), cut+pick(g, 1, hour, 20*hour), cut-lead, "warm")
		case 1:
			say(pick(g, here...), cut, cut-lead, "good")
		default:
			say(pick(g, here...), cut, cut, "good")
		}
		for g.chance(0.5) {
			timestamp := cut - lead - pick(g, 0, 1, hour)
			say(pick(g, here...), cut+pick(g, 0, 1, lead, hour, 20*hour), timestamp, "warm")
		}
	}
}

package generate

import (
	"fmt"
	"slices"

	"coldchain/internal/oracle"
)

// mostSeries bounds the voyages of a container that get readings, to keep a container at some 150.
const mostSeries = 4

// addReadings makes the readings of one container around the windows of its voyages.
func (g *gen) addReadings(container string) {
	p := oracle.PartitionOf(container, oracle.MetricsPartitions)
	if int(p) == g.silent || g.chance(0.05) {
		return
	}
	voyages := slices.Clone(g.aboard[container])
	slices.Sort(voyages)
	voyages = slices.Compact(voyages)
	g.Shuffle(len(voyages), func(i, j int) { voyages[i], voyages[j] = voyages[j], voyages[i] })
	for _, v := range voyages[:min(len(voyages), mostSeries)] {
		for _, sensor := range []string{"", "return", "main"} {
			if sensor == "" || g.chance(0.15) {
				g.addSeries(container, sensor, g.voyages[v], g.cut[p])
			}
		}
	}
}

// addSeries makes readings of one sensor: on a grid, with holes of about the lengths that rules speak of,
// with runs of good, warm and cold values, said again, contradicted, and late.
func (g *gen) addSeries(container, sensor string, v plannedVoyage, cut int64) {
	step := pick(g, 10*minute, 15*minute, 20*minute, 30*minute, hour)
	step = max(step, (v.end-v.start)/35/(10*minute)*10*minute)
	late := g.chance(0.1) // the whole series was kept in a dead zone
	calm := g.chance(0.5) // nothing happens to it
	mood, left := "good", 0
	first, last := v.start-pick(g, 0, hour, 2*hour, 30*minute, -10*minute), v.end+pick(g, 0, hour)
	if g.chance(0.1) { // half of the window is observed to the millisecond, where a reading speaks for a step
		calm, step = true, pick(g, 30*minute, hour)
		step = max(step, (v.end-v.start)/48)
		first, last = v.start, v.start+(v.end-v.start)/2-step
	}
	for t := first; t <= min(last, cut); t += step {
		if !calm && g.chance(0.06) {
			t += pick(g, hour-step, hour+1-step, 2*hour-step, 2*hour, 3*hour-step, 3*hour-step+1, 6*hour)
			if t > cut {
				break
			}
		}
		if left--; left < 0 && !calm {
			mood, left = pick(g, "good", "good", "good", "warm", "edge", "edge", "cold", "wild"), g.IntN(6)
		}
		if t+step > cut && g.chance(0.5) {
			mood, left = "warm", 0 // what breaks a limit up to the stream time is still open
		}
		at := t
		if g.chance(0.04) {
			at += pick[int64](g, -1, 1)
		}
		if at > cut {
			continue
		}
		d := draft{topic: topicMetrics, kind: "ContainerMetric", id: container, time: at, fields: g.values(mood), late: late || g.chance(0.04)}
		if sensor != "" {
			d.fields = append(d.fields, draftField{"sensor", quoted(sensor)})
		}
		d.timestamp = at + pick(g, 0, 0, 2000, hour, -hour, -day)
		if d.late {
			d.timestamp = at + g.in(5, 30)*day
		}
		g.add(d)
		for g.chance(0.06) { // again
			d.late = d.late || g.chance(0.3)
			g.add(d)
		}
		for !calm && g.chance(0.04) { // otherwise
			other := d
			other.fields = append(g.values("edge"), d.fields[len(d.fields)-1:]...)
			if sensor == "" {
				other.fields = g.values("edge")
			}
			g.add(other)
			if g.chance(0.3) {
				g.add(d)
			}
		}
	}
}

// values gives the values of a reading: at least one that can be judged.
func (g *gen) values(mood string) (fields []draftField) {
	put := func(p float64, name, json string) {
		if g.chance(p) {
			fields = append(fields, draftField{name, json})
		}
	}
	if mood == "good" && g.chance(0.8) {
		put(0.97, "temperature", fmt.Sprintf("4.%d", g.IntN(1000)))
		put(0.9, "humidity", pick(g, "60", "72.5"))
		put(0.9, "co2", pick(g, "5", "11.999"))
		put(1, "o2", pick(g, "20.95", "3.001"))
		put(0.95, "setPoint", "4")
		return fields
	}
	temperature := fmt.Sprintf("4.%d", g.IntN(1000))
	switch mood {
	case "warm":
		temperature = pick(g, "6.0", "7.25", "5.5", "15", "25.001")
	case "edge":
		temperature = pick(g, "5", "5.0", "5.001", "5.0004", "5.0005", "4.9995", "4.9994999", "-1", "-1.0005", "-1.0004", "6", "6.001", "2.5", "2.499")
	case "cold":
		temperature = pick(g, "-1.001", "-3", "-18.0005", "0.0004")
	case "wild":
		temperature = pick(g, "393", "80", "80.0004", "80.0005", "-80.001", "1e300", "-80", "4", "1e-400")
	}
	put(0.95, "temperature", temperature)
	if g.chance(0.7) || len(fields) == 0 {
		put(0.6, "humidity", pick(g, "40", "40.0005", "85", "85.0005", "85.0015", "49.999", "50", "90", "100.0004", "-0.0004", "-0.0005"))
		put(0.6, "co2", pick(g, "5", "11.999", "11.9995", "12", "13", "110.7", "0"))
		put(0.6, "o2", pick(g, "21", "3", "3.0004", "3.001", "2.4995", "2.5", "1", "100.001"))
	}
	if len(fields) == 0 {
		put(1, "o2", "20.9")
	}
	put(0.8, "setPoint", pick(g, "4", "4", "4", "3", "3.0004", "2.999", "100", "5"))
	put(0.3, "power", pick(g, "2.62176459", "1000", "1000.001", "-3"))
	put(0.15, "door", pick(g, "true", "false"))
	put(0.3, "defrost", pick(g, "true", "false", "false"))
	if g.chance(0.2) {
		put(1, "latitude", pick(g, "37.8226902168957", "-90", "90.001"))
		put(0.9, "longitude", pick(g, "-122.324895", "180", "-180.0005"))
	}
	return fields
}

// addStreamTimes makes each partition that is not silent have a reading exactly at its cut, of a container
// that is on no order or on any.
func (g *gen) addStreamTimes() {
	for p, cut := range g.cut {
		if p == g.silent {
			continue
		}
		candidates := g.containers
		for i := range 40 {
			candidates = append(candidates[:len(candidates):len(candidates)], fmt.Sprintf("filler-%d", i))
		}
		for _, c := range candidates {
			if int(oracle.PartitionOf(c, oracle.MetricsPartitions)) == p {
				g.add(draft{topic: topicMetrics, kind: "ContainerMetric", id: c, time: cut, timestamp: cut, fields: g.values("good")})
				break
			}
		}
	}
}

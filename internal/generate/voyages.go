package generate

import "slices"

// plannedVoyage is when a voyage is meant to take place.
type plannedVoyage struct{ start, end int64 }

// chain is voyages that follow one another: the first, and how many. It is directed at the stream
// time of a partition.
type chain struct{ first, voyages, partition int }

// planVoyages makes chains of voyages, with time on the quay between them or none. Stream times
// meet them in every way: long before, exactly at a start, an end and the end of the settling, 1 ms
// beside them, on the quay, and after all readings.
func (g *gen) planVoyages(orders int) {
	for len(g.voyages) < orders*2/3+3 {
		c := chain{len(g.voyages), pick(g, 1, 1, 1, 2, 2, 3), g.IntN(len(g.cut))}
		start := genesis + g.in(4*24*6, 15*24*6)*10*minute
		var list []plannedVoyage
		for range c.voyages {
			v := plannedVoyage{start, start + pick(g, 2*hour, 6*hour, 8*hour, 12*hour, day, 2*day)}
			list = append(list, v)
			start = v.end + pick(g, 0, 1, 30*minute, 2*hour, 6*hour, 12*hour, -hour, v.start-v.end)
		}
		shift := int64(0)
		cut, last := g.cut[c.partition], list[len(list)-1]
		switch g.IntN(9) {
		case 0:
			shift = g.beside(cut-list[0].start) + pick(g, 0, 0, 0, 2*day)
		case 1:
			shift = g.beside(cut - last.end)
		case 2:
			shift = g.beside(cut - last.end - pick(g, g.settles...))
		case 3:
			shift = cut - (list[0].start+last.end)/2/minute*minute
		case 4, 5:
			shift = g.beside(cut - pick(g, list[0].end, last.start))
		}
		for _, v := range list {
			g.voyages = append(g.voyages, plannedVoyage{v.start + shift, v.end + shift})
		}
		g.chains = append(g.chains, c)
	}
}

// addVoyage makes the events of one voyage.
func (g *gen) addVoyage(i int) {
	id, v := voyageName(i), g.voyages[i]
	say := func(kind string, at int64, fields ...field) {
		g.add(draft{topic: topicVoyages, kind: kind, id: id, time: at, fields: fields})
		if g.chance(0.04) {
			g.drafts = append(g.drafts, g.drafts[len(g.drafts)-1])
		}
	}
	// actual gives the event time and the fields of an event whose time is at, named in `at` or
	// not.
	actual := func(kind string, at int64, fields ...field) {
		if g.chance(0.4) {
			say(kind, at+g.in(-3, 30)*minute, append(fields, field{"at", g.timeForm(at)})...)
			return
		}
		if g.chance(0.1) {
			fields = append(fields, field{"at", pick(g, "0", "null")}) // absent
		}
		say(kind, at, fields...)
	}
	if g.chance(0.03) {
		return // nobody ever hears of it
	}
	if g.chance(0.04) {
		v.start, v.end = v.end, v.start
	}
	if g.chance(0.03) {
		v.end = v.start
	}
	g.addSchedule(v, say)
	if g.chance(0.5) {
		actual("VoyageDeparted", v.start+pick(g, 0, 0, 10*minute, hour))
	}
	if g.chance(0.1) {
		actual("VoyageDeparted", v.start+pick(g, 0, 20*minute))
	}
	if g.chance(0.4) {
		actual("VoyageArrived", v.end+pick(g, 0, 0, -hour, 1, 6*hour))
	}
	if g.chance(0.03) {
		say("VoyageCancelled", genesis+g.in(0, 20)*hour, g.reason()...)
	}
	for _, c := range g.containers {
		if !slices.Contains(g.aboard[c], i) || g.chance(0.7) {
			continue
		}
		if g.chance(0.8) {
			actual("ContainerLoaded", v.start+pick(g, -hour, 0, 30*minute),
				field{"containerID", quoted(c)})
		}
		if g.chance(0.5) {
			actual("ContainerDischarged", v.end+pick(g, hour, 0, -30*minute, 8*hour),
				field{"containerID", quoted(c)})
		}
	}
}

// addSchedule makes what is planned of a voyage, and its updates.
func (g *gen) addSchedule(v plannedVoyage, say func(kind string, at int64, fields ...field)) {
	scheduled := func(kind string, shift int64) {
		var fields []field
		for _, f := range []field{
			{"vesselID", pick(g, `"JimminyCricket"`, `"BlackBear"`, `"\b\"\u0001"`)},
			{"imo", pick(g, "9074729", `"IMO 9074729"`)}, {"from", `"CNSHA"`}, {"to", `"USOAK"`},
		} {
			if g.chance(0.6) {
				fields = append(fields, f)
			}
		}
		if g.chance(0.95) {
			fields = append(fields, field{"plannedDeparture", g.timeForm(v.start + shift)})
		}
		if g.chance(0.85) {
			fields = append(fields, field{"plannedArrival", g.timeForm(v.end + shift)})
		}
		say(kind, genesis+g.in(0, 12)*hour, fields...)
	}
	scheduled("VoyageScheduled", 0)
	for g.chance(0.25) {
		scheduled("VoyageUpdated", pick(g, 0, hour, -30*minute, 1))
	}
}

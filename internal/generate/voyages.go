package generate

import "slices"

// plannedVoyage is when a voyage is meant to take place.
type plannedVoyage struct{ start, end int64 }

// planVoyages spreads the voyages so that stream times meet their ends in every way: long before, exactly
// at the start, at the end and at the end of the settling, 1 ms beside them, and after all readings.
func (g *gen) planVoyages(orders int) {
	for range orders*2/3 + 3 {
		length := pick(g, 2*hour, 6*hour, 8*hour, 12*hour, day, 2*day)
		start := genesis + g.in(5*24*6, 22*24*6)*10*minute
		cut := pick(g, g.cut[:]...)
		switch g.IntN(8) {
		case 0:
			start = cut + pick(g, 0, 0, -1, 1, 2*day)
		case 1:
			start = cut - length + pick[int64](g, 0, 0, -1, 1)
		case 2:
			start = cut - length - pick(g, g.settles...) + pick[int64](g, 0, 0, 0, -1, 1)
		case 3:
			start = cut - length/2
		}
		g.voyages = append(g.voyages, plannedVoyage{start, start + length})
	}
}

// addVoyage makes the events of one voyage.
func (g *gen) addVoyage(i int) {
	id, v := voyageName(i), g.voyages[i]
	say := func(kind string, at int64, fields ...draftField) {
		g.add(draft{topic: topicVoyages, kind: kind, id: id, time: at, fields: fields})
		if g.chance(0.04) {
			g.drafts = append(g.drafts, g.drafts[len(g.drafts)-1])
		}
	}
	// actual gives the event time and the fields of an event whose time is at, named in `at` or not.
	actual := func(kind string, at int64, fields ...draftField) {
		if g.chance(0.4) {
			say(kind, at+g.in(-3, 30)*minute, append(fields, draftField{"at", g.timeForm(at)})...)
			return
		}
		say(kind, at, fields...)
	}
	if g.chance(0.04) {
		return // nobody ever hears of it
	}
	if g.chance(0.05) {
		v.start, v.end = v.end, v.start
	}
	if g.chance(0.03) {
		v.end = v.start
	}
	scheduled := func(kind string, shift int64) {
		var fields []draftField
		for _, f := range []draftField{
			{"vesselID", pick(g, `"JimminyCricket"`, `"BlackBear"`)}, {"imo", pick(g, "9074729", `"IMO 9074729"`)},
			{"from", `"CNSHA"`}, {"to", `"USOAK"`},
		} {
			if g.chance(0.6) {
				fields = append(fields, f)
			}
		}
		if g.chance(0.9) {
			fields = append(fields, draftField{"plannedDeparture", g.timeForm(v.start + shift)})
		}
		if g.chance(0.85) {
			fields = append(fields, draftField{"plannedArrival", g.timeForm(v.end + shift)})
		}
		say(kind, genesis+g.in(0, 12)*hour, fields...)
	}
	scheduled("VoyageScheduled", 0)
	for g.chance(0.25) {
		scheduled("VoyageUpdated", pick(g, 0, hour, -30*minute, 1))
	}
	if g.chance(0.5) {
		actual("VoyageDeparted", v.start+pick(g, 0, 0, 10*minute, hour))
	}
	if g.chance(0.1) {
		actual("VoyageDeparted", v.start+pick(g, 0, 20*minute))
	}
	if g.chance(0.4) {
		actual("VoyageArrived", v.end+pick(g, 0, 0, -hour, 1))
	}
	if g.chance(0.04) {
		say("VoyageCancelled", genesis+g.in(0, 20)*hour, g.reason()...)
	}
	for _, c := range g.containers {
		if !slices.Contains(g.aboard[c], i) || g.chance(0.7) {
			continue
		}
		if g.chance(0.8) {
			actual("ContainerLoaded", v.start+pick(g, -hour, 0, 30*minute), draftField{"containerID", quoted(c)})
		}
		if g.chance(0.5) {
			actual("ContainerDischarged", v.end+pick(g, hour, 0, -30*minute), draftField{"containerID", quoted(c)})
		}
	}
}

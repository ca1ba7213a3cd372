package generate

import "fmt"

// moment gives a time at which something may happen to a shipment: beside the start or the end of
// what is meant, of a leg, of the stream time, in between, or long before or after.
func (s *shipment) moment(usual int64) int64 {
	at := usual
	switch s.IntN(10) {
	case 0, 1:
		at += pick(s.gen, 30*minute, -30*minute, 2*hour, -2*hour)
	case 2:
		at = (s.span.start + s.span.end) / 2 / minute * minute
	case 3:
		at = pick(s.gen, s.cut[:]...)
	case 4:
		at += pick(s.gen, -3*day, 3*day)
	case 5, 6:
		at = pick(s.gen, append([]int64{s.span.start, s.span.end}, s.quay...)...)
	}
	return s.beside(at)
}

// addStuffing says when goods went into containers and came out: before, after and between the
// legs.
func (s *shipment) addStuffing() {
	actual := func(kind, container string, at int64) {
		fields := []field{{"containerID", quoted(container)}}
		if s.chance(0.4) {
			s.sayAt(kind, at, fields...)
			return
		}
		s.say(kind, append(fields, field{"at", s.timeForm(at)})...)
	}
	for _, c := range s.containers {
		if s.chance(0.35) {
			at := s.moment(s.span.start)
			actual("ContainerStuffed", c, at)
			if s.chance(0.2) {
				actual("ContainerStuffed", c, s.moment(s.span.start))
			}
			end := max(s.span.end, at+pick(s.gen, 2*hour, 6*hour))
			s.spans[c] = append(s.spans[c], span{at, min(end, at+3*day)})
		}
		for s.chance(0.25) {
			actual("ContainerStripped", c, s.moment(s.span.end))
		}
	}
	if s.chance(0.05) {
		actual("ContainerStuffed", pick(s.gen, s.gen.containers...), s.span.start)
	}
}

// addStatus sets states, early and late.
func (s *shipment) addStatus() {
	for s.chance(0.3) {
		at := s.moment(pick(s.gen, s.span.start, s.span.end))
		if s.chance(0.1) {
			at = genesis + s.in(0, 23)*hour
		}
		kind := pick(s.gen, "OrderDelivered", "OrderDelivered", "OrderDelivered", "OrderCancelled",
			"OrderRejected", "OrderRejected")
		s.sayAt(kind, at, s.reason()...)
	}
}

// addStatements makes claims and decisions, some of them said again.
func (s *shipment) addStatements() {
	for s.chance(0.2) {
		fields := s.reason()
		if s.chance(0.5) {
			fields = append(fields, field{"containerID", quoted(pick(s.gen, s.gen.containers...))})
		}
		s.say("OrderSpoilt", fields...)
		s.again()
	}
	for s.chance(0.25) {
		s.say("QualityDecision", s.decision()...)
		s.again()
	}
}

func (s *shipment) again() {
	if s.chance(0.3) {
		d := s.drafts[len(s.drafts)-1]
		d.late = true
		s.drafts = append(s.drafts, d)
	}
}

// decision gives the fields of a decision. Its digest is made up: it is no answer's.
func (g *gen) decision() []field {
	fields := []field{
		{"decision", pick(g, `"released"`, `"rejected"`, `"hold"`)},
		{"by", pick(g, `"QA"`, `" "`, `"J. Müller"`)},
	}
	fields = append(fields, g.reason()...)
	if g.chance(0.4) {
		fields = append(fields, field{"reference", pick(g, `"CAPA-7"`, `""`, `"\u000b"`)})
	}
	if g.chance(0.6) {
		fields = append(fields, field{"digest", pick(g, `"no digest"`, `""`,
			quoted(fmt.Sprintf("%032x", g.IntN(1000))), `"00112233445566778899AABBCCDDEEFF"`)})
	}
	return fields
}

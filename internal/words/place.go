package words

import (
	"fmt"
	"time"
)

// place is in whose hands the container was: "at sea on V-1", "on the quay between V-1 and V-2".
func (c *Custody) place(i int) string {
	s := &c.Segments[i]
	before, behind := c.voyageOf(i, -1), c.voyageOf(i, 1)
	switch {
	case s.Kind == "leg":
		return "at sea on " + c.voyageOf(i, 0)
	case s.Kind == "handover" && before != "" && behind != "":
		return fmt.Sprintf("on the quay between %s and %s", before, behind)
	case s.Kind == "handover":
		return "on the quay"
	case s.Kind == "origin" && behind != "":
		return "before loading on " + behind
	case s.Kind == "origin":
		return "before loading"
	case s.Kind == "destination" && before != "":
		return "after discharge from " + before
	case s.Kind == "destination":
		return "after discharge"
	}
	return "in the segment " + s.Kind
}

// voyageOf is the voyage of the segment that lies so many behind the i-th; empty if it is none of
// the kind leg.
func (c *Custody) voyageOf(i, distance int) string {
	i += distance
	if i < 0 || i >= len(c.Segments) || c.Segments[i].Kind != "leg" {
		return ""
	}
	if l := c.leg(c.Segments[i].Leg); l != nil && l.VoyageID != "" {
		return l.VoyageID
	}
	return fmt.Sprintf("leg %d", c.Segments[i].Leg)
}

func (c *Custody) leg(number int64) *Leg {
	for i := range c.Legs {
		if c.Legs[i].Number == number {
			return &c.Legs[i]
		}
	}
	return nil
}

// placeAt is the place just before a time; empty if no segment is shown there.
func (c *Custody) placeAt(t time.Time) string {
	for i := range c.Segments {
		s := &c.Segments[i]
		if s.Start.Before(t) && (s.End == nil || !s.End.Before(t)) {
			return c.place(i)
		}
	}
	return ""
}

// where is the place of a stretch: "at sea on V-1", or, over several, how long it was in each.
// Without lengths (some of the stretch does not count) it says from where to where.
func (c *Custody) where(s *Stretch) string {
	var places, lengths []string
	for i := range c.Segments {
		g := &c.Segments[i]
		from, to := g.Start, s.End
		if from.Before(s.Start) {
			from = s.Start
		}
		if g.End != nil && g.End.Before(to) {
			to = *g.End
		}
		if from.Before(to) {
			places = append(places, c.place(i))
			lengths = append(lengths, Duration(to.Sub(from).Milliseconds())+" "+c.place(i))
		}
	}
	switch {
	case len(places) == 0:
		return ""
	case len(places) == 1:
		return places[0]
	case s.Ms == s.length() && len(places) <= mostPlaces:
		return list(lengths)
	}
	return "from " + places[0] + " to " + places[len(places)-1]
}

// mostPlaces is how many places a sentence names.
const mostPlaces = 4

// shares is how a limit's time is spread over the places; empty if they are not shown, or too many.
func (c *Custody) shares(limit string) string {
	var parts []string
	var only string
	for i := range c.Segments {
		for _, s := range c.Segments[i].Limits {
			if s.ID == limit && s.Ms > 0 {
				only = c.place(i)
				parts = append(parts, Duration(s.Ms)+" "+only)
			}
		}
	}
	switch {
	case len(parts) == 1:
		return "all of it " + only
	case len(parts) > mostPlaces:
		return ""
	}
	return list(parts)
}

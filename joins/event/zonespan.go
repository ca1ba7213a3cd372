package event

import (
	"math"
	"time"
)

// zoneSpan is a stretch of time [from, to) for which a zone keeps one offset.
// All are seconds.
type zoneSpan struct {
	zone             *time.Location
	from, to, offset int64
}

// zoneReach is more than any offset of a zone, either way.
const zoneReach = 48 * 60 * 60

// Ends of time, with room for the sums that are made of them.
const (
	beginningOfTime = math.MinInt64 / 2
	endOfTime       = math.MaxInt64 / 2
)

// earliest is the first instant at which clocks in the zone show wall, the
// seconds since the epoch if they showed UTC. It is not ok if the zone skips
// that time. The span keeps the answer's stretch: times that lie well within
// the same one are answered from it.
func (s *zoneSpan) earliest(zone *time.Location, wall int64) (unix int64, ok bool) {
	if s.zone == zone {
		if unix = wall - s.offset; unix >= s.from+zoneReach && unix < s.to {
			return unix, true
		}
	}
	for at := wall - zoneReach; at <= wall+zoneReach; at = s.to {
		s.find(zone, at)
		if unix = wall - s.offset; unix >= s.from && unix < s.to {
			return unix, true
		}
	}
	return 0, false
}

// find makes s the stretch of the zone that holds the instant at.
func (s *zoneSpan) find(zone *time.Location, at int64) {
	t := time.Unix(at, 0).In(zone)
	_, offset := t.Zone()
	*s = zoneSpan{zone: zone, from: beginningOfTime, to: endOfTime, offset: int64(offset)}
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		s.from = start.Unix()
	}
	if !end.IsZero() {
		s.to = end.Unix()
	}
	s.to = max(s.to, at+1) // so that a search always moves on
}

package words

import (
	"testing"
	"time"
)

// sailing is a custody from 00:00 on: before loading until 2, V-1 until 6, on the quay until 8, V-2
// until 12, after discharge.
func sailing() *Custody {
	end := func(h int) *time.Time { t := at(h); return &t }
	return &Custody{
		Legs: []Leg{{Number: 1, VoyageID: "V-1"}, {Number: 2, VoyageID: "V-2"}},
		Segments: []Segment{
			{Kind: "origin", Start: at(0), End: end(2)},
			{Kind: "leg", Leg: 1, Start: at(2), End: end(6)},
			{Kind: "handover", Start: at(6), End: end(8)},
			{Kind: "leg", Leg: 2, Start: at(8), End: end(12)},
			{Kind: "destination", Start: at(12)},
		},
	}
}

func TestWhere(t *testing.T) {
	const hour = 3_600_000
	for _, c := range []struct {
		from, to int
		ms       int64
		want     string
	}{
		{0, 1, hour, "before loading on V-1"},
		{2, 6, 4 * hour, "at sea on V-1"},
		{6, 7, hour, "on the quay between V-1 and V-2"},
		{13, 20, 7 * hour, "after discharge from V-2"},
		{5, 9, 4 * hour, "1 h at sea on V-1, 2 h on the quay between V-1 and V-2 and " +
			"1 h at sea on V-2"},
		{5, 9, 3 * hour, "from at sea on V-1 to at sea on V-2"}, // an hour does not count
		{0, 13, 13 * hour, "from before loading on V-1 to after discharge from V-2"},
	} {
		if got := sailing().where(&Stretch{at(c.from), at(c.to), c.ms}); got != c.want {
			t.Errorf("from %d to %d: %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if got := (&Custody{}).where(&Stretch{at(0), at(1), hour}); got != "" {
		t.Errorf("without segments it was %q", got)
	}
}

func TestPlaceAtIsJustBefore(t *testing.T) {
	for hour, want := range map[int]string{
		2: "before loading on V-1", 3: "at sea on V-1", 12: "at sea on V-2",
		13: "after discharge from V-2", 0: "",
	} {
		if got := sailing().placeAt(at(hour)); got != want {
			t.Errorf("at %d: %q, want %q", hour, got, want)
		}
	}
}

func TestPlacesWithoutNeighbours(t *testing.T) {
	for kind, want := range map[string]string{
		"origin": "before loading", "destination": "after discharge", "handover": "on the quay",
		"leg": "at sea on leg 7", "orbit": "in the segment orbit",
	} {
		c := Custody{Segments: []Segment{{Kind: kind, Leg: 7, Start: at(0)}}}
		if got := c.place(0); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

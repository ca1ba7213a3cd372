package event

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"
)

func loadZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestLocalTime(t *testing.T) {
	f := func(zone, text, want string) {
		t.Helper()
		d := Decoder{Zone: loadZone(t, zone)}
		ms, given, ok := readInstant(&d, `"`+text+`"`)
		got := "error"
		if ok && given {
			got = time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.999Z")
		}
		if got != want {
			t.Errorf("%s in %s: got %s, want %s", text, zone, got, want)
		}
	}
	f("UTC", "2026-03-05 12:00:00", "2026-03-05T12:00:00Z")
	f("Europe/Berlin", "2026-01-05 12:00:00.25", "2026-01-05T11:00:00.25Z")
	f("Europe/Berlin", "2026-07-05 12:00:00", "2026-07-05T10:00:00Z")
	f("Europe/Berlin", "2026-03-29 01:59:59.999", "2026-03-29T00:59:59.999Z")
	f("Europe/Berlin", "2026-03-29 02:00:00", "error") // skipped
	f("Europe/Berlin", "2026-03-29 02:59:59.999", "error")
	f("Europe/Berlin", "2026-03-29 03:00:00", "2026-03-29T01:00:00Z")
	f("Europe/Berlin", "2026-10-25 01:59:59", "2026-10-24T23:59:59Z")
	f("Europe/Berlin", "2026-10-25 02:00:00", "2026-10-25T00:00:00Z") // ambiguous
	f("Europe/Berlin", "2026-10-25 02:59:59.999", "2026-10-25T00:59:59.999Z")
	f("Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25T02:00:00Z")
	f("Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T14:45:00Z") // half an hour twice
	f("Australia/Lord_Howe", "2026-10-04 02:15:00", "error")
	f("Pacific/Apia", "2011-12-30 12:00:00", "error") // a day that Samoa skipped
	f("Pacific/Apia", "2011-12-31 00:00:00", "2011-12-30T10:00:00Z")
	f("America/New_York", "1969-12-31 23:59:59.5", "1970-01-01T04:59:59.5Z")
	f("Asia/Shanghai", "0001-01-01 00:00:00", "error") // in UTC the year before
	f("America/New_York", "9999-12-31 23:00:00", "error")
	f("America/New_York", "9999-06-30 23:00:00", "9999-07-01T03:00:00Z")

	f("Europe/Berlin", "2026-03-29T02:30:00Z", "2026-03-29T02:30:00Z") // the zone is not for these
	f("Europe/Berlin", "2026-03-29 T02:30 Z", "2026-03-29T02:30:00Z")
}

// Compared with a search of all instants around, in any order of times.
func TestEarliestAgainstSearch(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for _, name := range []string{
		"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
		"America/St_Johns",
	} {
		zone := loadZone(t, name)
		var span zoneSpan
		for range 60 {
			// Within two days of a change of the clocks, to the half hour.
			_, change := time.Unix(rnd.Int64N(2_000_000_000), 0).In(zone).ZoneBounds()
			if change.IsZero() {
				continue
			}
			wall := change.Unix()/1800*1800 + (rnd.Int64N(192)-96)*1800
			want, found := int64(0), false
			for unix := wall - 16*3600; unix <= wall+16*3600 && !found; unix += 900 {
				_, offset := time.Unix(unix, 0).In(zone).Zone()
				want, found = unix, unix+int64(offset) == wall
			}
			if unix, ok := span.earliest(zone, wall); ok != found || ok && unix != want {
				t.Fatalf("%s, %s: got %d, %v, want %d, %v",
					name, time.Unix(wall, 0).UTC(), unix, ok, want, found)
			}
		}
	}
}

func TestEarliestFollowsTheZone(t *testing.T) {
	var span zoneSpan
	wall := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).Unix()
	berlin, _ := span.earliest(loadZone(t, "Europe/Berlin"), wall)
	tokyo, _ := span.earliest(loadZone(t, "Asia/Tokyo"), wall)
	if berlin != wall-2*3600 || tokyo != wall-9*3600 {
		t.Errorf("got %d and %d for %d", berlin, tokyo, wall)
	}
}

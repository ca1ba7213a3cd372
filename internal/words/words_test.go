package words

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	for ms, want := range map[int64]string{
		0: "0 ms", 999: "999 ms", 1000: "1 s", 60_000: "1 min", 5_400_000: "1 h 30 min",
		1_800_001: "30 min 1 ms", 90_061_001: "1 d 1 h 1 min", 86_400_000: "1 d",
		3_600_000 * 47: "1 d 23 h",
	} {
		if got := Duration(ms); got != want {
			t.Errorf("%d ms: %q, want %q", ms, got, want)
		}
	}
}

func TestPercentIsCut(t *testing.T) {
	for share, want := range map[float64]string{
		1: "100 %", 0.999999: "99.99 %", 0.95: "95 %", 0.111111: "11.11 %", 0: "0 %",
	} {
		if got := percent(share); got != want {
			t.Errorf("%v: %q, want %q", share, got, want)
		}
	}
}

func at(h int) time.Time { return time.Date(2026, 3, 5, h, 0, 0, 0, time.UTC) }

func TestTimelineShowsTheShortest(t *testing.T) {
	end, through, whole := at(20), at(15), 1.0
	c := Custody{
		Window: &Window{Start: at(0), End: &end}, Through: &through, Coverage: &whole,
		Gaps: []Stretch{{Start: at(4), End: at(6)}}, GapCount: 1, ExcursionCount: 1,
		Excursions: []Excursion{{Stretch: Stretch{Start: at(8), End: at(8).Add(time.Second)}}},
	}
	if got, want := c.Timeline(10), "==.="+"!"+"===  "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.ExcursionCount = 2
	if got := c.Timeline(10); got != "" {
		t.Errorf("with an excursion that is not listed it is drawn as %q", got)
	}
	if got := (&Custody{}).Timeline(10); got != "" {
		t.Errorf("a custody without a window is drawn as %q", got)
	}
}

func TestColour(t *testing.T) {
	p := &Projection{OrderID: "O-1", Verdict: "violated", Phase: "final"}
	var b bytes.Buffer
	if err := (Screen{Colour: true}).Write(&b, p); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[1;31mVIOLATED\x1b[0m") {
		t.Errorf("%q", b.String())
	}
}

func TestParseRefuses(t *testing.T) {
	for raw, want := range map[string]string{
		"": "JSON", "{": "JSON", `{"schema":2}`: "names no order", `{"orderID":1}`: "orderID",
		`{"orderID":"O-1"}`:            "schema 0, this program reads 2",
		`{"schema":3,"orderID":"O-1"}`: "schema 3",
	} {
		if _, err := Parse([]byte(raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", raw, err, want)
		}
	}
}

func TestThroughIsTheEarliest(t *testing.T) {
	early, late := at(3), at(9)
	p := Projection{Containers: []Custody{{Through: &late}, {}, {Through: &early}}}
	if got := p.Through(); got == nil || !got.Equal(early) {
		t.Errorf("%v, want %v", got, early)
	}
	if got := (&Projection{Containers: []Custody{{}}}).Through(); got != nil {
		t.Errorf("%v of a custody without one", got)
	}
}

package words

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestScreens lays out each testdata/*.json and compares it with the .txt beside it.
func TestScreens(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d projections in testdata (%v)", len(files), err)
	}
	verdicts, phases := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, err := Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			verdicts[p.Verdict], phases[p.Phase] = true, true
			var b bytes.Buffer
			if err := (Screen{}).Write(&b, p); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 100 && !strings.HasPrefix(line, "Container ") {
					t.Errorf("line is too long: %s", line)
				}
			}
			if n := strings.Count(b.String(), "\n"); n > 45 {
				t.Errorf("%d lines do not fit a screen", n)
			}
			golden := strings.TrimSuffix(file, ".json") + ".txt"
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, b.Bytes()) {
				t.Errorf("got\n%s\nwant\n%s", b.Bytes(), want)
			}
		})
	}
	for _, v := range []string{"violated", "undetermined", "pending", "respected", "not_applicable"} {
		if !verdicts[v] {
			t.Errorf("no projection with verdict %s in testdata", v)
		}
	}
	for _, v := range []string{"awaiting_container", "awaiting_voyage", "awaiting_departure", "in_transit", "arrived", "final"} {
		if !phases[v] {
			t.Errorf("no projection in phase %s in testdata", v)
		}
	}
}

func TestDuration(t *testing.T) {
	for ms, want := range map[int64]string{
		0: "0 ms", 999: "999 ms", 1000: "1 s", 60_000: "1 min", 5_400_000: "1 h 30 min", 1_800_001: "30 min 1 ms",
		90_061_001: "1 d 1 h 1 min", 86_400_000: "1 d", 3_600_000 * 47: "1 d 23 h",
	} {
		if got := Duration(ms); got != want {
			t.Errorf("%d ms: %q, want %q", ms, got, want)
		}
	}
}

func TestPercentIsCut(t *testing.T) {
	for share, want := range map[float64]string{1: "100 %", 0.999999: "99.99 %", 0.95: "95 %", 0.111111: "11.11 %", 0: "0 %"} {
		if got := percent(share); got != want {
			t.Errorf("%v: %q, want %q", share, got, want)
		}
	}
}

func TestTimelineShowsTheShortest(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 3, 5, h, 0, 0, 0, time.UTC) }
	end, through := at(20), at(15)
	l := Leg{
		Window:     &Window{Start: at(0), End: &end},
		Through:    &through,
		Gaps:       []Stretch{{Start: at(4), End: at(6)}},
		Excursions: []Excursion{{Stretch: Stretch{Start: at(8), End: at(8).Add(time.Second)}}},
	}
	if got, want := l.Timeline(10), "==.="+"!"+"===  "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (&Leg{}).Timeline(10); got != "" {
		t.Errorf("a leg without a window is drawn as %q", got)
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
	for _, raw := range []string{"", "{", "{}", `{"orderID":1}`} {
		if _, err := Parse([]byte(raw)); err == nil {
			t.Errorf("%q was taken for an answer", raw)
		}
	}
}

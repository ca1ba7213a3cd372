package joins

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const minute = 60_000

// reading is one at a minute, in whole degrees.
func readingAt(minutes, degrees int64) held {
	h := held{Reading: Reading{Time: minutes * minute}}
	h.set(Temperature, degrees*1000)
	return h
}

func ruleOf(t testing.TB, text string) *Rule {
	t.Helper()
	r, err := ParseRule([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// judgeAll judges readings, of which the last is kept apart as a container keeps it.
func judgeAll(w Window, r *Rule, readings []held, stream int64) judgement {
	f := newFold(w, r)
	for i := range readings {
		if h := &readings[i]; i < len(readings)-1 && h.Time < w.End && h.Time >= w.Start-r.MaxGap {
			f.push(w, r, h)
		}
	}
	var tail *held
	if n := len(readings); n > 0 && readings[n-1].Time >= w.Start-r.MaxGap {
		tail = &readings[n-1]
	}
	return judge(w, r, &f, tail, stream)
}

// told is a judgement in a line: in minutes, where not said otherwise.
func told(j *judgement, r *Rule) string {
	s := fmt.Sprint(j.phase, " ", j.verdict, " ", strings.Join(j.reasons, ","))
	g := j.figures
	if g == nil {
		return s
	}
	s += fmt.Sprintf(" | %d/%d", g.observed/minute, g.judged/minute)
	for _, x := range g.gaps {
		s += fmt.Sprintf(" gap %d-%d", x.start/minute, x.end/minute)
	}
	for _, e := range g.excursions {
		s += fmt.Sprintf(" %s %d-%d worst %d", r.Limits[e.limit].ID, e.start/minute, e.end/minute, e.worst)
		if e.open {
			s += " open"
		}
	}
	return s
}

func TestJudge(t *testing.T) {
	const rule = `{"id":"r","maxGap":"10m","settle":"30m","minCoverage":0.9,"maxBlind":"5m","limits":[{"id":"warm","metric":"temperature","above":5,"single":"10m","cumulative":"15m"}]}`
	window := Window{100 * minute, 200 * minute, Departed, Arrived}
	open := Window{100 * minute, openEnd, Departed, OpenEnd}
	every := func(step, from, to, degrees int64) (list []held) {
		for m := from; m < to; m += step {
			list = append(list, readingAt(m, degrees))
		}
		return list
	}
	f := func(name string, w Window, readings []held, stream int64, want string) {
		t.Helper()
		r := ruleOf(t, rule)
		j := judgeAll(w, r, readings, stream)
		if got := told(&j, r); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	calm := every(10, 100, 210, 4)
	f("no window", Window{}, calm, 210*minute, "awaiting_voyage pending ")
	f("window without length", Window{5, 5, Loaded, Arrived}, calm, 210*minute, "in_transit undetermined window_invalid")
	f("before the first reading of the partition", window, nil, noTime, "awaiting_departure pending ")
	f("at the start", window, nil, 100*minute, "awaiting_departure pending ")
	f("a moment behind the start", open, every(10, 90, 101, 4), 100*minute+1, "in_transit respected  | 0/0")
	f("on the way", window, every(10, 100, 160, 4), 150*minute, "in_transit respected  | 50/50")
	f("at the end", window, calm, 200*minute, "arrived respected  | 100/100")
	f("settled", window, calm, 230*minute, "final respected  | 100/100")
	f("not quite settled", window, calm, 230*minute-1, "arrived respected  | 100/100")
	f("silence", window, nil, 200*minute, "arrived undetermined no_readings,coverage_low,blind | 0/100 gap 100-200")
	f("a reading before the start speaks into the window", window, append(every(10, 95, 96, 4), every(10, 105, 205, 4)...), 200*minute, "arrived respected  | 100/100")
	f("a reading at the end does not count", window, append(slices.Clone(calm[:10]), readingAt(200, 30)), 200*minute, "arrived respected  | 100/100")
	f("a gap as long as allowed", window, append(every(10, 100, 140, 4), every(10, 145, 200, 4)...), 200*minute, "arrived respected  | 95/100 gap 140-145")
	f("a longer one", window, append(every(10, 100, 140, 4), every(10, 146, 200, 4)...), 200*minute, "arrived undetermined blind | 94/100 gap 140-146")
	f("an excursion as long as allowed", window, slices.Concat(calm[:3], every(5, 130, 140, 6), calm[4:]), 200*minute, "arrived respected  | 100/100 warm 130-140 worst 6000")
	f("one that is longer", window, slices.Concat(calm[:3], every(5, 130, 145, 6), []held{readingAt(145, 5)}, calm[5:]), 200*minute, "arrived violated single:warm | 100/100 warm 130-145 worst 6000")
	f("several that add up", window, slices.Concat(every(8, 100, 108, 6), every(8, 108, 116, 5), every(8, 116, 124, 7), calm[3:]), 200*minute,
		"arrived violated cumulative:warm | 96/100 gap 126-130 warm 100-108 worst 6000 warm 116-126 worst 7000")
	f("an excursion ends where nothing is observed", open, []held{readingAt(100, 6), readingAt(120, 6), readingAt(121, 6)}, 121*minute,
		"in_transit undetermined coverage_low,blind | 11/21 gap 110-120 warm 100-110 worst 6000 warm 120-121 worst 6000 open")
	f("violated hides no other reason", open, []held{readingAt(100, 6), readingAt(105, 9), readingAt(109, 6), readingAt(130, 4)}, 130*minute, "in_transit violated single:warm,cumulative:warm,coverage_low,blind | 19/30 gap 119-130 warm 100-119 worst 9000")
}

// TestLimits tries one reading against one limit each.
func TestLimits(t *testing.T) {
	f := func(limit, reading string, beyond int64, want bool) {
		t.Helper()
		r := ruleOf(t, `{"id":"r","maxGap":"1h","limits":[{"id":"x",`+limit+`,"single":"0s"}]}`)
		d, ev := Decoder{}, MetricEvent{}
		rec := &Record{Key: []byte("C"), Value: []byte(`{"type":"ContainerMetric","containerID":"C","time":60000,` + reading + `}`), Timestamp: minute}
		if code := d.Metric(rec, &ev); code != "" {
			t.Fatalf("%s: %s", reading, code)
		}
		got, breaks := r.Limits[0].breaks(sampleOf(&ev.Reading, r.Limits[0].Metric))
		if breaks != want || breaks && got != beyond {
			t.Errorf("%s against %s: %v by %d, want %v by %d", reading, limit, breaks, got, want, beyond)
		}
	}
	f(`"metric":"temperature","above":5`, `"temperature":5`, 0, false)
	f(`"metric":"temperature","above":5`, `"temperature":5.001`, 1, true)
	f(`"metric":"temperature","above":5`, `"temperature":5.0004`, 0, false)
	f(`"metric":"temperature","below":-1`, `"temperature":-1`, 0, false)
	f(`"metric":"temperature","below":-1`, `"temperature":-1.0005`, 1, true)
	f(`"metric":"co2","atOrAbove":12`, `"co2":12`, 0, true)
	f(`"metric":"o2","atOrBelow":3`, `"o2":2.5`, 500, true)
	f(`"metric":"humidity","atOrBelow":3`, `"humidity":3.001`, 0, false)
	f(`"metric":"temperature","aboveSetPoint":2`, `"temperature":-15.9,"setPoint":-18`, 100, true)
	f(`"metric":"temperature","aboveSetPoint":2`, `"temperature":-16,"setPoint":-18`, 0, false)
	f(`"metric":"temperature","aboveSetPoint":2`, `"temperature":40`, 0, false)
	f(`"metric":"temperature","aboveSetPoint":2`, `"temperature":40,"setPoint":81`, 0, false)
	f(`"metric":"temperature","belowSetPoint":2`, `"temperature":2.5,"setPoint":5`, 500, true)
	f(`"metric":"temperature","above":5,"exemptDuringDefrost":true`, `"temperature":9,"defrost":true`, 0, false)
	f(`"metric":"temperature","above":5,"exemptDuringDefrost":true`, `"temperature":9,"defrost":false`, 4000, true)
	f(`"metric":"temperature","above":5,"exemptDuringDefrost":true`, `"temperature":9`, 4000, true)
}

// TestListsAreCut holds that the last gaps and excursions are listed and all are counted.
func TestListsAreCut(t *testing.T) {
	r := ruleOf(t, `{"id":"r","maxGap":"1m","limits":[{"id":"warm","metric":"temperature","above":5,"cumulative":"0s"},{"id":"hot","metric":"temperature","above":6,"cumulative":"0s"}]}`)
	var readings []held
	for i := range int64(5000) {
		readings = append(readings, readingAt(2*i, 7)) // speaks for a minute, then there is a gap of one
	}
	j := judgeAll(Window{0, openEnd, Loaded, OpenEnd}, r, readings, 10_000*minute)
	g := j.figures
	if g.gapCount != 5000 || g.excursionCount != 10_000 || g.limits[0].ms != 5000*minute || g.limits[1].count != 5000 {
		t.Errorf("%d gaps, %d excursions, %+v", g.gapCount, g.excursionCount, g.limits)
	}
	if len(g.gaps) != listed || len(g.excursions) != listed {
		t.Fatalf("%d gaps and %d excursions are listed", len(g.gaps), len(g.excursions))
	}
	if g.gaps[0].start != 8001*minute || g.gaps[listed-1].end != 10_000*minute {
		t.Errorf("listed gaps from %d to %d", g.gaps[0].start/minute, g.gaps[listed-1].end/minute)
	}
	for i, e := range g.excursions {
		if want := int64(9000+i/2*2) * minute; e.start != want || e.limit != i%2 {
			t.Fatalf("excursion %d is of limit %d at %d, want %d", i, e.limit, e.start/minute, want/minute)
		}
	}
}

package judge

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
	"coldchain/joins/series"
)

const (
	minute = 60_000
	hour   = 60 * minute
)

// ruleOf is a rule with the fields and the limits that are given as JSON.
func ruleOf(t testing.TB, fields string, limits ...string) *Rule {
	t.Helper()
	text := `{"id":"r","maxGap":"10m",` + fields + `"limits":[` + strings.Join(limits, ",") + `]}`
	r, err := rule.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return Compile(r)
}

// sensed is a reading of a sensor.
type sensed struct {
	sensor string
	series.Held
}

// readingsOf reads readings, in minutes: the temperature first if it stands alone. The sensor is
// main, or stands before the time.
//
//	100 4; 110 t=6 sp=2 defrost; return@120 9; 130 open power=0; 140 faulty
func readingsOf(t testing.TB, text string) (list []sensed) {
	t.Helper()
	for part := range strings.SplitSeq(text, ";") {
		fields := strings.Fields(part)
		if len(fields) == 0 {
			continue
		}
		x := sensed{sensor: measure.DefaultSensor}
		at := fields[0]
		if sensor, rest, named := strings.Cut(at, "@"); named {
			x.sensor, at = sensor, rest
		}
		x.Time = numberOf(t, at) * minute / 1000
		for _, f := range fields[1:] {
			name, value, _ := strings.Cut(f, "=")
			switch name {
			case "defrost":
				x.SetFlag(measure.DefrostKnown, measure.DefrostOn, true)
			case "open", "closed":
				x.SetFlag(measure.DoorKnown, measure.DoorOpen, name == "open")
			case "faulty":
				x.Set(measure.Temperature, 99_000)
			case "t", "sp", "power":
				metrics := map[string]measure.Metric{
					"t": measure.Temperature, "sp": measure.SetPoint, "power": measure.Power,
				}
				x.Set(metrics[name], numberOf(t, value))
			default:
				x.Set(measure.Temperature, numberOf(t, name))
			}
		}
		list = append(list, x)
	}
	return list
}

// numberOf reads thousandths.
func numberOf(t testing.TB, text string) int64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return int64(math.Round(v * 1000))
}

// every gives readings with the same fields, at each step from a minute on until before another.
func every(step, from, to int, fields string) string {
	var b strings.Builder
	for m := from; m < to; m += step {
		fmt.Fprintf(&b, "%d %s;", m, fields)
	}
	return b.String()
}

// caseOf is a custody with the facts of course_test.go, in minutes.
func caseOf(t testing.TB, r *Rule, facts string) *Case {
	t.Helper()
	f := factsOf(t, facts)
	for _, at := range []*int64{f.Stuffed, f.Stripped, f.Delivered} {
		if at != nil {
			*at *= minute
		}
	}
	for i := range f.Legs {
		w := &f.Legs[i].Window
		if w.Start *= minute; w.End != OpenEnd {
			w.End *= minute
		}
	}
	return &Case{Course: f.Course(), Rule: r}
}

// fold folds the readings that the case wants before a stream time, those of the rule's sensor
// first.
func fold(c *Case, readings []sensed, stream int64) Fold {
	f := NewFold(c)
	from, to := c.Wants()
	readings = slices.Clone(readings)
	slices.SortStableFunc(readings, func(a, b sensed) int {
		return cmp.Or(cmp.Compare(c.Rule.SensorIndex(a.sensor), c.Rule.SensorIndex(b.sensor)),
			cmp.Compare(a.Time, b.Time))
	})
	for i := range readings {
		x := &readings[i]
		if s := c.Rule.SensorIndex(x.sensor); s >= 0 && x.Time >= from && x.Time < min(to, stream) {
			f.Push(c, s, &x.Held)
		}
	}
	return f
}

// judgeAt judges readings at a stream time.
func judgeAt(c *Case, readings []sensed, stream int64) Judgement {
	var f Fold
	if c.Foldable() {
		f = fold(c, readings, stream)
	}
	return Judge(c, &f, new(Figures), stream)
}

// told is a judgement in a line: in minutes and degrees, and of possible excursions what differs
// from the observed ones.
func told(j *Judgement, r *Rule) string {
	s := fmt.Sprint(j.Phase, " ", j.Verdict)
	if len(j.Reasons) > 0 {
		s += " " + strings.Join(j.Reasons, ",")
	}
	g := j.Figures
	if g == nil {
		return s
	}
	inMinutes := func(ms int64) string {
		return strconv.FormatFloat(float64(ms)/minute, 'f', -1, 64)
	}
	s += fmt.Sprintf(" | %s/%s", inMinutes(g.ObservedMs), inMinutes(g.JudgedMs))
	for _, x := range g.Gaps {
		s += fmt.Sprintf(" gap %s-%s", inMinutes(x.Start), inMinutes(x.End))
	}
	for _, e := range g.Excursions {
		s += fmt.Sprintf(", %s %s-%s", r.Limits[e.Limit].ID, inMinutes(e.Start), inMinutes(e.End))
		if e.Ms() != e.Span.Ms() {
			s += fmt.Sprintf(" of %s", inMinutes(e.Ms()))
		}
		worst, at := e.Worst()
		s += fmt.Sprintf(" worst %v at %s", float64(worst)/1000, inMinutes(at))
		if e.Open {
			s += " open"
		}
	}
	for k, l := range g.Limits {
		if l.PossibleMs != l.Ms || l.LongestPossibleMs != l.LongestMs {
			s += fmt.Sprintf(", possible %s %s/%s", r.Limits[k].ID,
				inMinutes(l.LongestPossibleMs), inMinutes(l.PossibleMs))
		}
	}
	return s
}

// says holds a judgement against a line.
func says(t *testing.T, c *Case, readings string, stream int64, want string) {
	t.Helper()
	j := judgeAt(c, readingsOf(t, readings), stream)
	if got := told(&j, c.Rule); got != want {
		t.Errorf("%s:\n got %s\nwant %s", readings, got, want)
	}
}

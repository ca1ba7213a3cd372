package judge

import (
	"slices"
	"testing"
)

const warm = `{"id":"warm","metric":"temperature","above":5,"single":"10m","cumulative":"15m"}`

// What comes before anything is judged, and the phases.
func TestPhases(t *testing.T) {
	r := ruleOf(t, `"settle":"30m",`, warm)
	f := func(facts string, r *Rule, stream int64, want string) {
		t.Helper()
		says(t, caseOf(t, r, facts), every(10, 90, 210, "4"), stream, want)
	}
	const closed, open = "1: 100 departed - 200 arrived", "1: 100 departed - open"
	f("", r, 210*minute, "awaiting_voyage pending")
	f("1: none", r, 210*minute, "awaiting_voyage pending")
	f("1: 200 loaded - 100 arrived", r, 210*minute, "in_transit undetermined window_invalid")
	f("1: 200 loaded - 100 arrived; 2: none", r, 210*minute,
		"awaiting_voyage undetermined window_invalid")
	f("1: 100 loaded - 200 arrived; stripped 50", r, 0, "in_transit undetermined window_invalid")
	f("1: 100 loaded - 200 arrived; stripped 50; 2: none", r, 0,
		"awaiting_voyage undetermined window_invalid")
	f("1: 100 loaded - 200 arrived; stripped 50", nil, 0, "in_transit undetermined window_invalid")

	f(closed, r, NoTime, "awaiting_departure pending")
	f(closed, nil, NoTime, "awaiting_departure pending") // nobody asks for the rule yet
	f(closed, r, 100*minute, "awaiting_departure pending")
	f("1: 100 departed - 200 arrived; 2: 90 departed - 80 arrived", r, 100*minute,
		"awaiting_departure pending")
	f(closed, nil, 100*minute+1, "in_transit undetermined no_rule")
	f(closed, nil, 200*minute, "arrived undetermined no_rule")
	f(closed, nil, 200*minute+24*hour-1, "arrived undetermined no_rule")
	// settle is 24 h where there is none
	f(closed, nil, 200*minute+24*hour, "final undetermined no_rule")

	f(open, r, 100*minute+6, "in_transit respected | 0.0001/0.0001")
	f(open, r, 150*minute, "in_transit respected | 50/50")
	f(closed, r, 150*minute, "in_transit respected | 50/50")
	f(closed, r, 200*minute-3, "in_transit respected | 99.99995/99.99995")
	f(closed, r, 200*minute, "arrived respected | 100/100")
	f(closed, r, 230*minute-1, "arrived respected | 100/100")
	f(closed, r, 230*minute, "final respected | 100/100")
	f(open, r, 215*minute, "in_transit respected | 110/115 gap 210-215")

	// a leg whose voyage is not known: pending at best
	f(closed+"; 2: none", r, 150*minute, "awaiting_voyage pending | 50/50")
	f(closed+"; 2: none", r, 300*minute, "awaiting_voyage pending | 100/100")
	f(closed+"; 2: none", nil, 300*minute, "awaiting_voyage undetermined no_rule")
	says(t, caseOf(t, r, closed+"; 2: none"), every(10, 90, 210, "6"), 120*minute,
		"awaiting_voyage violated single:warm,cumulative:warm | 20/20, warm 100-120 worst "+
			"6 at 100 open")
	// a contradictory one: undetermined at best
	f(closed+"; 2: 90 loaded - 80 arrived", r, 150*minute,
		"in_transit undetermined window_invalid | 50/50")
	says(t, caseOf(t, r, closed+"; 2: 90 loaded - 80 arrived"), every(10, 90, 210, "6"), 120*minute,
		"in_transit violated single:warm,cumulative:warm,window_invalid | 20/20, "+
			"warm 100-120 worst 6 "+
			"at 100 open")
}

// A rule without limits counts as none.
func TestRuleWithoutLimits(t *testing.T) {
	if r := ruleOf(t, `"minCoverage":1,`); r != nil {
		t.Errorf("%+v", r)
	}
	c := caseOf(t, nil, "1: 100 departed - 200 arrived")
	if from, to := c.Wants(); from != to || c.Foldable() || c.FinalAt() != 200*minute+24*hour {
		t.Errorf("wants %d to %d, final at %d", from, to, c.FinalAt())
	}
}

// Which readings a custody wants, and when it is final.
func TestWantsAndFinalAt(t *testing.T) {
	r := ruleOf(t, `"settle":"30m",`, warm)
	f := func(facts string, from, to, final int64) {
		t.Helper()
		c := caseOf(t, r, facts)
		if a, b := c.Wants(); a != from || b != to || c.FinalAt() != final {
			t.Errorf("%s: wants %d to %d, final at %d", facts, a, b, c.FinalAt())
		}
	}
	f("", 0, 0, NoTime)
	f("1: 100 loaded - open", 90*minute, OpenEnd, NoTime)
	f("1: 100 loaded - 200 arrived", 90*minute, 200*minute, 230*minute)
	f("1: 100 loaded - 200 arrived; stripped 100", 0, 0, 100*minute) // invalid: nothing to wait for
	f("1: 100 loaded - 90 arrived", 0, 0, NoTime)
}

// What a reading speaks for, and what is unobserved.
func TestObserved(t *testing.T) {
	c := caseOf(t, ruleOf(t, `"minCoverage":0.9,"maxBlind":"5m",`, warm),
		"1: 100 departed - 200 arrived")
	f := func(readings string, stream int64, want string) {
		t.Helper()
		says(t, c, readings, stream, want)
	}
	f("", 200*minute, "arrived undetermined no_readings,coverage_low,blind | 0/100 gap 100-200")
	// 90 ends at 100
	f("90 4;"+every(10, 105, 200, "4"), 200*minute, "arrived respected | 95/100 gap 100-105")
	f(every(10, 91, 200, "4"), 200*minute, "arrived respected | 100/100")
	f("90 4", 101*minute, "in_transit undetermined no_readings,coverage_low | 0/1 gap 100-101")
	// not wanted
	f("80 4", 101*minute, "in_transit undetermined no_readings,coverage_low | 0/1 gap 100-101")
	f(every(10, 100, 200, "4")+"200 30", 205*minute, "arrived respected | 100/100")
	f(every(10, 100, 140, "4")+every(10, 145, 200, "4"), 200*minute,
		"arrived respected | 95/100 gap 140-145")
	f(every(10, 100, 140, "4")+every(10, 146, 200, "4"), 200*minute,
		"arrived undetermined blind | 94/100 gap 140-146")
	f(every(10, 100, 150, "4"), 156*minute,
		"in_transit undetermined coverage_low,blind | 50/56 gap 150-156")
	f(every(10, 100, 150, "4"), 155*minute, "in_transit respected | 50/55 gap 150-155")
	// as if it were absent
	f(every(5, 100, 140, "4")+"140 faulty;"+every(5, 145, 200, "4"), 200*minute,
		"arrived respected | 100/100")
	f(every(10, 100, 140, "4")+"145 faulty;"+every(10, 150, 200, "4"), 200*minute,
		"arrived undetermined blind | 90/100 gap 140-150")
}

// What breaks a limit, for how long, and all reasons that hold.
func TestExcursions(t *testing.T) {
	c := caseOf(t, ruleOf(t, "", warm), "1: 100 departed - 200 arrived")
	f := func(readings string, stream int64, want string) {
		t.Helper()
		says(t, c, readings, stream, want)
	}
	calm := every(10, 140, 200, "4")
	f("100 4;110 4;120 6;130 4;"+calm, 200*minute,
		"arrived respected | 100/100, warm 120-130 worst 6 at 120")
	f("100 4;110 4;119.999 6;129.999 5;"+calm, 200*minute, // a whole ms and not more
		"arrived respected | 99.999/100 gap 139.999-140, warm 119.999-129.999 worst 6 at 119.999")
	f("100 4;110 4;119.999 6;125 7;130 5;"+calm, 200*minute,
		"arrived violated single:warm | 100/100, warm 119.999-130 worst 7 at 125")
	f("100 6;108 5;116 7;124 4;130 4;"+calm, 200*minute,
		"arrived violated cumulative:warm | 100/100, warm 100-108 worst 6 at 100, "+
			"warm 116-124 worst 7 "+
			"at 116")
	// before the window
	f("91 6;100 4;110 4;120 4;130 4;"+calm, 200*minute, "arrived respected | 100/100")
	f("95 6;102 4;110 4;120 4;130 4;"+calm, 200*minute,
		"arrived respected | 100/100, warm 100-102 worst 6 at 95")
	f("100 6;105 9;109 6;130 4", 130*minute,
		"in_transit violated single:warm,cumulative:warm | 19/30 "+
			"gap 119-130, warm 100-119 worst 9 at 105, possible warm 30/30")
	f("100 4;110 8", 115*minute, "in_transit respected | 15/15, warm 110-115 worst 8 at 110 open")
	f("190 4;195 8", 200*minute,
		"arrived respected | 10/100 gap 100-190, warm 195-200 worst 8 at 195")
	// it is not open where something is unobserved behind it
	f("100 4;110 8", 121*minute, "in_transit undetermined possible:warm | 20/21 gap 120-121, "+
		"warm 110-120 worst 8 at 110, possible warm 11/11")
}

// The last gaps and excursions are listed, all are counted.
func TestListsAreCut(t *testing.T) {
	r := ruleOf(t, "",
		`{"id":"warm","metric":"temperature","above":5,"cumulative":"0s"}`,
		`{"id":"hot","metric":"temperature","above":6,"cumulative":"0s"}`)
	c := caseOf(t, r, "1: 0 loaded - open")
	var list []sensed
	for i := range int64(5000) {
		list = append(list, readingsOf(t, "0 7")...)
		list[i].Time = 20 * i * minute // speaks for 10 min, then there is a gap of as long
	}
	j := judgeAt(c, list, 100_000*minute)
	g := j.Figures
	if g.GapCount != 5000 || g.ExcursionCount != 10_000 || g.Limits[0].Ms != 50_000*minute ||
		g.Limits[1].Excursions != 5000 {
		t.Errorf("%d gaps, %d excursions, %+v", g.GapCount, g.ExcursionCount, g.Limits)
	}
	if len(g.Gaps) != Listed || len(g.Excursions) != Listed {
		t.Fatalf("%d gaps and %d excursions are listed", len(g.Gaps), len(g.Excursions))
	}
	if g.Gaps[0].Start != 80_010*minute || g.Gaps[Listed-1].End != 100_000*minute {
		t.Errorf("gaps from %d to %d", g.Gaps[0].Start/minute, g.Gaps[Listed-1].End/minute)
	}
	for i, e := range g.Excursions {
		if want := int64(90_000+i/2*20) * minute; e.Start != want || e.Limit != i%2 {
			t.Fatalf("excursion %d is of limit %d at %d, want %d", i, e.Limit, e.Start/minute,
				want/minute)
		}
	}
	// what was stored goes on as what was not
	f := fold(c, list, OpenEnd)
	again := fold(c, list[:4000], OpenEnd)
	again = stored(t, c, &again)
	for i := 4000; i < len(list); i++ {
		again.Push(c, 0, &list[i].Held)
	}
	if !slices.Equal(f.Append(nil), again.Append(nil)) {
		t.Error("a fold that was stored goes on differently")
	}
}

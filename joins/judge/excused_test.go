package judge

import "testing"

// Defrost pauses the clock: for readings that say so and, for the grace, behind them, up to the
// maximum.
func TestDefrost(t *testing.T) {
	f := func(limit, readings, want string) {
		t.Helper()
		r := ruleOf(t, "", `{"id":"x","metric":"temperature","above":5,"single":"9h",`+limit+`}`)
		says(t, caseOf(t, r, "1: 100 departed - 200 arrived"), readings, 200*minute, want)
	}
	const plain = `"exemptDuringDefrost":true`
	calm := every(10, 150, 200, "4")
	f(plain, "100 4;110 4;120 9 defrost;130 4;140 4;"+calm, "arrived respected | 100/100")
	// excused readings between breaking ones pause it, at its ends they are no part of it
	f(plain, "100 4;110 9;120 9 defrost;130 9;140 4;"+calm,
		"arrived respected | 100/100, x 110-140 of 20 worst 9 at 110")
	f(plain, "100 9 defrost;110 9;120 9;130 9 defrost;140 4;"+calm,
		"arrived respected | 100/100, x 110-130 worst 9 at 110")
	f(plain, "100 4;110 9 defrost;120 9 defrost;130 9 defrost;140 4;"+calm,
		"arrived respected | 100/100")
	f(plain, "100 9;110 4 defrost;120 9;130 4;140 4;"+calm, // within is within, also then
		"arrived respected | 100/100, x 100-110 worst 9 at 100, x 120-130 worst 9 at 120")

	const grace = plain + `,"defrostGrace":"10m"`
	f(grace, "100 9 defrost;110 9;120 9;130 4;140 4;"+calm,
		"arrived respected | 100/100, x 120-130 worst 9 at 120")
	f(plain+`,"defrostGrace":"9m59.999s"`, "100 9 defrost;110 9;120 4;130 4;140 4;"+calm,
		"arrived respected | 100/100, x 110-120 worst 9 at 110")
	f(grace, "95 4 defrost;100 9;105 9;110 4;120 4;130 4;140 4;"+calm, // begun before the window
		"arrived respected | 100/100")
	// told by the sensor's readings, whatever they measure
	f(grace, "95 power=1 defrost;100 9;110 4;120 4;130 4;140 4;"+calm,
		"arrived respected | 100/100")
	// another sensor's say nothing
	f(grace, "return@95 power=1 defrost;100 9;110 4;120 4;130 4;140 4;"+calm,
		"arrived respected | 100/100, x 100-110 worst 9 at 100")

	const most = plain + `,"defrostGrace":"10m","defrostMax":"20m"`
	f(most, "100 9 defrost;110 9;119.999 9 defrost;125 9;130 4;140 4;"+calm,
		"arrived respected | 100/100, x 125-130 worst 9 at 125")
	// it does not begin anew
	f(most, "100 9 defrost;110 9 defrost;120 9 defrost;130 9 defrost;140 4;"+calm,
		"arrived respected | 100/100, x 120-140 worst 9 at 120")
	// 125 is in no stretch
	f(most, "100 9 defrost;110 9 defrost;120 9;125 4;130 9 defrost;140 4;"+calm,
		"arrived respected | 100/100, x 120-125 worst 9 at 120")
	// a stretch ends where readings lie more than maxGap apart
	f(most, "100 9 defrost;110 9 defrost;120.001 9 defrost;130 4;140 4;"+calm,
		"arrived respected | 99.999/100 gap 120-120.001")
	f(most, "100 9 defrost;110 9 defrost;120 9 defrost;130 4;140 4;"+calm,
		"arrived respected | 100/100, x 120-130 worst 9 at 120")
	// the first only
	f(plain+`,"defrostMax":"0.001s"`, "100 9 defrost;110 9 defrost;120 4;130 4;140 4;"+calm,
		"arrived respected | 100/100, x 110-120 worst 9 at 110")
}

const pulled = `"pullDown":{"within":"40m","to":4},`

// Goods that are loaded warm: upper temperature limits count from when they were cooled.
func TestPullDown(t *testing.T) {
	const upper = `{"id":"x","metric":"temperature","above":5,"single":"9h"}`
	f := func(fields, limit, facts, readings string, stream int64, want string) {
		t.Helper()
		says(t, caseOf(t, ruleOf(t, fields, limit), facts), readings, stream, want)
	}
	g := func(readings string, stream int64, want string) {
		t.Helper()
		f(pulled, upper, "1: 100 departed - 200 arrived", readings, stream*minute, want)
	}
	calm := every(10, 150, 200, "4")
	// reached in time
	g("100 9;110 8;120 7;130 4;140 4;"+calm, 200, "arrived respected | 100/100")
	g("100 9;110 8;120 7;130 6;140 4;"+calm, 200, "arrived respected | 100/100") // the last moment
	// what is cooled must stay so
	g("100 9;110 4;120 7;130 4;140 4;"+calm, 200,
		"arrived respected | 100/100, x 120-130 worst 7 at 120")
	// before the start
	g("95 3;100 9;110 8;120 4;130 4;140 4;"+calm, 200, "arrived respected | 100/100")
	// not in time
	g("100 9;110 8;120 7;130 6;140 4.001;"+calm, 200, "arrived violated pulldown | 100/100")
	g("100 9;110 8;120 7;130 6;140 6;"+calm, 200,
		"arrived violated pulldown | 100/100, x 140-150 worst 6 at 140")
	g("100 9;110 8;120 7;130 6", 140, "in_transit respected | 40/40") // not yet
	g("100 9;110 8;120 7;130 6", 141, "in_transit violated pulldown | 40/41 gap 140-141")
	g("100 9;110 8;120 7;131 6", 141, "in_transit violated pulldown | 40/41 gap 130-131")
	g("100 9;110 8;120 7;129 6", 141,
		"in_transit undetermined pulldown_unknown | 39/41 gap 139-141")
	g("100 9;110 8;120 7;129.999 6", 141,
		"in_transit undetermined pulldown_unknown | 39.999/41 gap 139.999-141")
	g("150 4", 160, "in_transit undetermined pulldown_unknown | 10/60 gap 100-150")
	g("135 9;141 4", 145, "in_transit violated pulldown | 10/45 gap 100-135")
	// a window that ends before: then it must have been reached
	f(pulled, upper, "1: 100 departed - 120 arrived", "100 9;110 8", 119*minute,
		"in_transit respected | 19/19")
	f(pulled, upper, "1: 100 departed - 120 arrived", "100 9;110 8", 120*minute,
		"arrived violated pulldown | 20/20")
	f(pulled, upper, "1: 100 departed - 120 arrived", "100 9;109 8", 120*minute,
		"arrived undetermined pulldown_unknown | 19/20 gap 119-120")
	f(pulled, upper, "1: 100 departed - 120 arrived", "100 9;110 4", 120*minute,
		"arrived respected | 20/20")
	// limits that it does not excuse, and one that it does
	const cold = "100 9 sp=0;110 9 sp=0"
	one := func(limit, want string) {
		t.Helper()
		f(pulled, `{"id":"x","metric":`+limit+`,"single":"9h"}`,
			"1: 100 departed - 200 arrived", cold,
			120*minute, "in_transit respected | 20/20"+want)
	}
	one(`"temperature","atOrAbove":5`, "")
	one(`"temperature","aboveSetPoint":5`, "")
	one(`"temperature","below":10`, ", x 100-120 worst 9 at 100 open")
	one(`"temperature","atOrBelow":10`, ", x 100-120 worst 9 at 100 open")
	one(`"setPoint","atOrAbove":0`, ", x 100-120 worst 0 at 100 open")
}

// Pull-down ends for limits on other sensors, too, when the rule's sensor says so, in whatever
// order the readings of the sensors come.
func TestPullDownAcrossSensors(t *testing.T) {
	r := ruleOf(t, pulled,
		`{"id":"x","metric":"temperature","sensor":"return","above":5,"single":"9h"}`)
	c := caseOf(t, r, "1: 100 departed - 200 arrived")
	const readings = "100 9;110 9;115 4;124 4;134 4;" +
		"return@100 9;return@110 9;return@115 9;return@120 9;return@130 4"
	const want = "in_transit respected | 40/40, x 115-130 worst 9 at 115"
	says(t, c, readings, 140*minute, want)

	list := readingsOf(t, readings)
	push := func(order ...int) (f Fold, changes []bool) {
		f = NewFold(c)
		for _, i := range order {
			changes = append(changes, f.Push(c, r.SensorIndex(list[i].sensor), &list[i].Held))
		}
		return f, changes
	}
	rewound := func(changes []bool) (n int) {
		for _, x := range changes {
			if x {
				n++
			}
		}
		return n
	}
	f, changes := push(0, 5, 1, 6, 2, 7, 8, 3, 4, 9) // by time, the rule's sensor first
	if j := Judge(c, &f, new(Figures), 140*minute); told(&j, r) != want || rewound(changes) != 0 {
		t.Errorf("%s after %v", told(&j, r), changes)
	}
	if _, changes = push(0, 5, 1, 6, 7, 2); !changes[5] { // of the same instant
		t.Errorf("pushed after one of the same instant: %v", changes)
	}
	if _, changes = push(0, 1, 5, 6, 7, 8, 9, 2, 3, 4); !changes[7] ||
		rewound(changes) != 1 {
		t.Errorf("pushed last: %v", changes)
	}
	if _, changes = push(0, 1, 5, 6, 2, 3, 4, 7, 8, 9); rewound(changes) != 0 {
		t.Errorf("nothing lies behind it: %v", changes)
	}
}

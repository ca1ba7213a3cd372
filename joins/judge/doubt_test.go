package judge

import (
	"strings"
	"testing"
)

// A sensor that repeats itself proves nothing.
func TestStuck(t *testing.T) {
	r := ruleOf(t, `"stuckAfter":"30m",`, warm)
	f := func(readings string, stream int64, want string) {
		t.Helper()
		says(t, caseOf(t, r, "1: 100 departed - 200 arrived"), readings, stream*minute, want)
	}
	const calm = "140 3;150 2;160 3;170 2;180 3;190 2"
	f("100 4;110 4;120 4;130 4;"+calm, 200, "arrived respected | 100/100")
	f("100 4;110 4;120 4;130 4;130.001 4;"+calm, 200, "arrived undetermined stuck | 100/100")
	f("100 4;110 4;120 4.001;130 4;140 4;150 4;160 3", 165, "in_transit respected | 65/65")
	f("100 4;110 4;120.001 4;130.001 4;140 4;150 3", 155, // something is unobserved between
		"in_transit respected | 54.999/55 gap 120-120.001")
	f("100 4;110 4;115 faulty;120 4;130 4;135 4", 140, "in_transit undetermined stuck | 40/40")
	f("100 4;110 4;115 power=1;120 4;130 4;135 4", 140, "in_transit undetermined stuck | 40/40")
	// in the window it is 20 min
	f("95 4;105 4;115 4;125 4;131 3", 140, "in_transit respected | 40/40")
	f("99 4;100 4;110 4;120 4;125 4;130.001 4", 140, "in_transit undetermined stuck | 40/40")
	f("100 4;110 4;120 4;130 4;136 4;140 3", 135, "in_transit respected | 35/35") // not told yet
	f("165 4;175 4;185 4;195 4;200 4", 200, "arrived respected | 35/100 gap 100-165")
	// once stuck, always stuck; and it is told beside what was violated
	f("100 4;110 4;120 4;130 4;135 4;140 6;150 6;160 4", 170,
		"in_transit violated single:warm,cumulative:warm,stuck | 70/70, warm 140-160 "+
			"worst 6 at 140")
	// a limit's other sensor may repeat itself
	r = ruleOf(t, `"stuckAfter":"30m",`, strings.Replace(warm, `"metric"`,
		`"sensor":"return","metric"`, 1))
	f("100 4;110 4;120 4;130 3;return@100 4;return@110 4;return@120 4;return@130 4;return@135 4",
		140,
		"in_transit respected | 40/40")
}

// What nobody saw can have broken a limit.
func TestPossibleExcursions(t *testing.T) {
	f := func(limit, readings string, stream int64, want string) {
		t.Helper()
		r := ruleOf(t, "", `{"id":"x","metric":"temperature",`+limit+`}`)
		says(t, caseOf(t, r, "1: 100 departed - 200 arrived"), readings, stream*minute, want)
	}
	const single = `"above":5,"single":"30m"`
	// between two readings that break it
	f(single, "100 4;105 9;125 9;130 4", 140,
		"in_transit respected | 30/40 gap 115-125, x 105-115 worst 9 at 105, x 125-130 worst "+
			"9 at 125, "+
			"possible x 25/25")
	f(single, "100 4;105 9;131 9;136 4", 140,
		"in_transit undetermined possible:x | 24/40 gap 115-131, x 105-115 worst 9 at 105, "+
			"x 131-136 worst 9 at 131, possible x 31/31")
	// before the first one, and behind the last
	f(single, "125 9;132 4", 140,
		"in_transit undetermined possible:x | 15/40 gap 100-125, x 125-132 worst 9 at 125, "+
			"possible x "+
			"32/32")
	f(single, "100 4;110 9", 140,
		"in_transit respected | 20/40 gap 120-140, x 110-120 worst 9 at 110, possible x 30/30")
	f(single, "100 4;110 9", 141,
		"in_transit undetermined possible:x | 20/41 gap 120-141, x 110-120 worst 9 at 110, "+
			"possible x "+
			"31/31")
	f(single, "100 9", 200, "arrived undetermined possible:x | 10/100 gap 110-200, "+
		"x 100-110 worst 9 "+
		"at 100, "+
		"possible x 100/100")
	// nothing is possible where no reading breaks it
	f(single, "100 4;190 4", 200, "arrived respected | 20/100 gap 110-190")
	// several add up
	f(`"above":5,"cumulative":"40m"`, "100 9;120 4;130 4;140 9;162 4", 170,
		"in_transit undetermined possible:x | 48/70 gap 110-120 gap 150-162, x 100-110 worst "+
			"9 at 100, "+
			"x 140-150 worst 9 at 140, possible x 22/42")
	f(`"above":5,"cumulative":"42m"`, "100 9;120 4;130 4;140 9;162 4", 170,
		"in_transit respected | 48/70 gap 110-120 gap 150-162, x 100-110 worst 9 at 100, "+
			"x 140-150 worst 9 at 140, possible x 22/42")
	// it is not said of a limit that was seen to be exceeded
	f(`"above":5,"single":"5m","cumulative":"20m"`, "100 4;105 9;125 9;130 4", 140,
		"in_transit violated single:x | 30/40 gap 115-125, x 105-115 worst 9 at 105, "+
			"x 125-130 worst 9 at 125, possible x 25/25")
	// a reading that does not break it ends it, also where it has no set point to compare with
	f(`"aboveSetPoint":5,"single":"30m"`, "105 9 sp=0;125 9;145 9 sp=0;150 1 sp=0", 160,
		"in_transit respected | 35/60 gap 100-105 gap 115-125 gap 135-145, x 105-115 worst "+
			"9 at 105, "+
			"x 145-150 worst 9 at 145, possible x 25/40")
}

// Excused readings are no part of what was possible, and unobserved stretches behind or before them
// neither.
func TestPossibleExcursionsAndDefrost(t *testing.T) {
	r := ruleOf(t, "", `{"id":"x","metric":"temperature","above":5,"single":"30m",`+
		`"exemptDuringDefrost":true}`)
	f := func(readings string, stream int64, want string) {
		t.Helper()
		says(t, caseOf(t, r, "1: 100 departed - 200 arrived"), readings, stream*minute, want)
	}
	f("105 9;125 9 defrost;135 9;140 4", 145,
		"in_transit respected | 30/45 gap 100-105 gap 115-125, x 105-115 worst 9 at 105, "+
			"x 135-140 worst 9 at 135, possible x 30/30")
	f("105 9;125 9 defrost;135 9;141 4", 145,
		"in_transit undetermined possible:x | 30/45 gap 100-105 gap 115-125, x 105-115 worst "+
			"9 at 105, "+
			"x 135-141 worst 9 at 135, possible x 31/31")
	f("100 9;110 9 defrost", 160,
		"in_transit respected | 20/60 gap 120-160, x 100-110 worst 9 at 100")
	f("110 9 defrost;120 9;125 4", 135,
		"in_transit respected | 25/35 gap 100-110, x 120-125 worst 9 at 120")
	f("110 9 defrost", 160, "in_transit respected | 10/60 gap 100-110 gap 120-160")
	f("100 9;110 9 defrost;120 9;130 9", 135, // open, by itself
		"in_transit respected | 35/35, x 100-135 of 25 worst 9 at 100 open")
	f("100 9;110 9;120 9 defrost", 125, // open, by the excused reading behind it
		"in_transit respected | 25/25, x 100-120 worst 9 at 100 open")
	f("100 9;110 9;120 9 defrost", 131,
		"in_transit respected | 30/31 gap 130-131, x 100-120 worst 9 at 100")
}

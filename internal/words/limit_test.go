package words

import (
	"testing"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// readCustody is a custody that is judged by a rule with these limits, which allow 1 h at a time.
func readCustody(t *testing.T, limits ...string) *Custody {
	t.Helper()
	text := `{"id":"r","maxGap":"1h","maxBlind":"6h","limits":[`
	for i, l := range limits {
		if i > 0 {
			text += ","
		}
		text += `{"single":"1h",` + l + `}`
	}
	r, err := rule.Parse([]byte(text + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	return &Custody{Rule: r}
}

func TestBounds(t *testing.T) {
	for _, c := range [][2]string{
		{`"metric":"temperature","above":5`, "temperature above 5 °C"},
		{`"metric":"temperature","below":-1.5`, "temperature below -1.5 °C"},
		{
			`"metric":"temperature","atOrAbove":30,"sensor":"return"`,
			"temperature of sensor return at or above 30 °C",
		},
		{`"metric":"temperature","atOrBelow":0`, "temperature at or below 0 °C"},
		{
			`"metric":"temperature","aboveSetPoint":2`,
			"temperature more than 2 °C above the set point",
		},
		{
			`"metric":"temperature","belowSetPoint":1`,
			"temperature more than 1 °C below the set point",
		},
		{`"metric":"setPoint","above":2`, "the set point above 2 °C"},
		{`"metric":"humidity","below":40`, "humidity below 40 %"},
		{`"metric":"co2","atOrAbove":12`, "CO2 at or above 12 %"},
		{`"metric":"o2","atOrBelow":3`, "O2 at or below 3 %"},
		{`"metric":"power","atOrBelow":0`, "the power off"},
		{`"metric":"power","below":0.5`, "the power below 0.5 kW"},
		{`"metric":"door","above":0`, "the door open"},
		{`"metric":"door","atOrAbove":1`, "the door open"},
		{`"metric":"door","below":1`, "the door closed"},
		{`"metric":"door","atOrBelow":0`, "the door closed"},
		{`"metric":"door","above":-1`, "the door above -1"},
	} {
		if got := readCustody(t, `"id":"x",`+c[0]).limit("x").title(); got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestAllowed(t *testing.T) {
	c := readCustody(t,
		`"id":"exact","metric":"co2","above":10,"cumulative":"0s"`,
		`"id":"inclusive","metric":"co2","above":10,"cumulative":"0s","inclusive":true`)
	for _, x := range []struct{ id, hour string }{
		{"exact", "at most 1 h is allowed"}, {"inclusive", "less than 1 h is allowed"},
	} {
		l := c.limit(x.id)
		if got := l.allowed(l.Single); got != x.hour {
			t.Errorf("1 h, %s: %q, want %q", x.id, got, x.hour)
		}
		if got := l.allowed(l.Cumulative); got != "no time at all is allowed" {
			t.Errorf("nothing, %s: %q", x.id, got)
		}
	}
}

func TestMetricsHaveWords(t *testing.T) {
	for _, m := range measure.Limited() {
		if w := metrics[m]; w.subject == "" || w.noun == "" {
			t.Errorf("%s has no words", m)
		}
	}
}

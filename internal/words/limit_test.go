package words

import (
	"encoding/json"
	"testing"
)

func readLimit(t *testing.T, raw string) *Limit {
	t.Helper()
	l := &Limit{ID: "x", Sensor: "main"}
	if err := json.Unmarshal([]byte(raw), l); err != nil {
		t.Fatal(err)
	}
	return l
}

func readNumber(s string) *json.Number {
	n := json.Number(s)
	return &n
}

func TestBounds(t *testing.T) {
	for _, c := range [][2]string{
		{`{"metric":"temperature","above":5}`, "temperature above 5 °C"},
		{`{"metric":"temperature","below":-1.5}`, "temperature below -1.5 °C"},
		{
			`{"metric":"temperature","atOrAbove":30,"sensor":"return"}`,
			"temperature of sensor return at or above 30 °C",
		},
		{`{"metric":"temperature","atOrBelow":0}`, "temperature at or below 0 °C"},
		{
			`{"metric":"temperature","aboveSetPoint":2}`,
			"temperature more than 2 °C above the set point",
		},
		{
			`{"metric":"temperature","belowSetPoint":1}`,
			"temperature more than 1 °C below the set point",
		},
		{`{"metric":"setPoint","above":2}`, "the set point above 2 °C"},
		{`{"metric":"humidity","below":40}`, "humidity below 40 %"},
		{`{"metric":"co2","atOrAbove":12}`, "CO2 at or above 12 %"},
		{`{"metric":"o2","atOrBelow":3}`, "O2 at or below 3 %"},
		{`{"metric":"power","atOrBelow":0}`, "the power off"},
		{`{"metric":"power","below":0.5}`, "the power below 0.5 kW"},
		{`{"metric":"door","above":0}`, "the door open"},
		{`{"metric":"door","atOrAbove":1}`, "the door open"},
		{`{"metric":"door","below":1}`, "the door closed"},
		{`{"metric":"door","atOrBelow":0}`, "the door closed"},
		{`{"metric":"door","above":-1}`, "the door above -1"},
		{`{"metric":"vibration","beyondTwice":4}`, "vibration beyond the limit x"},
	} {
		if got := readLimit(t, c[0]).title(&Rule{Sensor: "main"}); got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestAllowed(t *testing.T) {
	exact := &Limit{}
	inclusive := &Limit{Inclusive: true}
	for _, c := range []struct {
		limit  *Limit
		budget string
		ms     int64
		words  string
		over   bool
	}{
		{exact, "1h0m0s", 3_600_000, "at most 1 h is allowed", false},
		{exact, "1h0m0s", 3_600_001, "at most 1 h is allowed", true},
		{inclusive, "1h0m0s", 3_599_999, "less than 1 h is allowed", false},
		{inclusive, "1h0m0s", 3_600_000, "less than 1 h is allowed", true},
		{exact, "0s", 0, "no time at all is allowed", false},
		{exact, "0s", 1, "no time at all is allowed", true},
		{inclusive, "0s", 0, "no time at all is allowed", false},
		{inclusive, "0s", 1, "no time at all is allowed", true},
	} {
		if got := c.limit.allowed(c.budget); got != c.words {
			t.Errorf("%s: %q, want %q", c.budget, got, c.words)
		}
		if got := c.limit.exceeds(c.ms, c.budget); got != c.over {
			t.Errorf("%d ms of %s, inclusive %v: %v", c.ms, c.budget, c.limit.Inclusive, got)
		}
	}
}

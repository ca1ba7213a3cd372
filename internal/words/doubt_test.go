package words

import "testing"

// chill is a custody under a rule that needs three series; the temperature of main was observed.
func chill(t *testing.T) *Custody {
	c := readCustody(t, `"id":"stale","metric":"co2","above":10,"cumulative":"3h"`,
		`"id":"return","metric":"temperature","above":6,"sensor":"return"`)
	c.Temperature = &Temperature{Min: "2", Max: "4", MKT: "3"}
	c.Limits = []Total{{ID: "stale"}, {ID: "return"}}
	return c
}

func TestNoReadingsNamesWhatIsMissing(t *testing.T) {
	check := func(c *Custody, want string) {
		t.Helper()
		if got := c.Sentence("no_readings"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	c := chill(t)
	check(c, "There are no readings of at least one of these, which the rule needs: CO2 or "+
		"temperature of sensor return.")
	c.Limits[0].Ms = 60_000 // CO2 was above the limit, so it was observed
	check(c, "There are no readings of temperature of sensor return in the judged time; the rule "+
		"needs them.")
	c.Temperature = nil
	check(c, "There are no readings of temperature in the judged time; the rule needs them.")
}

func TestPossibleNamesTheBudget(t *testing.T) {
	c := chill(t)
	for _, x := range []struct {
		longest, all int64
		want         string
	}{
		{3_600_001, 10_800_000, "CO2 may have been above 10 % for up to 1 h 1 ms without a " +
			"break, where at most 1 h is allowed; nobody knows what was between the readings."},
		{3_600_000, 10_800_001, "CO2 may have been above 10 % for up to 3 h 1 ms in total, " +
			"where at most 3 h is allowed in total; nobody knows what was between the readings."},
	} {
		c.Limits[0].LongestPossibleMs, c.Limits[0].PossibleMs = x.longest, x.all
		if got := c.Sentence("possible:stale"); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

// TestSentencesWithoutFigures: what a projection that is too large leaves out is not made up.
func TestSentencesWithoutFigures(t *testing.T) {
	for reason, want := range map[string]string{
		"single:a":         `The limit "a" was exceeded in one stretch.`,
		"cumulative:a":     `The limit "a" was exceeded in total.`,
		"pulldown":         "The goods were not cooled down in time.",
		"mkt":              "The mean kinetic temperature was higher than allowed.",
		"no_readings":      "There are no readings of something that the rule needs.",
		"coverage_low":     "Readings cover less of the time than required.",
		"blind":            "There was a stretch without readings that is longer than allowed.",
		"pulldown_unknown": "It is not known whether the goods were cooled down in time.",
		"of_tomorrow:a":    "Reason: of_tomorrow:a.",
	} {
		if got := (&Custody{}).Sentence(reason); got != want {
			t.Errorf("%s: %q, want %q", reason, got, want)
		}
	}
}

package generate

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"coldchain/internal/oracle"
	"coldchain/joins/event"
	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// wanted is what generated logs reach, by kind.
var wanted = map[string]string{
	"code":          texts(event.Codes()),
	"event":         types(),
	"bound":         texts(rule.Bounds()),
	"broken":        texts(rule.Bounds()),
	"metric":        texts(measure.Limited()),
	"order.verdict": "not_applicable violated undetermined pending respected",
	"order.phase": "awaiting_container awaiting_voyage awaiting_departure in_transit " +
		"arrived final",
	"order.status": "open cancelled rejected delivered absent",
	"order.known":  "true false",
	"verdict":      "violated undetermined pending respected",
	"phase":        "awaiting_voyage awaiting_departure in_transit arrived final",
	"reason": "single cumulative pulldown mkt window_invalid no_readings coverage_low " +
		"blind stuck possible pulldown_unknown no_rule",
	"verdict while awaiting_voyage": "violated undetermined pending",
	"decision":                      "released rejected hold",
	"start":                         "stuffed loaded departed planned",
	"end":                           "stripped delivered discharged arrived planned open",
	"leg start":                     "loaded departed planned absent",
	"leg end":                       "discharged arrived planned open absent",
	"segment":                       "origin leg handover destination open unjudged",
	"rule": "minCoverage maxBlind stuckAfter pullDown mktMax version exemptDuringDefrost " +
		"inclusive single cumulative other_sensor",
	"excursion": "open closed began none_excused some_excused",
	"exactly":   "gap single inclusive_single cumulative possible",
	"many":      "claims decisions excursions gaps containers legs",
	"truncated": "excursions legs",
	"readings":  "duplicates conflicts faulty",
	"withdrawn": "not_applicable violated undetermined respected pending",
	"lead":      "matters",
}

// texts are the names of all values of a kind that the program has.
func texts[T any](all []T) string { return strings.Trim(fmt.Sprint(all), "[]") }

func types() (list string) {
	for _, topic := range event.Topics() {
		list += " " + texts(event.Types(topic))
	}
	return list
}

// The generator reaches every code, event, verdict, phase, status, basis, bound and kind of reason
// within some seeds.
func TestGeneratorReachesEverything(t *testing.T) {
	c := coverage{}
	for seed := uint64(0); len(c.missing()) > 0 && seed < 200; seed++ {
		rules, recs := Orders(seed, 16)
		projections, refused := mustJudge(t, rules, recs)
		for _, r := range refused {
			c.see("code", r.Code)
		}
		if seed < 10 {
			otherwise := oracle.Options{Partitions: oracle.MetricsPartitions, Lead: 24 * time.Hour}
			trusting, _, err := oracle.JudgeWith(otherwise, rules, recs)
			if err != nil {
				t.Fatal(err)
			}
			c.when(len(oracle.Diff(projections, trusting)) > 0, "lead", "matters")
		}
		for _, r := range recs {
			c.seeEvent(r)
		}
		for _, p := range projections {
			c.seeOrder(p)
		}
	}
	for _, name := range c.missing() {
		t.Errorf("never seen: %s", name)
	}
}

// coverage counts what was seen.
type coverage map[string]int

// missing is what is wanted and was not seen.
func (c coverage) missing() (list []string) {
	for kind, names := range wanted {
		for _, name := range strings.Fields(names) {
			if c[kind+" "+name] == 0 {
				list = append(list, kind+" "+name)
			}
		}
	}
	return list
}

func (c coverage) see(kind string, names ...any) {
	for _, name := range names {
		if name == nil {
			name = "absent"
		}
		c[fmt.Sprint(kind, " ", name)]++
	}
}

func (c coverage) when(seen bool, kind, name string) {
	if seen {
		c.see(kind, name)
	}
}

func (c coverage) seeEvent(r oracle.Record) {
	var e struct{ Type string }
	if r.Value != nil && json.Unmarshal([]byte(*r.Value), &e) == nil {
		c.see("event", e.Type)
	}
}

func (c coverage) seeOrder(p map[string]any) {
	for _, name := range []string{"verdict", "phase", "status", "known"} {
		c.see("order."+name, p[name])
	}
	if p["status"] == "cancelled" || p["status"] == "rejected" {
		c.see("withdrawn", p["verdict"])
	}
	containers := objects(p["containers"])
	c.when(number(p["claimCount"]) > 50, "many", "claims")
	c.when(number(p["decisionCount"]) > 50, "many", "decisions")
	c.when(len(containers) == mostContainers, "many", "containers")
	for _, d := range objects(p["decisions"]) {
		c.see("decision", d["decision"])
	}
	if p["truncated"] != nil {
		c.when(p["claims"] != nil, "truncated", "excursions")
		c.when(p["claims"] == nil, "truncated", "legs")
	}
	for _, custody := range containers {
		c.seeCustody(custody)
	}
}

func (c coverage) seeCustody(custody map[string]any) {
	c.see("verdict", custody["verdict"])
	c.see("phase", custody["phase"])
	c.when(custody["phase"] == "awaiting_voyage", "verdict while awaiting_voyage",
		custody["verdict"].(string))
	reasons, _ := custody["reasons"].([]any)
	for _, r := range reasons {
		kind, _, _ := strings.Cut(r.(string), ":")
		c.see("reason", kind)
	}
	if w, ok := custody["window"].(map[string]any); ok {
		c.see("start", w["startBasis"])
		c.see("end", w["endBasis"])
	}
	legs := objects(custody["legs"])
	c.when(len(legs) == mostLegs, "many", "legs")
	for _, l := range legs {
		c.see("leg start", l["startBasis"])
		c.see("leg end", l["endBasis"])
	}
	for _, s := range objects(custody["segments"]) {
		c.see("segment", s["kind"])
		c.when(s["end"] == nil, "segment", "open")
		c.when(s["observedMs"] == nil && custody["coverage"] != nil, "segment", "unjudged")
	}
	if rule, ok := custody["rule"].(map[string]any); ok && custody["coverage"] != nil {
		c.seeJudged(custody, rule)
	}
}

// seeJudged notes what a judged custody shows, thresholds that are met to the millisecond among it.
func (c coverage) seeJudged(custody, rule map[string]any) {
	c.see("rule", keys(rule)...)
	for name, n := range custody["readings"].(map[string]any) {
		c.when(n != json.Number("0"), "readings", name)
	}
	gaps, excursions := objects(custody["gaps"]), objects(custody["excursions"])
	c.when(number(custody["gapCount"]) > len(gaps), "many", "gaps")
	c.when(number(custody["excursionCount"]) > len(excursions), "many", "excursions")
	for _, g := range gaps {
		c.when(rule["maxBlind"] != nil && g["ms"] == ms(rule["maxBlind"]), "exactly", "gap")
	}
	totals := objects(custody["limits"])
	boundOf := map[any]string{}
	for i, l := range objects(rule["limits"]) {
		c.see("rule", keys(l)...)
		c.see("metric", l["metric"])
		c.when(l["sensor"] != rule["sensor"], "rule", "other_sensor")
		for _, bound := range strings.Fields(wanted["bound"]) {
			if l[bound] != nil {
				c.see("bound", bound)
				boundOf[l["id"]] = bound
			}
		}
		if i >= len(totals) {
			continue
		}
		single, cumulative, total := l["single"], l["cumulative"], totals[i]
		long := single != nil && single != "0s"
		exact := long && total["longestMs"] == ms(single)
		c.when(exact && l["inclusive"] == nil, "exactly", "single")
		c.when(exact && l["inclusive"] != nil, "exactly", "inclusive_single")
		c.when(long && total["longestPossibleMs"] == ms(single), "exactly", "possible")
		c.when(cumulative != nil && cumulative != "0s" && total["ms"] == ms(cumulative),
			"exactly", "cumulative")
	}
	for _, e := range excursions {
		c.see("broken", boundOf[e["limit"]])
		c.see("excursion", map[any]string{true: "open", false: "closed"}[e["open"]])
		c.when(e["began"] != nil, "excursion", "began")
		length := date(e["end"]).Sub(date(e["start"])).Milliseconds()
		c.see("excursion", map[bool]string{
			true: "none_excused", false: "some_excused"}[length == int64(number(e["ms"]))])
	}
}

func objects(v any) (out []map[string]any) {
	list, _ := v.([]any)
	for _, item := range list {
		out = append(out, item.(map[string]any))
	}
	return out
}

func keys(m map[string]any) (names []any) {
	for name := range m {
		names = append(names, name)
	}
	return names
}

func number(v any) int {
	var n int
	if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil {
		panic(err)
	}
	return n
}

func ms(duration any) json.Number {
	d, err := time.ParseDuration(duration.(string))
	if err != nil {
		panic(err)
	}
	return json.Number(fmt.Sprint(d.Milliseconds()))
}

func date(v any) time.Time {
	t, err := time.Parse(time.RFC3339Nano, v.(string))
	if err != nil {
		panic(err)
	}
	return t
}

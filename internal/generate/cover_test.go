package generate

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"coldchain/internal/oracle"
)

// The generator reaches every code, verdict, phase, status, basis and kind of reason.
func TestGeneratorReachesEverything(t *testing.T) {
	seen := map[string]int{}
	each(t, func(t *testing.T, seed uint64, _ []byte, _ []oracle.Record, _ []oracle.Refusal) {
		rules, recs := Orders(100+seed, 2*ordersEach)
		projections, refused := mustJudge(t, rules, recs)
		for _, r := range refused {
			seen["code "+r.Code]++
		}
		for _, p := range projections {
			for _, name := range []string{"verdict", "phase", "status", "known"} {
				seen[fmt.Sprint("order ", name, " ", p[name])]++
			}
			if len(p["claims"].([]any)) > 0 {
				seen["claims"]++
			}
		}
		for _, l := range legsOf(projections) {
			seen[fmt.Sprint("leg verdict ", l["verdict"])]++
			seen[fmt.Sprint("leg phase ", l["phase"])]++
			for _, r := range l["reasons"].([]any) {
				kind, _, _ := strings.Cut(r.(string), ":")
				seen["reason "+kind]++
			}
			if w, ok := l["window"].(map[string]any); ok {
				seen[fmt.Sprint("start ", w["startBasis"])]++
				seen[fmt.Sprint("end ", w["endBasis"])]++
			}
			countFigures(l, seen)
		}
	})
	for _, want := range strings.Split("code "+strings.Join(codes, "|code ")+"|"+
		"order verdict not_applicable|order verdict violated|order verdict undetermined|order verdict pending|order verdict respected|"+
		"order phase awaiting_container|order phase awaiting_voyage|order phase awaiting_departure|order phase in_transit|order phase arrived|order phase final|"+
		"order status open|order status cancelled|order status rejected|order status delivered|order known true|order known false|claims|"+
		"leg verdict violated|leg verdict undetermined|leg verdict pending|leg verdict respected|"+
		"leg phase awaiting_voyage|leg phase awaiting_departure|leg phase in_transit|leg phase arrived|leg phase final|"+
		"reason single|reason cumulative|reason mkt|reason no_readings|reason coverage_low|reason blind|reason window_invalid|reason no_rule|"+
		"start loaded|start departed|start planned|end discharged|end arrived|end planned|end open|"+
		"open excursion|closed excursion|duplicates|conflicts|faulty|exact single|exact gap", "|") {
		if seen[want] == 0 {
			t.Errorf("never seen: %s", want)
		}
	}
}

// countFigures notes what a judged leg shows, thresholds that are met to the millisecond among it.
func countFigures(leg map[string]any, seen map[string]int) {
	seen[fmt.Sprint("leg ", leg["leg"])]++
	counts, ok := leg["readings"].(map[string]any)
	if !ok {
		return
	}
	for _, name := range []string{"duplicates", "conflicts", "faulty"} {
		if counts[name] != json.Number("0") {
			seen[name]++
		}
	}
	ms := func(duration any) json.Number {
		d, _ := time.ParseDuration(duration.(string))
		return json.Number(fmt.Sprint(d.Milliseconds()))
	}
	rule := leg["rule"].(map[string]any)
	for _, g := range leg["gaps"].([]any) {
		if rule["maxBlind"] != nil && g.(map[string]any)["ms"] == ms(rule["maxBlind"]) {
			seen["exact gap"]++
		}
	}
	for i, l := range rule["limits"].([]any) {
		single := l.(map[string]any)["single"]
		if single != nil && single != "0s" && leg["limits"].([]any)[i].(map[string]any)["longestMs"] == ms(single) {
			seen["exact single"]++
		}
	}
	for _, e := range leg["excursions"].([]any) {
		seen[map[any]string{true: "open excursion", false: "closed excursion"}[e.(map[string]any)["open"]]]++
	}
}

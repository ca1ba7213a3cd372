package generate

import (
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// entry and limit make rules of names and values.
func entry(fields ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i < len(fields); i += 2 {
		m[fields[i].(string)] = fields[i+1]
	}
	return m
}

func limit(id, metric, bound string, value float64, more ...any) map[string]any {
	return entry(append([]any{"id", id, "metric", metric, bound, value}, more...)...)
}

// ruleBook makes a book whose thresholds are those that the readings play around: bounds of 5, -1
// and 12, and durations on the grid on which readings come. It also makes the rules of the orders'
// own.
func (g *gen) ruleBook(asYAML bool) []byte {
	rules := g.entries()
	g.products = []string{"unruled", "unheard-of"}
	for _, name := range []string{
		"fish", "fruit", "gas", "vaccine", "unit", "banana", "retour", "who", "stale", "wide",
	} {
		g.products = append(g.products, name, name)
	}
	book := map[string]any{"rules": rules}
	if g.chance(0.8) {
		book["version"] = g.in(1, 40)
	}
	switch g.IntN(4) {
	case 0:
		book["default"] = entry("maxGap", "2h", "limits", []any{})
	case 1, 2:
		hot := limit("hot", "temperature", "above", 6.5, "single", "1h")
		book["default"] = entry("maxGap", "2h", "limits", []any{hot})
	}
	g.settles = []int64{day, hour, 0}
	g.inline = g.ownRules()
	var text []byte
	var err error
	if asYAML {
		text, err = yaml.Marshal(book)
	} else {
		text, err = json.Marshal(book)
	}
	if err != nil {
		panic(err) // maps of texts and numbers
	}
	return text
}

// exempt adds to what a limit says how it treats defrost.
func (g *gen) exempt(more ...any) []any {
	more = append(more, "exemptDuringDefrost", true)
	if g.chance(0.8) {
		more = append(more, "defrostGrace", durationText(g.mostly(g.theme.grace, 0, hour)))
	}
	if g.chance(0.8) {
		more = append(more, "defrostMax", durationText(g.mostly(g.theme.most, 1, 2*hour)))
	}
	return more
}

func (g *gen) entries() map[string]any {
	warm := []any{"single", g.single(), "cumulative", g.total()}
	if g.chance(0.5) {
		warm = g.exempt(warm...)
	}
	var stuck any
	if g.chance(0.4) {
		stuck = durationText(g.theme.stuck)
	}
	blind := durationText(g.mostly(g.theme.blind, 0, hour, 6*hour))
	return map[string]any{
		"fish": entry("sensor", "main", "maxGap", g.maxGap(), "settle", "24h",
			"minCoverage", pick(g, 0.95, 0.5, 0.333333, 1), "stuckAfter", stuck, "limits", []any{
				limit("warm", "temperature", "above", 5, warm...),
				limit("freeze", "temperature", "below", -1, "single", "0s"),
			}),
		"fruit": entry("maxGap", g.maxGap(), "maxBlind", blind, "settle", "1h", "limits", []any{
			limit("drift", "temperature", "aboveSetPoint", 2, g.exempt("single", g.single())...),
			limit("cold", "temperature", "belowSetPoint", 1.5, "cumulative", g.total(),
				"exemptDuringDefrost", false),
			limit("hot", "temperature", "atOrAbove", 5.001, "cumulative", g.total()),
		}),
		"gas": entry("maxGap", g.maxGap(), "settle", "0s", "minCoverage", nil, "limits", []any{
			limit("stale", "co2", "atOrAbove", 12, "cumulative", g.total()),
			limit("thin", "o2", "atOrBelow", 3, "single", g.single()),
			limit("damp", "humidity", "above", 85.0005, "single", g.single(), "cumulative", "3h"),
			limit("dry", "humidity", "below", 50, "cumulative", g.total()),
		}),
		"vaccine": entry("maxGap", g.maxGap(), "minCoverage", 0.9, "maxBlind", blind,
			"mktMax", pick(g, 5.5, 8, 4.4), "limits", []any{
				limit("any", "temperature", "atOrBelow", -1, "cumulative", "2h"),
				limit("probe", "temperature", "above", 5, "sensor", "probe", "single", g.single()),
			}),
		"unit": entry("maxGap", g.maxGap(), "limits", []any{
			limit("set", "setPoint", "above", 4.5, "single", g.single(), "inclusive", true),
			limit("door", "door", "above", 0, "single", g.single()),
			limit("dark", "power", "atOrBelow", 0, "cumulative", g.total()),
			limit("shut", "door", "atOrBelow", 0, "cumulative", "200h"),
		}),
		"banana": entry("maxGap", g.maxGap(), "pullDown",
			entry("within", durationText(g.theme.within), "to", pick(g, 4, 4.0004)),
			"limits", []any{
				limit("warm", "temperature", "above", 5, "single", g.single(), "inclusive", true),
				limit("cold", "temperature", "below", 3, "single", "0s"),
				limit("drift", "temperature", "aboveSetPoint", 1, "cumulative", g.total()),
				limit("damp", "humidity", "above", 85, "cumulative", "1h"),
			}),
		"retour": entry("sensor", "return", "maxGap", g.maxGap(), "limits", []any{
			limit("warm", "temperature", "above", 5, "single", g.single()),
			limit("supply", "temperature", "above", 5, "sensor", "main", "single", g.single()),
		}),
		"who": entry("maxGap", g.maxGap(), "limits", []any{
			limit("over", "temperature", "atOrAbove", 5, "cumulative", g.total(),
				"inclusive", true),
			limit("once", "temperature", "atOrAbove", 6, "single", g.single(), "inclusive", true),
		}),
		"stale": entry("maxGap", g.maxGap(), "stuckAfter", durationText(g.theme.stuck),
			"limits", []any{
				limit("warm", "temperature", "above", 6.5, "single", "3h"),
			}),
		"wide": entry("maxGap", "1h", "limits", []any{
			limit("all", "temperature", "below", 1_000_000_000_000, "cumulative", "1000h"),
		}),
		"unruled": entry("maxGap", "1h"),
	}
}

func (g *gen) ownRules() []string {
	return []string{
		`{"id":"own","sensor":"return","maxGap":"30m","settle":"1h","minCoverage":1,"limits":[
			{"id":"w","metric":"temperature","above":5,"cumulative":"0s"}]}`,
		fmt.Sprintf(`{"id":"strict","maxGap":"1h","maxBlind":"1h","mktMax":%s,"limits":[
			{"id":"a","metric":"temperature","atOrAbove":5,"single":"30m"},
			{"id":"b","metric":"humidity","atOrBelow":40.0005,"cumulative":"1h"},
			{"id":"c","metric":"o2","below":2.5,"single":"0"}]}`,
			pick(g, "8.0", "5.0004", "44e-1")),
		`{"maxGap":"90m","limits":[{"metric":"temperature","id":"p","aboveSetPoint":0,"below":null,
			"cumulative":"45m","exemptDuringDefrost":true,"inclusive":false}],"id":"set \"point\""}`,
		fmt.Sprintf(`{"id":"all","maxGap":"%s","stuckAfter":"%s","maxBlind":"2h","mktMax":6,
			"pullDown":{"within":"2h","to":4},"minCoverage":0.5,"settle":"0","limits":[
			{"id":"w","metric":"temperature","above":5,"single":"%s","exemptDuringDefrost":true,
				"defrostGrace":"10m","defrostMax":"40m","inclusive":true},
			{"id":"r","metric":"temperature","sensor":"return","below":-1,"cumulative":"1h"},
			{"id":"d","metric":"door","atOrAbove":1,"cumulative":"30m"}]}`,
			g.maxGap(), durationText(g.theme.stuck), g.single()),
		`{"id":"off","maxGap":"1h","limits":[]}`,
		`{"id":"off too","maxGap":"1h"}`,
	}
}

package generate

import (
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// ruleBook makes a book whose thresholds are those that the readings play around: bounds of 5, -1 and 12,
// and durations on the grid on which readings come. It also fills the rules of the orders' own.
func (g *gen) ruleBook(asYAML bool) []byte {
	lim := func(id, metric, bound string, value float64, more ...any) map[string]any {
		l := map[string]any{"id": id, "metric": metric, bound: value}
		for i := 0; i < len(more); i += 2 {
			l[more[i].(string)] = more[i+1]
		}
		return l
	}
	single := func() string { return pick(g, "0s", "10m", "30m", "1h", "1800s", "3h") }
	total := func() string { return pick(g, "0", "1h", "2h", "90m", "1h0m0.001s") }
	rules := map[string]any{
		"fish": map[string]any{
			"sensor": "main", "maxGap": pick(g, "1h", "30m"), "minCoverage": pick(g, 0.95, 0.5, 0.333333, 1), "settle": "24h",
			"limits": []any{
				lim("warm", "temperature", "above", 5, "single", single(), "cumulative", total()),
				lim("freeze", "temperature", "below", -1, "single", "0s"),
			},
		},
		"fruit": map[string]any{
			"maxGap": "2h", "maxBlind": pick(g, "3h", "2h", "6h"), "settle": "1h",
			"limits": []any{
				lim("drift", "temperature", "aboveSetPoint", 2, "single", single(), "exemptDuringDefrost", true),
				lim("cold", "temperature", "belowSetPoint", 1.5, "cumulative", total(), "exemptDuringDefrost", false),
				lim("hot", "temperature", "atOrAbove", 5.001, "cumulative", total()),
			},
		},
		"gas": map[string]any{
			"maxGap": "1h30m", "settle": "0s", "minCoverage": nil,
			"limits": []any{
				lim("stale", "co2", "atOrAbove", 12, "cumulative", total()),
				lim("thin", "o2", "atOrBelow", 3, "single", single()),
				lim("damp", "humidity", "above", 85.0005, "single", single(), "cumulative", "3h"),
				lim("dry", "humidity", "below", 50, "cumulative", total()),
			},
		},
		"vaccine": map[string]any{
			"maxGap": "1h", "minCoverage": 0.9, "maxBlind": "1h", "mktMax": pick(g, 5.5, 8, 4.4),
			"limits": []any{lim("any", "temperature", "atOrBelow", -1, "cumulative", "2h")},
		},
		"retour":  map[string]any{"sensor": "return", "maxGap": "1h", "limits": []any{lim("warm", "temperature", "above", 5, "single", single())}},
		"unruled": map[string]any{"maxGap": "1h"},
	}
	g.products = []string{"fish", "fruit", "gas", "vaccine", "fish", "fruit", "gas", "vaccine", "fish", "fruit", "gas", "vaccine", "retour", "unruled", "unheard-of"}
	book := map[string]any{"rules": rules}
	if g.chance(0.8) {
		book["version"] = g.in(1, 40)
	}
	switch g.IntN(4) {
	case 0:
		book["default"] = map[string]any{"maxGap": "2h", "limits": []any{}}
	case 1, 2:
		book["default"] = map[string]any{"maxGap": "2h", "limits": []any{lim("hot", "temperature", "above", 6.5, "single", "1h")}}
	}
	g.settles = []int64{day, hour, 0}
	g.inline = []string{
		`{"id":"own","sensor":"return","maxGap":"30m","settle":"1h","minCoverage":1,"limits":[{"id":"w","metric":"temperature","above":5,"cumulative":"0s"}]}`,
		fmt.Sprintf(`{"id":"strict","maxGap":"1h","maxBlind":"1h","mktMax":%s,"limits":[{"id":"a","metric":"temperature","atOrAbove":5,"single":"30m"},`+
			`{"id":"b","metric":"humidity","atOrBelow":40.0005,"cumulative":"1h"},{"id":"c","metric":"o2","below":2.5,"single":"0"}]}`, pick(g, "8.0", "5.0004", "44e-1")),
		`{"maxGap":"90m","limits":[{"metric":"temperature","id":"p","aboveSetPoint":0,"below":null,"cumulative":"45m","exemptDuringDefrost":true}],"id":"set \"point\""}`,
		`{"id":"off","maxGap":"1h","limits":[]}`,
		`{"id":"off too","maxGap":"1h"}`,
	}
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

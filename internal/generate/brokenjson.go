package generate

import (
	"slices"
	"strings"
)

// deepest is how many objects and arrays may lie within one another.
const deepest = 1000

func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// breakJSON makes JSON text into something that is none, or an object that may not be.
func (g *gen) breakJSON(d draft, text string) string {
	rest := text[1 : len(text)-1] // the members
	switch g.IntN(3) {
	case 0:
		return pick(g, "", "null", "[]", `"text"`, "17", "{", "{"+rest, text+"x",
			text+"{}", text+",", "["+text+"]", "/* */"+text, "\ufeff"+text,
			text[:1]+"\u00a0"+text[1:],
			strings.Replace(text, `"`, "", 1), "{"+rest+",}")
	case 1:
		return "{" + rest + "," + pick(g, `"amp":01`, `"amp":.5`, `"amp":+1`,
			`"amp":NaN`, `'amp':1`, `"amp":"`+"\x01"+`"`, `"amp":"\ud83e"`,
			`"\udd22":1`, `"amp":"\ud83e\u0041"`,
			`"amp":"\x41"`, `"amp":`+nested(deepest)) + "}"
	}
	again := pick(g, slices.Concat(
		[]string{ownID[d.topic], ownID[d.topic], "containerId", "container_id"}, eventTime,
		map[string][]string{
			topicOrders: {"quantity", "leg", "voyageID", "reason", "decision", "by", "digest", "at",
				"reference", "rule", "pickupDate"},
			topicVoyages: {"shipID", "shipId", "imo", "srcPort", "destPort", "at",
				"plannedArrival"},
			topicMetrics: {"tempC", "time_door_open", "target_temperature", "kilowatts", "sensor"},
		}[d.topic])...)
	member := quoted(again) + ":"
	kinds := []string{
		"{" + rest + "," + member + "1," + member + "null}",
		`{"payload":{` + member + "1," + member + "1}," + rest + "}",
		"{" + rest + `,"payload":{},"payload":{}}`,
		`{"type":1,` + rest + "}",
	}
	if d.topic == topicOrders {
		kinds = append(kinds, `{"payload":{"rule":{"limits":[{"x":1,"x":1}]}},`+rest+"}",
			`{"payload":{"rule":{"a":1,"a":1}},`+rest+"}")
	}
	return pick(g, kinds...)
}

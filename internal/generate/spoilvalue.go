package generate

import "strings"

// badNumbers are no finite numbers, or none in an accepted form.
var badNumbers = []string{
	`"NaN"`, `"Infinity"`, `"0x10"`, `"1_000"`, `""`, `"."`, `"1e"`, `"e5"`, `" 4"`, `"4 "`, `"4,5"`, `"--4"`, `"1e999"`, "1e999", "-1e309", `"-1e309"`, `"4C"`, "true", "[4]", "{}", `"٤"`,
}

// spoilValue makes the event have a value of a wrong type or form, in a field of its type.
func (g *gen) spoilValue(d draft, o *object) {
	if g.chance(0.2) {
		o.of["payload"] = pick(g, "5", "true", "[]", `""`, `"text"`, `"()"`, `"(a, b)"`, `"`+strings.Repeat("1,", 19)+`1"`, `"(`+strings.Repeat("1,", 20)+`1)"`, `"(`+strings.Repeat("1,", 18)+`1)"`)
		return
	}
	number := pick(g, badNumbers...)
	text := pick(g, "5", "true", "[]", "{}", `["x"]`)
	switch d.kind {
	case "ContainerMetric":
		switch g.IntN(6) {
		case 0:
			o.of[pick(g, "door", "defrost")] = pick(g, "1", "0", `"true"`, "[]", "{}")
		case 1:
			delete(o.of, "door")
			o.of["time_door_open"] = pick(g, append(badNumbers, "false")...)
		case 2:
			delete(o.of, "co2")
			o.of["carbon_dioxide_level"] = number
		default:
			o.of[pick(g, "temperature", "setPoint", "humidity", "co2", "o2", "power", "latitude", "longitude")] = number
		}
	case "OrderCreated", "OrderUpdated":
		switch g.IntN(4) {
		case 0:
			o.of["quantity"] = pick(g, append(badNumbers, "1000000000001", "-1e13", `"1e13"`)...)
		case 1:
			o.of["rule"] = g.badRule()
		case 2:
			o.of[pick(g, "pickupAddress", "destinationAddress")] = pick(g, "5", "true", "[]", "[{}]")
		default:
			o.of[pick(g, "customerID", "productID", "pickupDate", "expectedDeliveryDate")] = text
		}
	case "VoyageAssigned", "VoyageUnassigned":
		o.of["leg"] = pick(g, append(badNumbers, "0", "-1", "1.5", "1000001", `"0"`, "1.0000001", "1e-3")...)
	case "VoyageScheduled", "VoyageUpdated":
		if g.chance(0.2) {
			o.of["imo"] = pick(g, "true", "[]", "{}")
		} else {
			o.of[pick(g, "vesselID", "from", "to")] = text
		}
	case "OrderCancelled", "OrderRejected", "OrderDelivered", "OrderSpoilt", "ContainerNotFound", "VoyageNotFound", "VoyageCancelled":
		o.of["reason"] = text
	default:
		o.of["payload"] = "5"
	}
}

// badRule gives a rule that an order may not carry.
func (g *gen) badRule() string {
	limit := func(s string) string { return `{"id":"own","maxGap":"1h","limits":[` + s + `]}` }
	return pick(g,
		"5", `"fish"`, "[]", "{}", `{"id":"own"}`, `{"maxGap":"1h"}`, `{"id":5,"maxGap":"1h"}`, `{"id":"own","maxGap":"0s"}`, `{"id":"own","maxGap":"-1h"}`, `{"id":"own","maxGap":"+1h"}`,
		`{"id":"own","maxGap":"1"}`, `{"id":"own","maxGap":3600}`, `{"id":"own","maxGap":"1500us"}`, `{"id":"own","maxGap":"1h","version":3}`, `{"id":"own","maxGap":"1h","maxgap":"1h"}`,
		`{"id":"own","maxGap":"1h","unheard":null}`, `{"id":"own","maxGap":"1h","minCoverage":1.1}`, `{"id":"own","maxGap":"1h","minCoverage":-0.1}`, `{"id":"own","maxGap":"1h","minCoverage":0.1234567}`,
		`{"id":"own","maxGap":"1h","minCoverage":"0.5"}`, `{"id":"own","maxGap":"1h","mktMax":"8"}`, `{"id":"own","maxGap":"1h","mktMax":1e13}`, `{"id":"own","maxGap":"1h","sensor":" main"}`,
		`{"id":"own","maxGap":"1h","sensor":1}`, `{"id":"own","maxGap":"1h","limits":{}}`, `{"id":"own","maxGap":"1h","settle":"1 h"}`, `{"id":"own","maxGap":"1h","maxBlind":true}`,
		limit("5"), limit("{}"), limit(`{"id":"a","metric":"temperature","above":5}`), limit(`{"id":"a","metric":"temperature","single":"1h"}`), limit(`{"id":"a","metric":"latitude","above":5,"single":"1h"}`),
		limit(`{"id":"a","metric":"temperature","above":5,"below":3,"single":"1h"}`), limit(`{"id":"a","metric":"temperature","above":"5","single":"1h"}`),
		limit(`{"metric":"temperature","above":5,"single":"1h"}`), limit(`{"id":"a","above":5,"single":"1h"}`), limit(`{"id":"a","metric":"co2","aboveSetPoint":5,"single":"1h"}`),
		limit(`{"id":"a","metric":"temperature","belowSetPoint":-5,"single":"1h"}`), limit(`{"id":"a","metric":"temperature","above":5,"single":"1h","exemptDuringDefrost":"yes"}`),
		limit(`{"id":"a","metric":"temperature","above":5,"single":"1h"},{"id":"a","metric":"o2","above":5,"single":"1h"}`), limit(`{"id":"a","metric":"temperature","above":5,"single":"1h","unknown":1}`),
	)
}

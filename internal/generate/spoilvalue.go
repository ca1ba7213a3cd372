package generate

import "strings"

// badNumbers are no finite numbers, or none in an accepted form.
var badNumbers = []string{
	`"NaN"`, `"Infinity"`, `"0x10"`, `"1_000"`, `""`, `"."`, `"1e"`, `"e5"`, `" 4"`,
	`"4 "`, `"4,5"`,
	`"--4"`, `"1e999"`, "1e999", "-1e309", `"-1e309"`, `"4C"`, "true", "[4]", "{}", `"٤"`,
}

// badPayloads are neither objects nor tuples of twenty fields.
var badPayloads = []string{
	"5", "true", "[]", `""`, `"text"`, `"()"`, `"(a, b)"`, `"` + strings.Repeat("1,", 19) + `1"`,
	`"(` + strings.Repeat("1,", 20) + `1)"`, `"(` + strings.Repeat("1,", 18) + `1)"`,
}

// badTexts are no texts, or are too long.
var badTexts = []string{"5", "true", "[]", "{}", `["x"]`, quoted(strings.Repeat("ä", 512) + "x")}

// spoilValue makes the event have a value of a wrong type, form or size, in a field of its type.
func (g *gen) spoilValue(d draft, o *object) {
	if g.chance(0.2) {
		o.of["payload"] = pick(g, badPayloads...)
		return
	}
	text := pick(g, badTexts...)
	switch d.kind {
	case "ContainerMetric":
		g.spoilReading(o)
	case "OrderCreated", "OrderUpdated":
		g.spoilAttribute(o)
	case "VoyageAssigned", "VoyageUnassigned":
		o.of["leg"] = pick(g, append(badNumbers, "0", "-1", "1.5", "1000001", `"0"`, "1.0000001",
			"1e-3", "1e300")...)
	case "VoyageScheduled", "VoyageUpdated":
		if g.chance(0.2) {
			o.of["imo"] = pick(g, "true", "[]", "{}", badTexts[len(badTexts)-1])
		} else {
			o.of[pick(g, "vesselID", "from", "to")] = text
		}
	case "QualityDecision":
		switch g.IntN(3) {
		case 0:
			o.of["decision"] = pick(g, "null", `"Released"`, `""`, `"accepted"`, "true")
		case 1:
			o.of["by"] = pick(g, append(badTexts, "null", `""`)...)
		default:
			o.of[pick(g, "reason", "reference", "digest")] = text
		}
	case "OrderCancelled", "OrderRejected", "OrderDelivered", "OrderSpoilt", "ContainerNotFound",
		"VoyageNotFound", "VoyageCancelled":
		o.of["reason"] = text
	default:
		o.of["payload"] = "5"
	}
}

func (g *gen) spoilReading(o *object) {
	number := pick(g, badNumbers...)
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
		o.of[pick(g, "temperature", "setPoint", "humidity", "co2", "o2", "power", "latitude",
			"longitude")] = number
	}
}

func (g *gen) spoilAttribute(o *object) {
	switch g.IntN(4) {
	case 0:
		o.of["quantity"] = pick(g, append(badNumbers, "1000000000001", "-1e13", `"1e13"`)...)
	case 1:
		o.of["rule"] = pick(g, badRules...)
	case 2:
		tooLong := pick(g, `"`+strings.Repeat("x", 4095)+`"`,
			`{"a":"`+strings.Repeat(" ", 4089)+`"}`,
			`{"a":1`+strings.Repeat(" ", 4090)+`}`)
		o.of[pick(g, "pickupAddress", "destinationAddress")] =
			pick(g, "5", "true", "[]", "[{}]", tooLong)
	default:
		o.of[pick(g, "customerID", "productID", "pickupDate", "expectedDeliveryDate")] =
			pick(g, badTexts...)
	}
}

package generate

import (
	"strings"

	"coldchain/internal/oracle"
)

// codes are the reasons to refuse a record of any size, the first that applies first.
var codes = []string{
	"null_value", "bad_json", "unknown_type", "missing_id", "bad_id", "bad_time", "time_in_future",
	"bad_value", "no_values", "key_mismatch",
}

// judgeable are the fields of which a reading has at least one.
var judgeable = []string{"temperature", "setPoint", "humidity", "co2", "o2", "power", "door"}

// addHostile adds records that must be refused, about one in fourteen, made of events that would be
// accepted and would change answers.
func (g *gen) addHostile() {
	honest := len(g.drafts)
	for i := range max(len(codes), honest/14) {
		code := pick(g, codes...)
		if i < len(codes) {
			code = codes[i]
		}
		d := g.drafts[g.IntN(honest)]
		for (code == "time_in_future" || code == "no_values") && d.topic != topicMetrics {
			d = g.drafts[g.IntN(honest)] // the readings at the cuts are always there
		}
		d.hostile = code
		if d.topic == topicMetrics && g.chance(0.7) {
			d.time += pick(g, minute, -minute, 7*day)
			d.timestamp = d.time
			d.fields = g.values("warm")
		}
		g.drafts = append(g.drafts, d)
	}
}

// spoil makes a record that is refused with the draft's code. Some have later errors as well.
func (g *gen) spoil(d draft) oracle.Record {
	own := ownID[d.topic]
	o := newObject()
	o.set("type", quoted(d.kind))
	o.set(own, quoted(d.id))
	o.set("time", quoted(timeText(d.time)))
	for _, f := range d.fields {
		o.set(f.name, f.json)
	}
	key := &d.id
	if g.chance(0.2) && d.hostile != "missing_id" && d.hostile != "bad_id" {
		other := d.id + "x"
		key = pick(g, &other, nil)
	}
	r := oracle.Record{Topic: d.topic, Timestamp: d.timestamp, Key: key}
	later := g.chance(0.2)
	switch d.hostile {
	case "null_value":
		return r
	case "bad_json":
		text := g.breakJSON(d, g.write(o))
		r.Value = &text
		return r
	case "unknown_type":
		g.spoilType(d, o)
		if later {
			o.of[own] = "17"
		}
	case "missing_id":
		g.loseID(d, o, &r)
	case "bad_id":
		g.spoilID(d, o, &r)
	case "bad_time":
		g.spoilTime(d, o)
		if later {
			o.of["payload"] = "5"
		}
	case "time_in_future":
		r.Timestamp = d.time - day - pick(g, 1, 1, hour, 20*day)
		if later {
			o.of["humidity"] = `"wet"`
		}
	case "bad_value":
		g.spoilValue(d, o)
	case "no_values":
		for _, name := range judgeable {
			delete(o.of, name)
		}
		o.set(pick(g, "Temperature", "tempc", "defrost_cycle", "setpoint", "O2",
			"nitrogen_level"), "4")
		if later {
			o.of["temperature"] = "null"
		}
	case "key_mismatch":
		other := pick(g, d.id+" ", d.id+"0", "", "somebody else")
		r.Key = pick(g, nil, &other)
	}
	text := g.write(o)
	r.Value = &text
	return r
}

func (g *gen) spoilType(d draft, o *object) {
	o.of["type"] = pick(g, `"OrderShipped"`, "null", "1", `["OrderCreated"]`, `""`, `"payload"`,
		quoted(strings.ToLower(d.kind)), quoted(d.kind+" "))
	if g.chance(0.3) {
		delete(o.of, "type")
		o.set("payload", `{"type":`+quoted(d.kind)+`}`)
	}
}

// needs holds the id that a type requires beside its own.
var needs = map[string]string{
	"ContainerAllocated": "containerID", "ContainerDeallocated": "containerID",
	"ContainerStuffed": "containerID", "ContainerStripped": "containerID",
	"VoyageAssigned": "voyageID", "VoyageUnassigned": "voyageID",
	"ContainerLoaded": "containerID", "ContainerDischarged": "containerID",
}

func (g *gen) loseID(d draft, o *object, r *oracle.Record) {
	if name, ok := needs[d.kind]; ok && g.chance(0.7) {
		delete(o.of, name)
		if g.chance(0.3) {
			o.of[name] = "null"
		}
		if g.chance(0.2) {
			o.of[ownID[d.topic]] = `""`
		}
		return
	}
	delete(o.of, ownID[d.topic])
	if g.chance(0.3) {
		o.of["time"] = "true"
	}
	r.Key = nil
}

func (g *gen) spoilID(d draft, o *object, r *oracle.Record) {
	bad := pick(g, `""`, `" C-1"`, `"C-1 "`, quoted(strings.Repeat("ä", 64)+"x"), "17", "true",
		`["C-1"]`, `{}`, `"a\nb"`, `"a\u00a0b"`, `"\u200b"`, `"\u0000"`, `"\ue000"`)
	own := ownID[d.topic]
	second, ok := needs[d.kind]
	switch {
	case d.topic == topicMetrics && g.chance(0.3):
		o.of["sensor"] = bad
	case ok && g.chance(0.5):
		o.of[second] = bad
	case d.kind == "OrderSpoilt" || d.kind == "VoyageAssigned" && g.chance(0.5):
		o.of["containerID"] = bad
	case g.chance(0.2):
		delete(o.of, own)
		key := pick(g, "", " x", "x\ty", strings.Repeat("k", 129))
		r.Key = &key
	default:
		o.of[own] = bad
		if g.chance(0.3) {
			o.of["time"] = "true"
		}
	}
}

// badTimes are no times, or none in an accepted form.
var badTimes = []string{
	`"2026-02-30T00:00:00Z"`, `"2026-03-05T24:00:00Z"`, `"2026-03-05T00:60Z"`,
	`"2026-06-30T23:59:60Z"`,
	`"2026-03-05t00:00:00Z"`, `"2026-03-05T00:00:00z"`, `"2026-03-05T00:00:00,5Z"`,
	`"2026-03-05T00:00:00.Z"`, `"2026-03-05T00:00:00"`, `"2026-03-05T00:00:00+24:00"`,
	`"2026-03-05T00:00:00+0100"`, `"2026-03-05"`, `"2026-3-5T00:00:00Z"`,
	`"2026-03-05 T00:00:00 Z"`,
	`"2026-03-05 T00:00Z"`, `"2026-03-05 00:00"`, `"2026-03-05 00:00:00Z"`, `" 1772668800"`,
	`"1772668800.0"`, `"1.7e9"`, `"0000-12-31T00:00:00Z"`, `"0001-01-01T00:00:00+00:01"`,
	`"9999-12-31T23:59:59-00:01"`, `"10000-01-01T00:00:00Z"`, "253402300800000", "1e300",
	"1e999999999999", "1772668800.5", "-99999999999", "true", "[]", "{}", `""`, `"now"`, "1e-1",
}

func (g *gen) spoilTime(d draft, o *object) {
	bad := pick(g, badTimes...)
	switch {
	case d.kind == "VoyageScheduled" || d.kind == "VoyageUpdated":
		o.of[pick(g, "time", "plannedDeparture", "plannedArrival")] = bad
	case d.topic == topicVoyages && d.kind != "VoyageCancelled",
		d.kind == "ContainerStuffed" || d.kind == "ContainerStripped":
		o.of[pick(g, "time", "at")] = bad
	case g.chance(0.2):
		delete(o.of, "time")
		o.of[pick(g, eventTime[1:]...)] = bad
	default:
		o.of["time"] = bad
	}
}

package generate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"coldchain/internal/oracle"
)

// object holds JSON by name; more holds members as text that may repeat names.
type object struct {
	of   map[string]string
	more []string
}

func newObject() *object { return &object{of: map[string]string{}} }

// set keeps what is there: a name stands once.
func (o *object) set(name, json string) {
	if _, ok := o.of[name]; !ok {
		o.of[name] = json
	}
}

// write gives the object with its members in any order, and spaces anywhere.
func (g *gen) write(o *object) string {
	members := slices.Clone(o.more)
	for _, name := range slices.Sorted(maps.Keys(o.of)) {
		shown := quoted(name)
		if g.chance(0.01) {
			shown = fmt.Sprintf(`"\u%04x%s`, name[0], shown[2:])
		}
		members = append(members, shown+pick(g, ":", ": ", ":", "\t:\n")+o.of[name])
	}
	g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return "{" + strings.Join(members, pick(g, ",", ", ", " ,\r\n")) + "}"
}

// shape makes a record of a draft, in one of all the shapes in which it may come.
func (g *gen) shape(d draft) oracle.Record {
	r := g.unpadded(d)
	if d.size > 0 {
		text := *r.Value + strings.Repeat(" ", d.size-len(*r.Value))
		r.Value = &text
	}
	return r
}

func (g *gen) unpadded(d draft) oracle.Record {
	if d.hostile != "" && d.sequence == 0 {
		return g.spoil(d)
	}
	r := oracle.Record{Topic: d.topic, Timestamp: d.timestamp, Key: &d.id}
	top, payload := newObject(), newObject()
	wrapped := g.chance(0.3)
	place := func() *object {
		if wrapped && g.chance(0.85) {
			return payload
		}
		return top
	}
	top.set("type", quoted(g.typeName(d.kind)))
	put := func(f field) { g.put(f, place, top, payload) }
	if d.topic == topicMetrics && g.chance(0.1) && !has(d.fields, "door", "defrost") {
		wrapped = false
		top.set("payload", quoted(g.tuple(d)))
		for _, f := range d.fields {
			if f.name == "sensor" {
				top.set("sensor", f.json)
			}
		}
	} else {
		if !g.chance(0.1) { // else the key says it
			put(field{ownID[d.topic], quoted(d.id)})
		}
		for _, f := range d.fields {
			put(f)
		}
		g.putTime(d, &r, place)
	}
	g.addUnknown(top, payload)
	text := g.write(top)
	r.Value = &text
	return r
}

// addUnknown adds what nobody knows, and the payload.
func (g *gen) addUnknown(top, payload *object) {
	if g.chance(0.1) {
		top.more = append(top.more, pick(g, `"version":"1"`, `"amp":46,"amp":47`,
			`"defrost_cycle":5`, `"x":{"time":1,"time":[{}],"type":null}`, `"Tproduce":-0.0e-1`))
	}
	if g.chance(0.002) {
		top.more = append(top.more, `"deep":`+nested(deepest-1))
	}
	if len(payload.of) > 0 {
		if g.chance(0.1) {
			payload.more = append(payload.more, pick(g, `"status":"pending"`,
				`"type":"x","type":"y"`, `"payload":1,"payload":{}`, `"fan_1":true`))
		}
		top.set("payload", g.write(payload))
	} else if g.chance(0.02) {
		top.set("payload", pick(g, "null", "{}"))
	}
}

func has(fields []field, names ...string) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return slices.Contains(names, f.name) })
}

func (g *gen) typeName(kind string) string {
	switch {
	case kind == "ContainerMetric" && g.chance(0.2):
		return "ReeferTelemetries"
	case kind == "OrderCancelled" && g.chance(0.3):
		return "OderCancelled"
	}
	return kind
}

// put sets a field under one of its names, sometimes beside values that must not be read.
func (g *gen) put(f field, place func() *object, top, payload *object) {
	if numeric[f.name] {
		f.json = g.numberForm(f.json)
	}
	names := namesOf(f.name)
	name := names[0]
	if len(names) > 1 && g.chance(0.25) {
		name = pick(g, names[1:]...)
		if g.chance(0.2) {
			place().set(names[0], "null") // null is absent
		}
		if name == "time_door_open" {
			f.json = map[string][]string{
				"true": {"1", `"3.5"`, "0.0001"}, "false": {"0", `"0."`, "-1"},
			}[f.json][g.IntN(3)]
		}
	}
	at := place()
	at.set(name, f.json)
	if at == payload && f.json != "null" && f.json != "0" && g.chance(0.04) {
		top.set(name, "[1]") // the payload is looked at first
	}
	if name == names[0] && len(names) > 1 && g.chance(0.04) {
		place().set(names[1], "{}") // so is the first name
	}
}

// putTime sets the event time under one of its names, or leaves it to the record.
func (g *gen) putTime(d draft, r *oracle.Record, place func() *object) {
	k := g.IntN(len(eventTime))
	if k > 0 && g.chance(0.05) {
		place().set(eventTime[k-1], "null")
	}
	if g.chance(0.06) {
		r.Timestamp = d.time
		if g.chance(0.5) {
			place().set(eventTime[k], pick(g, "0", "0", `"0"`))
		}
		return
	}
	place().set(eventTime[k], g.timeForm(d.time))
	if k < len(eventTime)-1 && g.chance(0.05) {
		place().set(eventTime[k+1], `"some time"`)
	}
}

// numberForm writes a number in other ways.
func (g *gen) numberForm(s string) string {
	if g.chance(0.15) && !strings.ContainsAny(s, "eE") {
		s += pick(g, "e0", "E+0", "e-00")
	}
	if !g.chance(0.2) {
		return s
	}
	if !strings.ContainsAny(s, "-.eE") {
		s = pick(g, s+".", "+"+s, "00"+s, s+".000")
	}
	if rest, ok := strings.CutPrefix(s, "0."); ok && rest != "" {
		s = "." + rest
	}
	return quoted(s)
}

// timeForm writes a time in any of the accepted forms that can say it.
func (g *gen) timeForm(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	away := func(zone int) time.Time { return t.In(time.FixedZone("", zone*60)) }
	forms := []string{
		quoted(timeText(ms)), quoted(timeText(ms)), quoted(timeText(ms)), fmt.Sprint(ms),
		fmt.Sprint(ms) + ".0", quoted(fmt.Sprint(ms)), quoted("+" + fmt.Sprint(ms)),
		quoted(t.Format("2006-01-02T15:04:05.000") + "999Z"),
		quoted(t.Format("2006-01-02 15:04:05.0000000")),
		quoted(away(g.IntN(1439)).Format("2006-01-02T15:04:05.000-07:00")),
		quoted(away(-g.IntN(1439)).Format("2006-01-02T15:04:05.000-07:00")),
	}
	if ms%second == 0 {
		local := quoted(t.Format("2006-01-02 15:04:05"))
		forms = append(forms, fmt.Sprint(ms/second), quoted(fmt.Sprint(ms/second)),
			fmt.Sprintf("%de-3", ms), local, local)
	}
	if ms%minute == 0 {
		forms = append(forms, quoted(t.Format("2006-01-02T15:04Z")),
			quoted(t.Format("2006-01-02 T15:04 Z")),
			quoted(away(330).Format("2006-01-02T15:04-07:00")))
	}
	return pick(g, forms...)
}

// tuple writes a reading as the reference implementation's tuple.
func (g *gen) tuple(d draft) string {
	at := g.timeForm(d.time)
	for !strings.HasPrefix(at, `"`) && !isWhole(at) {
		at = g.timeForm(d.time) // every field is a text
	}
	cells := map[string]string{
		"container_id": d.id, "measurement_time": strings.Trim(at, `"`), "product_id": "P05",
		"defrost_cycle": "5", "fan_1": "True",
	}
	for _, f := range d.fields {
		for _, name := range namesOf(f.name) {
			if slices.Contains(tupleNames, name) {
				cells[name] = strings.Trim(g.numberForm(f.json), `"`)
			}
		}
	}
	var out []string
	for _, name := range tupleNames {
		quote := pick(g, "", "", "'", `"`, " ")
		out = append(out, quote+cells[name]+quote)
	}
	return "(" + strings.Join(out, pick(g, ",", ", ")) + ")"
}

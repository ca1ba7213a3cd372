package oracle

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// event is an accepted record. What is absent has no entry in the maps.
type event struct {
	partition int32
	offset    int64
	timestamp int64  // the record's
	kind      string // the type, by its proper name
	id        string // the topic's own id
	time      int64
	ids       map[string]string
	times     map[string]int64
	texts     map[string]string
	addresses map[string]any
	quantity  *int64 // thousandths
	leg       int64  // 0 where the type has none
	rule      *rule
	reading   reading
}

// maxSize is how many bytes a record's value may have.
const maxSize = 1_000_000

func (ev *event) sensor() string {
	if sensor, ok := ev.ids["sensor"]; ok {
		return sensor
	}
	return "main"
}

// decode gives the event of a record or the code of the first error that applies; too_many is not
// decided here.
func decode(r Record) (*event, string) {
	if r.Value == nil {
		return nil, "null_value"
	}
	if len(*r.Value) > maxSize {
		return nil, "too_large"
	}
	topic := topics[r.Topic]
	top, err := parseJSON(*r.Value)
	if err != nil || top.kind != isObject || repeatsFields(r.Topic, top) {
		return nil, "bad_json"
	}
	ev := &event{
		partition: r.Partition, offset: r.Offset, timestamp: r.Timestamp,
		ids: map[string]string{}, times: map[string]int64{},
		texts: map[string]string{}, addresses: map[string]any{},
	}
	kind := top.get("type")
	if kind == nil || kind.kind != isText {
		return nil, "unknown_type"
	}
	ev.kind = kind.text
	if proper, ok := topic.names[ev.kind]; ok {
		ev.kind = proper
	}
	fields, ok := topic.types[ev.kind]
	if !ok {
		return nil, "unknown_type"
	}
	payload, payloadOK := payloadOf(r.Topic, top)
	look := lookup{payload: payload, top: top}
	for _, check := range []func() string{
		func() string { return ev.readIDs(r, topic, fields, look) },
		func() string { return ev.readTimes(r, fields, look) },
		func() string {
			if !payloadOK {
				return "bad_value"
			}
			return ev.readValues(fields, look)
		},
		func() string {
			if r.Topic == topicMetrics && !ev.reading.saysSomething() {
				return "no_values"
			}
			return ""
		},
		func() string {
			if r.Key == nil || *r.Key != ev.id {
				return "key_mismatch"
			}
			return ""
		},
	} {
		if code := check(); code != "" {
			return nil, code
		}
	}
	return ev, ""
}

// repeatsFields says whether a name that matters stands twice where it may stand once.
func repeatsFields(topic string, top *value) bool {
	isField := func(n string) bool { return fieldNames[topic][n] }
	if top.repeats(func(n string) bool { return n == "type" || n == "payload" || isField(n) }) {
		return true
	}
	objects := []*value{top}
	if p := top.get("payload"); p != nil && p.kind == isObject {
		if p.repeats(isField) {
			return true
		}
		objects = append(objects, p)
	}
	if topic == topicOrders {
		for _, o := range objects {
			if rule := o.get("rule"); rule != nil && rule.repeatsAnywhere() {
				return true
			}
		}
	}
	return false
}

// payloadOf gives the payload as an object; nil if it is absent. ok is false for one of another
// form, which counts as absent until the values are looked at.
func payloadOf(topic string, top *value) (payload *value, ok bool) {
	p := top.get("payload")
	switch {
	case p == nil:
		return nil, true
	case p.kind == isObject:
		return p, true
	case p.kind == isText && topic == topicMetrics:
		return tuple(p.text)
	}
	return nil, false
}

func tuple(s string) (*value, bool) {
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") || len(s) < 2 {
		return nil, false
	}
	cells := strings.Split(s[1:len(s)-1], ",")
	if len(cells) != len(tupleNames) {
		return nil, false
	}
	v := &value{kind: isObject}
	for i, cell := range cells {
		if cell = strings.Trim(cell, ` '"`); cell != "" {
			v.members = append(v.members, member{tupleNames[i], &value{kind: isText, text: cell}})
		}
	}
	return v, true
}

// lookup finds fields: for each name the payload first, then the top level.
type lookup struct{ payload, top *value }

func (l lookup) first(names []string) (*value, string) {
	for _, name := range names {
		if v := l.payload.get(name); v != nil {
			return v, name
		}
		if v := l.top.get(name); v != nil {
			return v, name
		}
	}
	return nil, ""
}

func (ev *event) readIDs(r Record, topic eventTopic, fields []eventField, look lookup) string {
	own, _ := look.first(namesOf(topic.ownID))
	if own == nil && r.Key != nil {
		own = &value{kind: isText, text: *r.Key}
	}
	if own == nil {
		return "missing_id"
	}
	found := map[string]*value{topic.ownID: own}
	for _, f := range fields {
		if f.kind != fieldID && f.kind != fieldOptionalID {
			continue
		}
		if v, _ := look.first(namesOf(f.name)); v != nil {
			found[f.name] = v
		} else if f.kind == fieldID {
			return "missing_id"
		}
	}
	for name, v := range found {
		if v.kind != isText || !validID(v.text) {
			return "bad_id"
		}
		ev.ids[name] = v.text
	}
	ev.id = own.text
	return ""
}

// validID: 1 to 128 bytes of printable UTF-8 without spaces at either end.
func validID(s string) bool {
	if len(s) < 1 || len(s) > 128 || !utf8.ValidString(s) || strings.Trim(s, " ") != s {
		return false
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

func (ev *event) readTimes(r Record, fields []eventField, look lookup) string {
	ev.time = r.Timestamp
	if v, _ := look.first(eventTime); v != nil {
		ms, present, err := parseTime(v)
		if err != nil {
			return "bad_time"
		}
		if present {
			ev.time = ms
		}
	}
	if checkYear(ev.time) != nil {
		return "bad_time"
	}
	for _, f := range fields {
		if f.kind != fieldTime {
			continue
		}
		if f.name == "at" {
			ev.times["at"] = ev.time
		}
		if v, _ := look.first(namesOf(f.name)); v != nil {
			ms, present, err := parseTime(v)
			if err != nil {
				return "bad_time"
			}
			if present {
				ev.times[f.name] = ms
			}
		}
	}
	if r.Topic == topicMetrics && ev.time-day > r.Timestamp {
		return "time_in_future"
	}
	return ""
}

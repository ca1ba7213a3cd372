package oracle

import "encoding/json"

type kind int

const (
	isNull kind = iota
	isBool
	isNumber
	isText
	isObject
	isArray
)

// value is a JSON value with everything kept: members in their order and with their repetitions,
// numbers as they are written. text is the decoded text of a text, the literal of a number or a
// bool.
type value struct {
	kind    kind
	text    string
	members []member
	items   []*value
	size    int // bytes, as it is written
	line    int // where it begins, from 1
}

type member struct {
	name  string
	value *value
}

// plain gives the value as encoding/json would, with numbers as they are written.
func (v *value) plain() any {
	switch v.kind {
	case isNull:
		return nil
	case isBool:
		return v.text == "true"
	case isNumber:
		return json.Number(v.text)
	case isText:
		return v.text
	case isObject:
		m := map[string]any{}
		for _, f := range v.members {
			m[f.name] = f.value.plain()
		}
		return m
	case isArray:
		list := make([]any, 0, len(v.items))
		for _, item := range v.items {
			list = append(list, item.plain())
		}
		return list
	}
	panic("a kind of value that is none")
}

// get gives the last member of the name that is not null, or nil.
func (v *value) get(name string) *value {
	var found *value
	if v != nil {
		for _, f := range v.members {
			if f.name == name && f.value.kind != isNull {
				found = f.value
			}
		}
	}
	return found
}

// repeats says whether a name for which counts is true stands in the object more than once.
func (v *value) repeats(counts func(name string) bool) bool {
	seen := map[string]bool{}
	for _, f := range v.members {
		if seen[f.name] && counts(f.name) {
			return true
		}
		seen[f.name] = true
	}
	return false
}

// repeatsAnywhere says whether any object at any depth has a name more than once.
func (v *value) repeatsAnywhere() bool {
	if v.repeats(func(string) bool { return true }) {
		return true
	}
	for _, f := range v.members {
		if f.value.repeatsAnywhere() {
			return true
		}
	}
	for _, item := range v.items {
		if item.repeatsAnywhere() {
			return true
		}
	}
	return false
}

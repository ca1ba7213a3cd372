package oracle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"

	"go.yaml.in/yaml/v3"
)

// ruleFields is an object of a rule book in which no key is repeated.
type ruleFields struct{ v *value }

// openAny takes an object with any keys, none of them twice.
func openAny(v *value) (ruleFields, error) {
	if v.kind != isObject {
		return ruleFields{}, fmt.Errorf("line %d: an object is expected", v.line)
	}
	if v.repeats(func(string) bool { return true }) {
		return ruleFields{}, fmt.Errorf("line %d: a key twice", v.line)
	}
	return ruleFields{v}, nil
}

// open refuses keys that are not among the known ones, also where they are null.
func open(v *value, known ...string) (ruleFields, error) {
	f, err := openAny(v)
	if err != nil {
		return f, err
	}
	for _, m := range v.members {
		if !slices.Contains(known, m.name) {
			return f, fmt.Errorf("line %d: unknown key %q", m.value.line, m.name)
		}
	}
	return f, nil
}

// text gives a text that must be there.
func (f ruleFields) text(key string) (string, error) {
	v := f.v.get(key)
	if v == nil || v.kind != isText {
		return "", fmt.Errorf("line %d: %s must be a text", f.v.line, key)
	}
	return v.text, nil
}

// rounded asks number for thousandths, rounded, instead of for a number with at most so many decimals.
const rounded = -1

// number gives a number times 10^places, which it must be exactly; nil if it is absent.
func (f ruleFields) number(key string, places int) (*int64, error) {
	v := f.v.get(key)
	if v == nil {
		return nil, nil
	}
	wrong := fmt.Errorf("line %d: %s is not a number that fits", v.line, key)
	d, err := parseDecimal(v.text)
	if v.kind != isNumber || err != nil {
		return nil, wrong
	}
	n, err := thousandths(d)
	if err != nil {
		return nil, wrong
	}
	if places != rounded {
		if d.exp < -places {
			return nil, wrong
		}
		exact := d.scaled(places)
		if !exact.IsInt64() {
			return nil, wrong
		}
		n = exact.Int64()
	}
	return &n, nil
}

// duration gives milliseconds; nil if it is absent. The number 0 is the duration 0.
func (f ruleFields) duration(key string) (*int64, error) {
	v := f.v.get(key)
	if v == nil {
		return nil, nil
	}
	if v.kind != isText && (v.kind != isNumber || v.text != "0") {
		return nil, fmt.Errorf("line %d: %s is not a duration", v.line, key)
	}
	n, err := parseDuration(v.text)
	if err != nil {
		return nil, fmt.Errorf("line %d: %s: %w", v.line, key, err)
	}
	return &n, nil
}

// parseYAML reads one YAML document of mappings with scalar keys, sequences and scalars.
func parseYAML(text []byte) (*value, error) {
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("not YAML: %w", err)
	}
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: more after the document (%w)", more.Line, err)
	}
	return fromYAML(doc.Content[0], 1)
}

// fromYAML follows aliases, so it bounds the depth: an alias may lie within what it names.
func fromYAML(n *yaml.Node, depth int) (*value, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("line %d: nested too deeply", n.Line)
	}
	v := &value{line: n.Line}
	switch n.Kind {
	case yaml.AliasNode:
		return fromYAML(n.Alias, depth+1)
	case yaml.MappingNode:
		v.kind = isObject
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" || key.Tag == "!!null" {
				return nil, fmt.Errorf("line %d: a key that is no text", key.Line)
			}
			item, err := fromYAML(n.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			v.members = append(v.members, member{key.Value, item})
		}
	case yaml.SequenceNode:
		v.kind = isArray
		for _, c := range n.Content {
			item, err := fromYAML(c, depth+1)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
	default:
		return fromScalar(n, v)
	}
	return v, nil
}

func fromScalar(n *yaml.Node, v *value) (*value, error) {
	v.text = n.Value
	switch n.Tag {
	case "!!null":
		v.kind = isNull
	case "!!bool":
		var b bool
		if err := n.Decode(&b); err != nil {
			return nil, err
		}
		v.kind, v.text = isBool, fmt.Sprint(b)
	case "!!int":
		v.kind = isNumber
		if !textNumber.MatchString(n.Value) { // hexadecimal and its like
			i, ok := new(big.Int).SetString(n.Value, 0)
			if !ok {
				return nil, fmt.Errorf("line %d: not a number", n.Line)
			}
			v.text = i.String()
		}
	case "!!float":
		v.kind = isNumber // infinity and its like are found out when the number is read
	case "!!str", "!!timestamp":
		v.kind = isText
	default:
		return nil, fmt.Errorf("line %d: a tag that has no meaning here", n.Line)
	}
	return v, nil
}

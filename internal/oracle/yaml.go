package oracle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/big"

	"go.yaml.in/yaml/v3"
)

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

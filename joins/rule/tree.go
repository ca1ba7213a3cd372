package rule

import (
	"bytes"
	"errors"

	"coldchain/joins/internal/jsontext"
)

// nodeKind is what a node of a rule book is.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	textNode
	listNode
	mapNode
	oddNode // a plain YAML scalar that versions of YAML read differently
)

var nodeKindNames = [...]string{
	nullNode: "null", boolNode: "a bool", numberNode: "a number", textNode: "a text",
	listNode: "a list", mapNode: "a mapping",
	oddNode: "a value that YAML's versions read differently",
}

func (k nodeKind) String() string { return nodeKindNames[k] }

// node is one value of a rule book, in YAML and JSON alike. A number is the text that was written.
type node struct {
	kind  nodeKind
	line  int
	text  string // the text, the number as written, or true
	pairs []pair
	items []*node
}

// pair is one key of a mapping with its value. Keys may repeat here.
type pair struct {
	key   string
	line  int
	value *node
}

var errNotJSON = errors.New("is not JSON in valid UTF-8")

// readJSON reads one JSON value.
func readJSON(b []byte) (*node, error) {
	start := jsontext.SkipSpace(b, 0)
	var v jsontext.Value
	end := jsontext.Read(b, start, 0, &v)
	if end < 0 || jsontext.SkipSpace(b, end) != len(b) {
		return nil, errNotJSON
	}
	t := jsonTree{b: b, pos: start, line: 1 + bytes.Count(b[:start], []byte("\n"))}
	return t.value(), nil
}

// jsonTree makes nodes of a text that jsontext has validated, from pos on.
type jsonTree struct {
	b    []byte
	pos  int
	line int // of pos
}

// moveTo goes on to a later position.
func (t *jsonTree) moveTo(i int) {
	t.line += bytes.Count(t.b[t.pos:i], []byte("\n"))
	t.pos = i
}

// next passes over a byte and goes on to the value or the mark behind it.
func (t *jsonTree) next() { t.moveTo(jsontext.SkipSpace(t.b, t.pos+1)) }

// value makes the node of the value that begins here, and goes on to the mark behind it.
func (t *jsonTree) value() *node {
	n := &node{line: t.line}
	switch t.b[t.pos] {
	case '{':
		n.kind = mapNode
		for t.next(); t.b[t.pos] != '}'; t.skipComma() {
			p := pair{line: t.line, key: t.scalar().text}
			t.next() // the colon
			p.value = t.value()
			n.pairs = append(n.pairs, p)
		}
		t.next()
		return n
	case '[':
		n.kind = listNode
		for t.next(); t.b[t.pos] != ']'; t.skipComma() {
			n.items = append(n.items, t.value())
		}
		t.next()
		return n
	}
	return t.scalar()
}

func (t *jsonTree) skipComma() {
	if t.b[t.pos] == ',' {
		t.next()
	}
}

func (t *jsonTree) scalar() *node {
	n := &node{line: t.line}
	var v jsontext.Value
	end := jsontext.Read(t.b, t.pos, 0, &v)
	n.text = string(v.Raw)
	switch v.Kind {
	case jsontext.Null:
		n.kind = nullNode
	case jsontext.Bool:
		n.kind = boolNode
	case jsontext.Number:
		n.kind = numberNode
	case jsontext.String:
		n.kind = textNode
		if v.Escaped {
			n.text = string(jsontext.AppendUnescaped(nil, v.Raw))
		}
	case jsontext.Object, jsontext.Array: // value has taken them
	}
	t.moveTo(jsontext.SkipSpace(t.b, end))
	return n
}

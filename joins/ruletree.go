package joins

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ruleKind is what a node of a rule book is.
type ruleKind uint8

const (
	nullNode ruleKind = iota
	boolNode
	numberNode
	textNode
	listNode
	mapNode
	oddNode // a plain YAML scalar that versions of YAML read differently
)

var ruleKindNames = [...]string{"null", "a bool", "a number", "a text", "a list", "a mapping", "a value that YAML's versions read differently"}

func (k ruleKind) String() string { return ruleKindNames[k] }

// ruleNode is one value of a rule book, in YAML and JSON alike. Nothing is
// interpreted yet: a number is the text that was written.
type ruleNode struct {
	kind  ruleKind
	line  int
	text  string // the text, the number as written, or true
	pairs []rulePair
	items []*ruleNode
}

// rulePair is one key of a mapping with its value. Keys may repeat here.
type rulePair struct {
	key   string
	line  int
	value *ruleNode
}

// maxRuleDepth is far deeper than any rule is.
const maxRuleDepth = 1000

// parseJSONTree reads one JSON value.
func parseJSONTree(b []byte) (*ruleNode, error) {
	if !utf8.Valid(b) {
		good := 0
		for r, size := utf8.DecodeRune(b); r != utf8.RuneError || size > 1; r, size = utf8.DecodeRune(b[good:]) {
			good += size
		}
		return nil, fmt.Errorf("line %d: is not UTF-8", 1+bytes.Count(b[:good], []byte("\n")))
	}
	if err := checkJSON(b); err != nil {
		return nil, err
	}
	w := jsonWalker{b: b, line: 1}
	return w.value(0)
}

// checkJSON is the syntax error of b, with its line.
func checkJSON(b []byte) error {
	if json.Valid(b) {
		return nil
	}
	var v json.RawMessage
	err := json.Unmarshal(b, &v)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at := min(max(int(syntax.Offset)-1, 0), len(b))
		return fmt.Errorf("line %d: is not JSON: %w", 1+bytes.Count(b[:at], []byte("\n")), err)
	}
	return fmt.Errorf("is not JSON: %w", err)
}

// jsonWalker builds the tree of a text that is known to be JSON, so it looks
// for no syntax errors.
type jsonWalker struct {
	b    []byte
	pos  int
	line int
}

// next is the first byte of the next token.
func (w *jsonWalker) next() byte {
	for {
		switch c := w.b[w.pos]; c {
		case '\n':
			w.line++
			w.pos++
		case ' ', '\t', '\r', ',', ':':
			w.pos++
		default:
			return c
		}
	}
}

func (w *jsonWalker) value(depth int) (*ruleNode, error) {
	if depth > maxRuleDepth {
		return nil, fmt.Errorf("line %d: is nested deeper than %d", w.line, maxRuleDepth)
	}
	c := w.next()
	n := &ruleNode{line: w.line}
	switch c {
	case '{':
		n.kind = mapNode
		w.pos++
		for w.next() != '}' {
			p := rulePair{line: w.line}
			var err error
			if p.key, err = w.text(); err != nil {
				return nil, err
			}
			if p.value, err = w.value(depth + 1); err != nil {
				return nil, err
			}
			n.pairs = append(n.pairs, p)
		}
		w.pos++
	case '[':
		n.kind = listNode
		w.pos++
		for w.next() != ']' {
			item, err := w.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		w.pos++
	case '"':
		n.kind = textNode
		var err error
		n.text, err = w.text()
		return n, err
	default:
		start := w.pos
		for w.pos < len(w.b) && !strings.ContainsRune(" \t\r\n,]}", rune(w.b[w.pos])) {
			w.pos++
		}
		n.text = string(w.b[start:w.pos])
		switch n.text {
		case "null":
			n.kind, n.text = nullNode, ""
		case "true", "false":
			n.kind = boolNode
		default:
			n.kind = numberNode
		}
	}
	return n, nil
}

// text reads the string that begins here.
func (w *jsonWalker) text() (string, error) {
	start := w.pos
	escaped := false
	for w.pos++; w.b[w.pos] != '"'; w.pos++ {
		if w.b[w.pos] == '\\' {
			escaped = true
			w.pos++
		}
	}
	w.pos++
	quoted := w.b[start:w.pos]
	if !escaped {
		return string(quoted[1 : len(quoted)-1]), nil
	}
	if loneSurrogate(quoted) {
		return "", fmt.Errorf("line %d: the text %s has half of a surrogate pair", w.line, quoted)
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return "", fmt.Errorf("line %d: the text %s: %w", w.line, quoted, err)
	}
	return s, nil
}

// loneSurrogate says whether a quoted string holds an escaped half of a
// surrogate pair without its other half, which encoding/json replaces silently.
func loneSurrogate(quoted []byte) bool {
	unit := func(i int) uint64 { // the UTF-16 unit escaped at i, 0 if there is none
		if i+6 > len(quoted) || quoted[i] != '\\' || quoted[i+1] != 'u' {
			return 0
		}
		u, _ := strconv.ParseUint(string(quoted[i+2:i+6]), 16, 16)
		return u
	}
	for i := 0; i < len(quoted); i++ {
		if quoted[i] != '\\' {
			continue
		}
		switch u := unit(i); {
		case u >= 0xD800 && u < 0xDC00:
			if low := unit(i + 6); low < 0xDC00 || low > 0xDFFF {
				return true
			}
			i += 11
		case u >= 0xDC00 && u <= 0xDFFF:
			return true
		default:
			i++
		}
	}
	return false
}

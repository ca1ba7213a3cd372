package joins

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxRuleNodes bounds what a rule book may grow to through its aliases.
const maxRuleNodes = 1_000_000

var errEmptyBook = errors.New(`is empty: write at least "rules: {}", or check the path`)

// parseYAMLTree reads the one document of a YAML text. Plain scalars mean what
// YAML 1.2 says of them; aliases stand for what they name.
func parseYAMLTree(b []byte) (*ruleNode, error) {
	dec := yaml.NewDecoder(bytes.NewReader(b))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, errEmptyBook
	} else if err != nil {
		return nil, yamlError(b, err)
	}
	if err := dec.Decode(&second); err == nil {
		return nil, fmt.Errorf("line %d: a second document begins here: a rule book is one document", second.Line)
	} else if !errors.Is(err, io.EOF) {
		return nil, yamlError(b, err)
	}
	c := yamlConverter{left: maxRuleNodes, open: map[*yaml.Node]bool{}}
	return c.node(&doc)
}

// yamlError gives an error of the YAML parser the line that it leaves out.
func yamlError(b []byte, err error) error {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	rest, hasLine := strings.CutPrefix(msg, "line ")
	number, what, cut := strings.Cut(rest, ": ")
	line, convErr := strconv.Atoi(number)
	switch {
	case !hasLine || !cut || convErr != nil:
		line, what = badCharacterLine(b), msg
	case strings.HasPrefix(what, "did not find expected ") && !strings.Contains(what, " or line break") &&
		!strings.Contains(what, "character") && !strings.Contains(what, "digit"):
		line++ // these come from the grammar, whose lines count from zero
	}
	line = min(line, 1+bytes.Count(bytes.TrimRight(b, "\r\n"), []byte("\n")))
	if what == "found incompatible YAML document" {
		what += ": remove the %YAML line"
	}
	return fmt.Errorf("line %d: is neither YAML nor JSON: %s", line, what)
}

// badCharacterLine is the line of the first character that YAML does not allow,
// 1 if there is none: an error without a line is about the first line, or about
// such a character.
func badCharacterLine(b []byte) int {
	line := 1
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1, r < ' ' && r != '\t' && r != '\r', r == 0x7F:
			return line
		}
		b = b[size:]
	}
	return 1
}

// yamlConverter turns YAML's nodes into ours.
type yamlConverter struct {
	left int                 // how many nodes may still be made
	open map[*yaml.Node]bool // collections that are being converted: an alias to one has no end
}

func (c *yamlConverter) node(y *yaml.Node) (*ruleNode, error) {
	if c.left--; c.left < 0 {
		return nil, fmt.Errorf("line %d: has more than %d values, aliases written out", y.Line, maxRuleNodes)
	}
	if y.Style&yaml.TaggedStyle != 0 {
		return nil, fmt.Errorf("line %d: the tag %s is not allowed: remove it, and quote the value if it is a text", y.Line, y.Tag)
	}
	if c.open[y] {
		return nil, fmt.Errorf("line %d: the anchor %q holds itself", y.Line, y.Anchor)
	}
	c.open[y] = true
	defer delete(c.open, y)

	n := &ruleNode{line: y.Line}
	switch y.Kind {
	case yaml.DocumentNode:
		return c.node(y.Content[0])
	case yaml.AliasNode:
		return c.node(y.Alias)
	case yaml.SequenceNode:
		n.kind = listNode
		for _, item := range y.Content {
			v, err := c.node(item)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, v)
		}
	case yaml.MappingNode:
		n.kind = mapNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			p := rulePair{line: y.Content[i].Line}
			var err error
			if p.key, err = c.key(y.Content[i]); err != nil {
				return nil, err
			}
			if p.value, err = c.node(y.Content[i+1]); err != nil {
				return nil, err
			}
			n.pairs = append(n.pairs, p)
		}
	default:
		n.kind, n.text = plainScalar(y.Value)
		if y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			n.kind, n.text = textNode, y.Value
		}
	}
	return n, nil
}

// key is the text of a mapping's key: a product 4711 needs no quotes, what is
// written is its id.
func (c *yamlConverter) key(y *yaml.Node) (string, error) {
	n, err := c.node(y)
	switch {
	case err != nil:
		return "", err
	case n.kind == mapNode || n.kind == listNode || n.kind == nullNode:
		return "", fmt.Errorf("line %d: a key is %s: it must be a text", y.Line, n.kind)
	case y.Tag == "!!merge":
		return "", fmt.Errorf("line %d: merge keys (<<) are not part of YAML 1.2: use an alias for a whole value, or repeat the fields", y.Line)
	case y.Kind == yaml.AliasNode:
		return n.text, nil
	}
	return y.Value, nil
}

// plainScalar is what YAML 1.2 takes an unquoted scalar for. What YAML 1.1
// takes for another number (octal 010, 1_000, binary) is for neither.
func plainScalar(s string) (ruleKind, string) {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return nullNode, ""
	case "true", "True", "TRUE":
		return boolNode, "true"
	case "false", "False", "FALSE":
		return boolNode, "false"
	case ".nan", ".NaN", ".NAN":
		return numberNode, s
	}
	unsigned := strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+")
	switch unsigned {
	case ".inf", ".Inf", ".INF":
		return numberNode, s
	}
	if len(s) > 2 && (s[:2] == "0x" || s[:2] == "0o") {
		if v, err := strconv.ParseUint(s, 0, 64); err == nil && !strings.Contains(s, "_") {
			return numberNode, strconv.FormatUint(v, 10)
		} else if errors.Is(err, strconv.ErrRange) {
			return numberNode, s
		}
	}
	if _, ok := parseRuleNumber(s); ok {
		if len(unsigned) > 1 && unsigned[0] == '0' && allDigits(unsigned) {
			return oddNode, s
		}
		return numberNode, s
	}
	if c := unsigned; c != "" && (c[0] >= '0' && c[0] <= '9') {
		if _, err := strconv.ParseInt(s, 0, 64); err == nil || errors.Is(err, strconv.ErrRange) {
			return oddNode, s
		}
		if _, ok := parseRuleNumber(strings.ReplaceAll(s, "_", "")); ok {
			return oddNode, s
		}
	}
	return textNode, s
}

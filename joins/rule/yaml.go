package rule

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxNodes bounds what a rule book may grow to through its aliases.
const maxNodes = 1_000_000

var errEmpty = errors.New(`is empty: write at least "rules: {}", or check the path`)

// readYAML reads the one document of a YAML text. Plain scalars mean what YAML 1.2 says of them;
// aliases stand for what they name.
func readYAML(b []byte) (*node, error) {
	if err := checkCharacters(b); err != nil {
		return nil, err
	}
	documents, err := decodeYAML(b)
	switch {
	case err != nil:
		return nil, locate(b, err)
	case len(documents) == 0:
		return nil, errEmpty
	case len(documents) > 1:
		return nil, fmt.Errorf("line %d: a second document begins here: "+
			"a rule book is one document", documents[1].Line)
	}
	c := yamlTree{left: maxNodes, open: map[*yaml.Node]bool{}}
	return c.node(documents[0])
}

func decodeYAML(b []byte) (documents []*yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(b))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, err
		}
		documents = append(documents, &document)
	}
}

// checkCharacters finds what no YAML text may hold, of which the parser names no line.
func checkCharacters(b []byte) error {
	line := 1
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return fmt.Errorf("line %d: is not UTF-8", line)
		case r == '\n':
			line++
		case r < ' ' && r != '\t' && r != '\r', r >= 0x7F && r < 0xA0 && r != 0x85:
			return fmt.Errorf("line %d: has the control character %U", line, r)
		}
		i += size
	}
	return nil
}

// locate names the line up to which the text fails as it does in whole: the parser names the one
// where the value began that it could not end, or none.
func locate(b []byte, err error) error {
	lines := bytes.SplitAfter(bytes.TrimRight(b, "\r\n"), []byte("\n"))
	last := sort.Search(len(lines)-1, func(i int) bool {
		_, e := decodeYAML(b[:len(bytes.Join(lines[:i+1], nil))])
		return e != nil && e.Error() == err.Error()
	})
	hint := ""
	if bytes.HasPrefix(bytes.TrimLeft(lines[last], " -"), []byte("\t")) {
		hint = ": a tab stands in the indentation, where YAML has spaces only"
	}
	return fmt.Errorf("line %d: is neither YAML nor JSON%s: %w", last+1, hint, err)
}

// yamlTree makes nodes of YAML's.
type yamlTree struct {
	left int                 // how many nodes may still be made
	open map[*yaml.Node]bool // collections that are not yet complete: an alias to one has no end
}

func (t *yamlTree) node(y *yaml.Node) (*node, error) {
	if t.left--; t.left < 0 {
		return nil, fmt.Errorf("line %d: has more than %d values, aliases written out",
			y.Line, maxNodes)
	}
	if y.Style&yaml.TaggedStyle != 0 {
		return nil, fmt.Errorf("line %d: the tag %s is not allowed: remove it, "+
			"and quote the value if it is a text", y.Line, clip(y.Tag))
	}
	if t.open[y] {
		return nil, fmt.Errorf("line %d: the anchor %s holds itself", y.Line, quote(y.Anchor))
	}
	t.open[y] = true
	defer delete(t.open, y)

	n := &node{line: y.Line}
	switch y.Kind {
	case yaml.DocumentNode:
		return t.node(y.Content[0])
	case yaml.AliasNode:
		return t.node(y.Alias)
	case yaml.SequenceNode:
		n.kind = listNode
		for _, item := range y.Content {
			v, err := t.node(item)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, v)
		}
	case yaml.MappingNode:
		n.kind = mapNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			p := pair{line: y.Content[i].Line}
			var err error
			if p.key, err = t.key(y.Content[i]); err != nil {
				return nil, err
			}
			if p.value, err = t.node(y.Content[i+1]); err != nil {
				return nil, err
			}
			n.pairs = append(n.pairs, p)
		}
	case yaml.ScalarNode:
		n.kind, n.text = scalar(y)
	}
	return n, nil
}

// key is the text of a mapping's key: a product 4711 needs no quotes, its id is what is written.
func (t *yamlTree) key(y *yaml.Node) (string, error) {
	n, err := t.node(y)
	switch {
	case err != nil:
		return "", err
	case n.kind == mapNode || n.kind == listNode || n.kind == nullNode:
		return "", fmt.Errorf("line %d: a key is %s: it must be a text", y.Line, n.kind)
	case y.Tag == "!!merge":
		return "", fmt.Errorf("line %d: merge keys (<<) are not part of YAML 1.2: "+
			"use an alias for a whole value, or repeat the fields", y.Line)
	case y.Kind == yaml.AliasNode:
		return y.Alias.Value, nil
	}
	return y.Value, nil
}

// The numbers of YAML 1.2, and those among them that YAML 1.1 takes for octal ones.
var (
	coreNumber  = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	coreInteger = regexp.MustCompile(`^0(o[0-7]+|x[0-9a-fA-F]+)$`)
	octal       = regexp.MustCompile(`^[-+]?0[0-9]+$`)
)

// scalar is what YAML 1.2 takes a scalar for. What YAML 1.1, which the parser reads, takes for
// another number (octal 010, 1_000, binary) is odd.
func scalar(y *yaml.Node) (nodeKind, string) {
	const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle |
		yaml.LiteralStyle | yaml.FoldedStyle
	switch s := y.Value; {
	case y.Style&quoted != 0:
		return textNode, s
	case octal.MatchString(s):
		return oddNode, s
	case coreNumber.MatchString(s):
		return numberNode, s
	case coreInteger.MatchString(s):
		if v, err := strconv.ParseUint(s, 0, 64); err == nil {
			return numberNode, strconv.FormatUint(v, 10)
		}
		return numberNode, s // too big, which is said where it is read
	}
	switch y.Tag {
	case "!!null":
		return nullNode, ""
	case "!!bool":
		return boolNode, strings.ToLower(y.Value)
	case "!!float":
		if strings.HasPrefix(strings.TrimLeft(y.Value, "+-"), ".") { // .inf, .nan
			return numberNode, y.Value
		}
		return oddNode, y.Value
	case "!!int":
		return oddNode, y.Value
	}
	return textNode, y.Value
}

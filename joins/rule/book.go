package rule

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"coldchain/joins/internal/jsontext"
)

// Book is a versioned set of rules: one for each product, and a default.
type Book struct {
	version  *int64
	products map[string]*Rule
	fallback *Rule // nil: there is no default
}

// ParseBook reads a rule book from YAML or JSON. It is refused whole if it does not parse, repeats
// a key or a limit id, has an unknown key or a value of a wrong type. The error names the line of
// each problem; where the parts are in order but their meaning is not, it is an *Error with all.
//
// Texts are free: ids of products and limits may be anything, also empty, as long as they differ.
// YAML is read as version 1.2; aliases are followed, tags and merge keys are refused. An entry that
// is null is absent.
func ParseBook(text []byte) (*Book, error) {
	root, err := readTree(text)
	if err != nil {
		return nil, fmt.Errorf("read rule book: %w", err)
	}
	var r reader
	book := readBook(&r, root)
	if err := r.err(); err != nil {
		return nil, fmt.Errorf("read rule book: %w", err)
	}
	return book, nil
}

// readTree reads JSON as JSON, which YAML does not contain in full, and all else as YAML.
func readTree(text []byte) (*node, error) {
	root, err := readJSON(text)
	if err != nil {
		root, err = readYAML(text)
	}
	if err == nil && root.kind == nullNode {
		return nil, errEmpty
	}
	return root, err
}

func readBook(r *reader, root *node) *Book {
	fields := r.fields(root, "", []string{"version", "rules", "default"})
	book := &Book{products: map[string]*Rule{}}
	if v := fields["version"]; v != nil {
		book.version = readInteger(r, v, "version")
	}
	entry := func(p pair, path, id string) *Rule {
		rule := readEntry(r, p.value, p.line, path, entryKeys)
		if rule != nil {
			rule.ID, rule.Version = id, book.version
		}
		return rule
	}
	if v := fields["rules"]; v != nil {
		entries := r.fields(v, "rules", nil)
		for _, p := range v.pairs {
			if entries[p.key] != p.value {
				continue // absent, or the key's second time
			}
			if rule := entry(p, subPath("rules", p.key), p.key); rule != nil {
				book.products[p.key] = rule
			}
		}
	}
	if v := fields["default"]; v != nil {
		i := slices.IndexFunc(root.pairs, func(p pair) bool { return p.value == v })
		book.fallback = entry(root.pairs[i], "default", DefaultID)
	}
	return book
}

// For is the rule of a product, else the default, else nil; productID is nil where the order names
// none. A rule without limits is returned as it is and counts as none.
func (b *Book) For(productID *string) *Rule {
	if productID != nil {
		if r := b.products[*productID]; r != nil {
			return r
		}
	}
	return b.fallback
}

// Version is the book's version, nil if it has none.
func (b *Book) Version() *int64 { return b.version }

// Products are the ids that have a rule of their own, sorted.
func (b *Book) Products() []string { return slices.Sorted(maps.Keys(b.products)) }

// Fingerprint is a hash of what the book means: two books have the same exactly if they give every
// order the same answer. What never shows is left out: the fields of a rule without limits, and
// such a rule where the default is none either.
func (b *Book) Fingerprint() string {
	h := sha256.New()
	line := func(key string, r *Rule) {
		text := jsontext.AppendQuoted(nil, key)
		if r != nil && len(r.Limits) > 0 {
			text = r.AppendJSON(append(text, ' '))
		}
		h.Write(append(text, '\n'))
	}
	line("", b.fallback)
	noDefault := b.fallback == nil || len(b.fallback.Limits) == 0
	for _, id := range b.Products() {
		if r := b.products[id]; len(r.Limits) > 0 || !noDefault {
			line(id, r)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// String names the book in a log line.
func (b *Book) String() string {
	var s strings.Builder
	s.WriteString("rule book")
	if b.version != nil {
		fmt.Fprintf(&s, " version %d", *b.version)
	}
	fmt.Fprintf(&s, " (%d products, fingerprint %.12s)", len(b.products), b.Fingerprint())
	return s.String()
}

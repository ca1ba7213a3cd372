package joins

import (
	"fmt"
	"strings"

	"coldchain/joins/judge"
	"coldchain/joins/rule"
)

// ruleTexts finds the rule that judges an order, as JSON. It is made once for a rule book and may be used by
// many goroutines.
type ruleTexts struct {
	book     *rule.Book
	products map[string][]byte // of the book's products; nil where the rule has no limits
	fallback []byte
}

func newRuleTexts(book *rule.Book) *ruleTexts {
	t := &ruleTexts{book: book, products: map[string][]byte{}, fallback: ruleText(book.For(nil))}
	for _, id := range book.Products() {
		t.products[id] = ruleText(book.For(&id))
	}
	return t
}

// ruleText is nil for a rule without limits, which counts as none.
func ruleText(r *rule.Rule) []byte {
	if r == nil || len(r.Limits) == 0 {
		return nil
	}
	return r.AppendJSON(nil)
}

// of is the order's own rule, else its product's, else the default; nil if there is none. An order's own
// rule without limits switches judging off (SPECIFICATION 4.4).
func (t *ruleTexts) of(o *order) []byte {
	if o.rule.written {
		if strings.HasSuffix(o.rule.value, `"limits":[]}`) {
			return nil
		}
		return []byte(o.rule.value)
	}
	if o.product.written {
		if text, there := t.products[o.product.value]; there {
			return text
		}
	}
	return t.fallback
}

// ruleCache holds the rules of custodies by their JSON: many custodies are judged by few rules. It belongs
// to one stage.
type ruleCache struct{ known map[string]*judge.Rule }

const ruleCacheSize = 10_000

func newRuleCache() *ruleCache { return &ruleCache{map[string]*judge.Rule{}} }

// rule returns the prepared rule, nil for the empty text.
func (c *ruleCache) rule(text []byte) (*judge.Rule, error) {
	if len(text) == 0 {
		return nil, nil
	}
	if r, there := c.known[string(text)]; there {
		return r, nil
	}
	r, err := rule.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("rule of a custody: %w", err)
	}
	if len(c.known) >= ruleCacheSize {
		clear(c.known)
	}
	compiled := judge.Compile(r)
	c.known[string(text)] = compiled
	return compiled, nil
}

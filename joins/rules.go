package joins

import (
	"strings"

	"coldchain/joins/rule"
)

// ruleTexts finds the rule that judges an order, as JSON. It is made once for a rule book and may
// be used by many goroutines.
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

// of is the order's own rule, else its product's, else the default; nil if there is none. An
// order's own rule without limits switches judging off (SPECIFICATION 4.4).
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

package joins

import "fmt"

// ruleCache holds the rules of legs, by their JSON: many legs are judged by few rules. It belongs to one stage; what decodes values for readers
// too has none, so a leg that was just decoded has its rule as text only.
type ruleCache struct{ known map[string]*Rule }

const ruleCacheSize = 10_000

func newRuleCache() *ruleCache { return &ruleCache{map[string]*Rule{}} }

// rule returns the decoded rule, nil for the empty text.
func (c *ruleCache) rule(text []byte) (*Rule, error) {
	if len(text) == 0 {
		return nil, nil
	}
	if r, there := c.known[string(text)]; there {
		return r, nil
	}
	r, err := DecodeRule(text)
	if err != nil {
		return nil, fmt.Errorf("rule of a leg: %w", err)
	}
	if len(c.known) >= ruleCacheSize {
		clear(c.known)
	}
	c.known[string(text)] = r
	return r, nil
}

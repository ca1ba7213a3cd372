package fleet

import (
	"testing"

	"coldchain/joins/rule"
)

// TestRules: the fleet's rule book has limits for each product that it ships, and no warning.
func TestRules(t *testing.T) {
	book, err := rule.ParseBook(Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range products {
		if r := book.For(&p.id); r.ID != p.id || len(r.Limits) == 0 {
			t.Errorf("%s is judged by %+v", p.id, r)
		}
	}
	if r := book.For(&unruled.id); len(r.Limits) != 0 {
		t.Errorf("%s is judged by %+v", unruled.id, r)
	}
	for _, warning := range book.Warnings() {
		t.Error(warning)
	}
}

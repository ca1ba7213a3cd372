package measure

import (
	"strings"
	"testing"
)

func TestValidID(t *testing.T) {
	f := func(id string, want bool) {
		t.Helper()
		if got := ValidID([]byte(id)); got != want {
			t.Errorf("%q: got %v, want %v", id, got, want)
		}
	}
	f("a", true)
	f("MSKU9070323", true)
	f("a b", true)
	f("漢字-é-😀", true)
	f("\ufffd", true)
	f(strings.Repeat("x", 128), true)
	f(strings.Repeat("é", 64), true)
	f("", false)
	f(" ", false)
	f(" a", false)
	f("a ", false)
	f("a\tb", false)
	f("a\nb", false)
	f("a\x00b", false)
	f("a\x7fb", false)
	f("a\u00a0b", false) // a space, but not U+0020
	f("a\u2028b", false)
	f("a\u200bb", false)
	f("\ufeffa", false)
	f("a\ue000", false) // private use
	f("a\xff", false)
	f("a\xed\xa0\x80", false)
	f(strings.Repeat("x", 129), false)
	f(strings.Repeat("é", 64)+"x", false)
}

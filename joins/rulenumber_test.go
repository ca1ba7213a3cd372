package joins

import (
	"math/big"
	"strings"
	"testing"
	"testing/quick"
)

func TestRuleNumberScaled(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int64 // thousandths
	}{
		{"0", 0}, {"-0", 0}, {"0e999999999999999999999", 0}, {"5", 5000}, {"5.0", 5000}, {"+5", 5000},
		{".5", 500}, {"5.", 5000}, {"-18.0005", -18001}, {"-18.00049999999999999999999999", -18000},
		{"18.0005", 18001}, {"1.0005", 1001}, {"2.6755", 2676}, {"0.0005", 1}, {"0.00049", 0}, {"0.0004999e0", 0},
		{"5e-4", 1}, {"5e-5", 0}, {"-5e-4", -1}, {"12e2", 1_200_000}, {"1E+3", 1_000_000}, {"0.000001e6", 1000},
		{"1e12", 1e15}, {"-1e12", -1e15}, {"1e-999999999999999999999", 0}, {"999999999999.9995", 1e15},
		{strings.Repeat("0", 5000) + "7." + strings.Repeat("0", 5000), 7000},
	} {
		n, ok := parseRuleNumber(c.in)
		if !ok || n.tooBig() || n.scaled(3) != c.want {
			t.Errorf("%.40s: %d, ok %v, too big %v, want %d", c.in, n.scaled(3), ok, n.tooBig(), c.want)
		}
	}
}

func TestRuleNumberRefused(t *testing.T) {
	for _, in := range []string{"", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e1.5", "1.2.3", "--1", "1 ", " 1", "0x10", "1_000", ".inf", ".nan", "NaN", "١"} {
		if n, ok := parseRuleNumber(in); ok {
			t.Errorf("%q: read as %+v", in, n)
		}
	}
	for _, in := range []string{"1000000000000.0000001", "1.1e12", "1e13", "-1e13", "2e12", "1e400", "1e99999999999999999999", "-1000000000001"} {
		if n, ok := parseRuleNumber(in); !ok || !n.tooBig() {
			t.Errorf("%q: ok %v, not too big", in, ok)
		}
	}
}

// A number scaled is the same as the rational that is written, rounded.
func TestRuleNumberAgainstRationals(t *testing.T) {
	same := func(whole int32, fraction uint32, exp int8) bool {
		text := big.NewInt(int64(whole)).String() + "." + big.NewInt(int64(fraction)).String() + "e" + big.NewInt(int64(exp%6)).String()
		n, ok := parseRuleNumber(text)
		exact, exactOK := new(big.Rat).SetString(text)
		if !ok || !exactOK {
			return false
		}
		if limit := new(big.Rat).SetInt64(1e12); n.tooBig() != (new(big.Rat).Abs(exact).Cmp(limit) > 0) {
			return false
		}
		if n.tooBig() {
			return true
		}
		exact.Mul(exact, big.NewRat(1000, 1))
		want := exact.FloatString(0) // rounds half away from zero
		return big.NewInt(n.scaled(3)).String() == strings.TrimPrefix(want, "-0")+map[bool]string{true: "0"}[want == "-0"]
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

package measure

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestDecimal(t *testing.T) {
	f := func(text string, thousandths int64) {
		t.Helper()
		n, ok := ParseDecimal([]byte(text))
		if !ok || n.Thousandths != thousandths {
			t.Errorf("%.60s: got %d, %v, want %d", text, n.Thousandths, ok, thousandths)
		}
	}
	f("0", 0)
	f("-0", 0)
	f("5", 5000)
	f("5.", 5000)
	f(".5", 500)
	f("+5.25", 5250)
	f("007", 7000)
	f("-18.0005", -18001)
	f("-18.00049999999999999", -18000)
	f("18.0005", 18001)
	f("0.0005", 1)
	f("-0.0005", -1)
	f("0.00049", 0)
	f("1.0005", 1001) // below that in binary
	f("8.1235", 8124)
	f("5.02702153", 5027)
	f("37.8226902168957", 37823)
	f("-122.324895", -122325)
	f("0.0004999999999999999999999999999999", 0)
	f("0.0005000000000000000000000000000000", 1)
	f("999999999999999999", OutOfRange)
	f("999999999999999", 999999999999999000)
	f("9223372036854775.8065", 9223372036854775807)
	f("123456789012345.678", 123456789012345678)
	f("1234567890123456.78", 1234567890123456780)
	f("1e3", 1000000)
	f("1E+3", 1000000)
	f("1.5e-3", 2)
	f("1.4e-3", 1)
	f("5e-4", 1)
	f("49e-5", 0)
	f("99e-5", 1)
	f(".5e1", 5000)
	f("5.e1", 50000)
	f("0.000018e6", 18000)
	f("1800000e-5", 18000)
	f("1e308", OutOfRange)
	f("-1e308", -OutOfRange)
	f("1e-400", 0)
	f("1e-999999999999999999999", 0)
	f("0e999999999999999999999", 0)
	f("-0.000e999999999", 0)
	f("1"+strings.Repeat("0", 300)+"e-300", 1000)
	f("0."+strings.Repeat("0", 999)+"1e1000", 1000)
	f(strings.Repeat("0", 400)+"1", 1000)
	f("17976931348623157e292", OutOfRange)
}

func TestDecimalRefused(t *testing.T) {
	f := func(text string) {
		t.Helper()
		if n, ok := ParseDecimal([]byte(text)); ok {
			t.Errorf("%.60q was read as %d", text, n.Thousandths)
		}
	}
	f("")
	f("+")
	f("-")
	f(".")
	f("-.")
	f("..5")
	f("1.2.3")
	f("--1")
	f("+-1")
	f(" 1")
	f("1 ")
	f("1,5")
	f("e5")
	f(".e5")
	f("1e")
	f("1e+")
	f("1e5.")
	f("1e5e5")
	f("1e 5")
	f("0x10")
	f("1_000")
	f("1p5")
	f("NaN")
	f("nan")
	f("Inf")
	f("-inf")
	f("Infinity")
	f("None")
	f("٣")
	f("1e309")
	f("-1e309")
	f("1e999999999")
	f("1e99999999999999999999999999")
	f("1.8e308")
	f(strings.Repeat("9", 400))
	f("0." + strings.Repeat("0", 400) + "1e999")
}

func TestDecimalFloatBorder(t *testing.T) {
	border := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 1024),
		new(big.Int).Lsh(big.NewInt(1), 970))
	if beyondFloat64 != border.String() {
		t.Fatalf("beyondFloat64 is %s, want %s", beyondFloat64, border)
	}
	below := new(big.Int).Sub(border, big.NewInt(1)).String()
	f := func(text string, want bool) {
		t.Helper()
		_, ok := ParseDecimal([]byte(text))
		if _, err := strconv.ParseFloat(text, 64); ok != want || (err == nil) != want {
			t.Errorf("%.40s…: got %v, strconv says %v, want %v", text, ok, err, want)
		}
	}
	f(border.String(), false)
	f(below, true)
	f(below+".99999", true)
	f(border.String()+".0", false)
	f(below[:1]+"."+below[1:]+"e308", true)
	f(beyondFloat64[:1]+"."+beyondFloat64[1:]+"e308", false)
	f("0.00"+beyondFloat64+"e311", false)
	f(beyondFloat64[:50]+"e259", true)
	f(strings.TrimRight(beyondFloat64, "0")+
		"e"+strconv.Itoa(len(beyondFloat64)-len(strings.TrimRight(beyondFloat64, "0"))), false)
}

func TestDecimalWhole(t *testing.T) {
	f := func(text string, want int64, whole bool) {
		t.Helper()
		n, _ := ParseDecimal([]byte(text))
		if i, ok := n.Whole(); ok != whole || ok && i != want {
			t.Errorf("%s: got %d, %v, want %d, %v", text, i, ok, want, whole)
		}
	}
	f("0", 0, true)
	f("-7", -7, true)
	f("1548423000.0", 1548423000, true)
	f("1.548423e9", 1548423000, true)
	f("1000000e-6", 1, true)
	f("1.0000000000000000000000000000001", 0, false)
	f("0.99999999", 0, false)
	f("0.0001", 0, false)
	f("1.5", 0, false)
	f("1e-400", 0, false)
	f("1e300", 0, false)
	f("-1e300", 0, false)
}

func TestDecimalPositive(t *testing.T) {
	f := func(text string, want bool) {
		t.Helper()
		if n, ok := ParseDecimal([]byte(text)); !ok || n.Positive != want {
			t.Errorf("%s: got %v, %v, want %v", text, n.Positive, ok, want)
		}
	}
	f("0", false)
	f("0.000", false)
	f("-1", false)
	f("-1e9", false)
	f("1", true)
	f("0.0001", true)
	f("1e-400", true)
	f("1e20", true)
}

// A hostile exponent must not cost what it says.
func TestDecimalHostileExponent(t *testing.T) {
	long := "1" + strings.Repeat("0", 1<<20) + "e-" + strconv.Itoa(1<<20)
	start := time.Now()
	if n, ok := ParseDecimal([]byte(long)); !ok || n.Thousandths != 1000 {
		t.Errorf("got %d, %v", n.Thousandths, ok)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
	b := []byte("1e999999999")
	if n := testing.AllocsPerRun(100, func() { ParseDecimal(b) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

var decimalForm = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$`)

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{
		"-18.0005", "1e3", ".5e-2", "123456789012345678901234567890", "1e308", "4.9995e2",
		"0.00000000000000000005e16",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := ParseDecimal([]byte(text))
		if !decimalForm.MatchString(text) {
			if _, err := strconv.ParseFloat(text, 64); ok && errors.Is(err, strconv.ErrSyntax) {
				t.Fatalf("%q was read", text)
			}
			return
		}
		if _, err := strconv.ParseFloat(text, 64); (err == nil) != ok {
			t.Fatalf("%q: got %v, strconv says %v", text, ok, err)
		}
		if !ok {
			return
		}
		exact, _ := new(big.Rat).SetString(text)
		exact.Mul(exact, big.NewRat(1000, 1))
		twice := new(big.Rat).Abs(exact)
		twice.Mul(twice, big.NewRat(2, 1)).Add(twice, big.NewRat(1, 1))
		want := new(big.Int).Quo(twice.Num(), new(big.Int).Mul(twice.Denom(), big.NewInt(2)))
		if exact.Sign() < 0 {
			want.Neg(want)
		}
		if want.CmpAbs(big.NewInt(1e18)) >= 0 {
			if n.Thousandths < 1e18 && n.Thousandths > -1e18 {
				t.Fatalf("%q: got %d", text, n.Thousandths)
			}
			return
		}
		if n.Thousandths != want.Int64() || n.Exact != exact.IsInt() ||
			n.Positive != (exact.Sign() > 0) {
			t.Fatalf("%q: got %+v, want %s", text, n, want)
		}
	})
}

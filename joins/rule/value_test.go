package rule

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

// read reads a text or a number as one kind of value.
func read[V any](k kind[V], as nodeKind, text string) (V, error) {
	var r reader
	v := k.read(&r, &node{kind: as, text: text, line: 1}, "x")
	return v, r.err()
}

func TestDuration(t *testing.T) {
	f := func(text string, want int64) {
		t.Helper()
		if got, err := read(durationKind, textNode, text); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	f("0", 0)
	f("0s", 0)
	f("0h", 0)
	f("1ms", 1)
	f("1h", 3_600_000)
	f("1h30m", 5_400_000)
	f("24h0m0s", 86_400_000)
	f("1.5s", 1500)
	f(".5s", 500)
	f("5.s", 5000)
	f("0.001s", 1)
	f("1000us", 1)
	f("1000µs", 1)
	f("1000μs", 1)
	f("1000000ns", 1)
	f("1m1m", 120_000)
	f("0.5h0.25m", 1_815_000)
	f("0.5ms0.5ms", 1)
	f("0.00001h", 36)
	f("0001s", 1000)
	f("2562047h47m16.854s", 9_223_372_036_854)
	if got, err := read(durationKind, numberNode, "0"); err != nil || got != 0 {
		t.Errorf("the number 0: %d, %v", got, err)
	}
}

func TestDurationRefused(t *testing.T) {
	f := func(as nodeKind, text, want string) {
		t.Helper()
		_, err := read(durationKind, as, text)
		refused(t, text, err, want)
	}
	for _, text := range []string{
		"", "1", "00", "0.0", "-1s", "+1s", "-0", "+0", " 1s", "1s ", "1 s", "1d", "1H", "h", ".s",
		"1.2.3s", "1e3s", "1s2", "1mm", "1\xb5s", "1h-1m", "9223372036854775808ns", "2562048h",
		"2562047h2562047h",
		"99999999999999999999999999h",
	} {
		f(textNode, text, "is not a duration: write it as \"90s\"")
	}
	f(textNode, "2562048h", "at most 2562047h47m16.854s")
	for _, text := range []string{"0.5ms", "1ns", "1.0005s", "999us", "2562047h47m16.8545s"} {
		f(textNode, text, "is not a whole number of milliseconds")
	}
	f(numberNode, "60", "is 60: a duration needs a unit")
	f(numberNode, "0.0", "a duration needs a unit")
	f(oddNode, "00", "a duration needs a unit")
	f(boolNode, "true", `must be a duration such as "1h30m", is a bool`)
	f(listNode, "", "is a list")
	f(mapNode, "", "is a mapping")
}

func TestDurationRoundTrip(t *testing.T) {
	same := func(n uint64) bool {
		ms := int64(n % uint64(maxDuration/time.Millisecond+1))
		got, err := read(durationKind, textNode, (time.Duration(ms) * time.Millisecond).String())
		return err == nil && got == ms
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

func TestPositive(t *testing.T) {
	for _, text := range []string{"0", "0s", "0h0m"} {
		_, err := read(positiveKind, textNode, text)
		refused(t, text, err, "must be more than 0")
	}
	if ms, err := read(positiveKind, textNode, "1ms"); err != nil || ms != 1 {
		t.Errorf("1ms: %d, %v", ms, err)
	}
	_, err := read(positiveKind, textNode, "1d")
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("one wrong duration is said twice: %v", err)
	}
}

func TestNumber(t *testing.T) {
	f := func(text string, want int64) {
		t.Helper()
		if got, err := read(numberKind, numberNode, text); err != nil || got != want {
			t.Errorf("%.40s: %d, %v, want %d", text, got, err, want)
		}
	}
	f("0", 0)
	f("-0", 0)
	f("5.0", 5000)
	f("+.5", 500)
	f("-18.0005", -18001)
	f("18.00049999999999999999999", 18000)
	f("5e-4", 1)
	f("1E+3", 1_000_000)
	f("1e-999999999999999999999", 0)
	f("0e999999999999999999999", 0)
	f("1e12", 1e15)
	f("-1e12", -1e15)
	f("999999999999.9994", 999_999_999_999_999)
	f("999999999999.9995", 1e15) // rounded to 10^12, not beyond it
	f("0000999999999999999.9e-3", 1e15)
	f("1"+strings.Repeat("0", 12)+"."+strings.Repeat("0", 5000), 1e15)
}

func TestNumberRefused(t *testing.T) {
	f := func(as nodeKind, text, want string) {
		t.Helper()
		_, err := read(numberKind, as, text)
		refused(t, text, err, want)
	}
	for _, text := range []string{
		"1000000000000.0000001", "-1000000000000.0000001", "0.00010000000000000001e16",
		"1000000000000.001", "1e13", "-1000000000001", "1e400",
		"1e99999999999999999999", ".inf", "-.inf", ".nan",
	} {
		f(numberNode, text, "must be a number of at most 10^12 either way")
	}
	f(textNode, "5", `must be a number, is the text "5"`)
	f(oddNode, "1_000", "is 1_000, which versions of YAML read differently")
	f(boolNode, "true", "must be a number, is a bool")
	f(listNode, "", "must be a number, is a list")
	f(mapNode, "", "must be a number, is a mapping")
}

// A number is 10^12 at most exactly if the rational that is written is.
func TestNumberMagnitude(t *testing.T) {
	most := new(big.Rat).SetInt64(1e12)
	same := func(whole int16, fraction uint32, zeros uint8) bool {
		text := fmt.Sprintf("%d.%s%d",
			1_000_000_000_000+int64(whole%3), strings.Repeat("0", int(zeros%9)), fraction)
		exact, _ := new(big.Rat).SetString(text)
		_, err := read(numberKind, numberNode, text)
		return (err == nil) == (exact.Cmp(most) <= 0)
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

func TestInteger(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "-7": -7, "3.0": 3, "1e3": 1000, "1e12": 1e12, "1000000e-6": 1,
	} {
		if got, err := read(integerKind, numberNode, text); err != nil || *got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"1.5", "1.0000000000001", "1e-400", "0.0004"} {
		_, err := read(integerKind, numberNode, text)
		refused(t, text, err, "must be an integer")
	}
}

func TestShare(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1": 1_000_000, "0.95": 950_000, "95e-2": 950_000, "1E0": 1_000_000,
		"0.000001": 1, ".123456": 123_456, "0.1234560000": 123_456, "1000000e-6": 1_000_000,
		"0e99999999999999999999": 0, "-0": 0,
	} {
		if got, err := read(shareKind, numberNode, text); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"1.000001": "from 0 to 1", "-0.1": "from 0 to 1", "-0.000001": "from 0 to 1",
		"95":        "as 0.95 for 95 %",
		"0.1234567": "six decimals", "1.0000000000001": "six decimals", "0.9999999": "six decimals",
		"1e-7": "six decimals", "1e-99999999999999999999": "six decimals", "1e400": "10^12",
	} {
		_, err := read(shareKind, numberNode, text)
		refused(t, text, err, want)
	}
	if _, err := read(shareKind, textNode, "0.5"); err == nil ||
		strings.Contains(err.Error(), "\n") {
		t.Errorf("a text: %v", err)
	}
}

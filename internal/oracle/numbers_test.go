package oracle

import (
	"math/big"
	"strconv"
	"testing"
)

func TestRoundingOfDecimals(t *testing.T) {
	for text, want := range map[string]int64{
		"-18.0005": -18001, "18.0005": 18001, "18.00049999999999999999": 18000, "0.0004": 0,
		"-0.0004": 0, "-0.0005": -1, ".5": 500, "5.": 5000, "+5": 5000, "005": 5000,
		"1e3": 1000000, "12345e-4": 1235, "1E-999999999999": 0, "0e999999999999": 0,
		"80.0005": 80001,
		"2.675":   2675, "1.0005": 1001, "999999999999.9995": 1000000000000000,
	} {
		d, err := parseNumber(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := thousandths(d); err != nil || got != want {
			t.Errorf("%s: want %d, got %d, %v", text, want, got, err)
		}
	}
	for _, text := range []string{"1000000000001", "-1e13", "1e300"} {
		d, _ := parseNumber(text)
		if got, err := thousandths(d); err == nil {
			t.Errorf("%s is taken as %d", text, got)
		}
	}
}

func TestNumberText(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 5: "0.005", -5: "-0.005", 5000: "5",
		-1500:  "-1.5",
		100010: "100.01"} {
		if got := number(n, 3); got.String() != want {
			t.Errorf("%d: want %s, got %s", n, want, got)
		}
	}
}

func TestWhatIsNoNumber(t *testing.T) {
	for _, text := range []string{
		"", ".", "1e", "e5", " 4", "4 ", "4,5", "--4", "0x10", "1_000", "1/3", "NaN",
		"Inf", "1e309",
		"-1e309", "1e999999999999",
	} {
		if r, err := parseNumber(text); err == nil {
			t.Errorf("%s is taken as %v", text, r)
		}
	}
	// 64-bit floating point ends where 2^1024 is nearer than the greatest number below it.
	least := new(big.Int).Sub(power(2, 1024), power(2, 970))
	for text, want := range map[string]bool{
		least.String(): false, new(big.Int).Sub(least, big.NewInt(1)).String(): true,
	} {
		_, err := parseNumber(text)
		_, errFloat := strconv.ParseFloat(text, 64)
		if (err == nil) != want || (errFloat == nil) != want {
			t.Errorf("%s: %v, %v", text, err, errFloat)
		}
	}
}

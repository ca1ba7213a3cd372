package joins

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestMKT(t *testing.T) {
	const hour = 3_600_000
	f := func(want int64, pairs ...int64) { // temperature in thousandths, ms
		t.Helper()
		var sum uint128
		var ms int64
		for i := 0; i < len(pairs); i += 2 {
			sum.addMul(mktWeight(int32(pairs[i])), uint64(pairs[i+1]))
			ms += pairs[i+1]
		}
		if got := mkt(sum, ms); got != want {
			t.Errorf("mkt%v = %d, want %d", pairs, got, want)
		}
	}
	f(5764, 5000, 23*hour, 15000, hour) // the example of the specification
	f(5764, 15000, hour, 5000, 23*hour)
	f(5000, 5000, 1)
	f(0, 0, 1)
	f(-80_000, -80_000, 1)
	f(80_000, 80_000, 1)
	f(-80_000, -80_000, 9_000*365*24*hour)
	f(80_000, 80_000, 9_000*365*24*hour) // all the time that can be told: the sum holds it
}

func TestUint128(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		var u uint128
		want := new(big.Int)
		for range 1 + r.IntN(8) {
			a, b := r.Uint64()>>r.IntN(64), r.Uint64()>>(2+r.IntN(60))
			u.addMul(a, b)
			want.Add(want, new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b)))
		}
		if want.BitLen() > 128 {
			continue
		}
		if u.big().Cmp(want) != 0 {
			t.Fatalf("sum %v, want %v", u.big(), want)
		}
		d := 1 + r.Uint64()>>r.IntN(64)
		if d == 0 {
			continue
		}
		quo := new(big.Int).Quo(want, new(big.Int).SetUint64(d))
		if q, ok := u.div(d); ok != quo.IsInt64() || ok && q != quo.Int64() {
			t.Fatalf("%v / %d = %d, %v; want %v", want, d, q, ok, quo)
		}
		if f, _ := new(big.Float).SetInt(want).Float64(); math.Abs(u.float()-f) > f*1e-15 {
			t.Fatalf("float of %v is %g, want %g", want, u.float(), f)
		}
		w := &wire{b: appendUint128(nil, u)}
		if got := w.uint128(); got != u || w.close("sum") != nil {
			t.Fatalf("%v was written as %v", u, got)
		}
	}
}

func TestMulLessAndDiv(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 5000 {
		a, b, c, d := r.Int64()>>r.IntN(60), r.Int64()>>r.IntN(60), r.Int64()>>r.IntN(60), r.Int64()>>r.IntN(60)
		less := new(big.Int).Mul(big.NewInt(a), big.NewInt(b)).Cmp(new(big.Int).Mul(big.NewInt(c), big.NewInt(d))) < 0
		if got := mulLess(a, b, c, d); got != less {
			t.Fatalf("%d*%d < %d*%d: %v", a, b, c, d, got)
		}
		if c = max(c, a, 1); b > 1_000_000 {
			b = 1_000_000
		}
		want := new(big.Int).Quo(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), big.NewInt(c)).Int64()
		if got := mulDiv(a, b, c); got != want {
			t.Fatalf("%d*%d/%d = %d, want %d", a, b, c, got, want)
		}
	}
}

func TestDegreeMinutes(t *testing.T) {
	f := func(want string, products ...uint64) {
		t.Helper()
		var u uint128
		for i := 0; i < len(products); i += 2 {
			u.addMul(products[i], products[i+1])
		}
		if got := string(appendDegreeMinutes(nil, u)); got != want {
			t.Errorf("degree-minutes of %v: %s, want %s", products, got, want)
		}
	}
	f("0")
	f("0", 1, 59_999)
	f("0.001", 1, 60_000)
	f("12.345", 12_345, 60_000)
	f("12.345", 12_345, 60_000, 1, 59_999) // truncated once
	f("1", 1000, 60_000)
	// beyond 63 bits of thousandths, as no reefer makes them
	f("18446744073709551.615", math.MaxUint64, 60_000)
	f("307445734561828012370141932.781", math.MaxUint64, 1_000_000_000_000_007)
	f("18446744073709551000", math.MaxUint64-615, 60_000*1000)
}

package judge

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"coldchain/joins/internal/wire"
)

// Sums of 128 bits are what big integers say, and come back as they were written.
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
		if f, _ := new(big.Float).SetInt(want).Float64(); math.Abs(u.float()-f) > f*1e-15 {
			t.Fatalf("float of %v is %g, want %g", want, u.float(), f)
		}
		in := wire.Read(u.append(nil))
		if got := readUint128(in); got != u || in.Close("sum") != nil {
			t.Fatalf("%v was written as %v", u, got)
		}
		d := 1 + r.Uint64()>>r.IntN(64)
		if d == 0 {
			continue
		}
		quo := new(big.Int).Quo(want, new(big.Int).SetUint64(d))
		if q, ok := u.div(d); ok != quo.IsInt64() || ok && q != quo.Int64() {
			t.Fatalf("%v / %d = %d, %v; want %v", want, d, q, ok, quo)
		}
	}
}

func TestMulLess(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	number := func() int64 { return r.Int64() >> r.IntN(60) }
	product := func(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }
	for range 5000 {
		a, b, c, d := number(), number(), number(), number()
		if got, want := mulLess(a, b, c, d), product(a, b).Cmp(product(c, d)) < 0; got != want {
			t.Fatalf("%d*%d < %d*%d: %v", a, b, c, d, got)
		}
		if mulLess(a, b, a, b) || mulLess(a, b, b, a) {
			t.Fatalf("%d*%d is less than itself", a, b)
		}
	}
}

// Coverage is truncated, exactly, also for as long as years go.
func TestCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 5000 {
		judged := 1 + r.Int64()>>(10+r.IntN(50))
		observed := r.Int64N(judged + 1)
		want := new(big.Int).Mul(big.NewInt(observed), big.NewInt(1_000_000))
		want.Quo(want, big.NewInt(judged))
		g := &Figures{JudgedMs: judged, ObservedMs: observed}
		if got := g.Coverage(); got != want.Int64() {
			t.Fatalf("%d of %d: %d, want %v", observed, judged, got, want)
		}
	}
}

func TestDegreeMinutes(t *testing.T) {
	f := func(want string, products ...uint64) {
		t.Helper()
		var e Excursion
		for i := 0; i < len(products); i += 2 {
			e.beyond.addMul(products[i], products[i+1])
		}
		if got := string(e.AppendDegreeMinutes([]byte("="))); got != "="+want {
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

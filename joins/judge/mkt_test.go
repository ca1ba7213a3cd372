package judge

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// kineticMean is the mean of temperatures (thousandths) for durations (ms), in pairs.
func kineticMean(pairs []int64) int64 {
	var sum uint128
	var ms int64
	for i := 0; i < len(pairs); i += 2 {
		sum.addMul(mktWeight(int32(pairs[i])), uint64(pairs[i+1]))
		ms += pairs[i+1]
	}
	return mkt(sum, ms)
}

func TestMKT(t *testing.T) {
	f := func(want int64, pairs ...int64) {
		t.Helper()
		if got := kineticMean(pairs); got != want {
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

// One temperature alone is its own mean, for each that a reading can have.
func TestMKTOfOneTemperature(t *testing.T) {
	for milli := int64(-80_000); milli <= 80_000; milli++ {
		if got := kineticMean([]int64{milli, 60_000}); got != milli {
			t.Fatalf("mkt of %d alone is %d", milli, got)
		}
	}
}

// The mean is the formula's within a thousandth, whatever the order of the readings.
func TestMKTAgainstTheFormula(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 3000 {
		var pairs []int64
		sum, ms := new(big.Float), 0.0
		low := r.Int64N(160_001) - 80_000
		high := min(low+1+r.Int64N(60_000), 80_000)
		for range 1 + r.IntN(20) {
			milli, d := low+r.Int64N(high-low+1), 1+r.Int64N(100*hour)
			pairs = append(pairs, milli, d)
			weight := math.Exp(-mktEnergy / (float64(milli)/1000 + kelvin))
			sum.Add(sum, new(big.Float).Mul(big.NewFloat(weight), big.NewFloat(float64(d))))
			ms += float64(d)
		}
		total, _ := sum.Float64()
		want := (mktEnergy/-math.Log(total/ms) - kelvin) * 1000
		got := kineticMean(pairs)
		if math.Abs(float64(got)-want) > 0.6 {
			t.Fatalf("mkt%v = %d, want %.3f", pairs, got, want)
		}
		for range 3 {
			r.Shuffle(len(pairs)/2, func(i, k int) {
				pairs[2*i], pairs[2*k] = pairs[2*k], pairs[2*i]
				pairs[2*i+1], pairs[2*k+1] = pairs[2*k+1], pairs[2*i+1]
			})
			if again := kineticMean(pairs); again != got {
				t.Fatalf("mkt%v = %d, before %d", pairs, again, got)
			}
		}
	}
}

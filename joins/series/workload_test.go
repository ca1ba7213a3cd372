package series

import (
	"math"
	"math/rand/v2"

	"coldchain/joins/measure"
)

// typicalReadings are those of a reefer that reports every quarter of an hour in two decimals at
// most: it holds its set point with some noise and rare excursions, defrosts every six hours, and
// is at sea. They carry about 4.1 bytes of information each.
func typicalReadings(seed uint64, n int) []Held {
	r := rand.New(rand.NewPCG(1, seed+1))
	milli := func(x float64, digits float64) int64 {
		p := math.Pow(10, digits)
		return int64(math.Round(math.Round(x*p) / p * 1000))
	}
	offset := r.Int64N(15 * 60_000)
	r.IntN(100_000)
	lat, lon := 31.2+r.Float64(), 121.5+r.Float64()
	r.Uint32()
	var temp, heat float64
	hot := 0
	list := make([]Held, n)
	for s := range list {
		x := &list[s].Reading
		x.Time = 1767571200000 + int64(s)*15*60_000 + offset
		temp = 0.8*temp + 0.15*r.NormFloat64()
		if hot == 0 && r.Float64() < 0.002 {
			hot, heat = 1+r.IntN(9), 4+3*r.Float64()
		}
		t := 2 + temp
		if hot > 0 {
			hot--
			t += heat
		}
		lon += 0.01
		x.Set(measure.Temperature, milli(t, 2))
		x.Set(measure.SetPoint, 2000)
		x.Set(measure.Humidity, milli(85+5*r.Float64(), 1))
		x.Set(measure.CO2, milli(4+r.Float64(), 2))
		x.Set(measure.O2, milli(5+r.Float64(), 2))
		x.Set(measure.Power, milli(3+2*r.Float64(), 2))
		x.SetFlag(measure.DoorKnown, measure.DoorOpen, false)
		x.SetFlag(measure.DefrostKnown, measure.DefrostOn, s%24 == 7)
		x.Set(measure.Latitude, milli(lat, 3))
		x.Set(measure.Longitude, milli(lon, 3))
		r.Float64()
		r.IntN(50)
		r.Float64()
	}
	return list
}

// shapedReadings have columns of all shapes: constant, in steps, spread, far out now and then.
func shapedReadings(r *rand.Rand, n int) []Held {
	list := make([]Held, n)
	time := r.Int64() >> r.IntN(64)
	step := 1 + r.Int64N(1<<r.IntN(30))
	for i := range list {
		list[i].Time = time
		time += step * (1 + r.Int64N(2)*r.Int64N(2))
		list[i].Present = 0xff
	}
	for c := range numColumns {
		if c == timeColumn || c == presentColumn {
			continue
		}
		base, unit, drift := r.Int64()>>(30+r.IntN(34)), 1+r.Int64N(1<<r.IntN(12)), r.Int64N(9)-4
		width, outliers := r.IntN(20), r.IntN(3)
		for i := range list {
			v := base + unit*(drift*int64(i)+r.Int64N(1<<width))
			if outliers > 0 && r.IntN(50) == 0 {
				v += r.Int64() >> (32 + r.IntN(32))
			}
			list[i].set(c, v)
		}
	}
	return list
}

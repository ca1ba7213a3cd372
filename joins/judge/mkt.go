package judge

import "math"

// Mean kinetic temperature after Haynes, with the activation energy and gas constant of the United
// States Pharmacopeia (chapter 1079):
//
//	T_K = (dH/R) / -ln(sum(d_i * e^(-(dH/R)/T_i)) / sum(d_i))
//
// The sum is kept as an integer of weights scaled by 2^104, so that it does not depend on the order
// in which readings came. At the ends of the plausible range, -80 and 80 C, a weight is 6.6e8 and
// 1.0e19: it fits 64 bits and is good to nine digits.
const (
	mktEnergy = 83.144 / 0.008314472 // dH/R in kelvin
	kelvin    = 273.15
	mktScale  = 104
)

// mktWeight is the weight of one millisecond at a temperature in thousandths of a degree Celsius.
func mktWeight(milli int32) uint64 {
	return uint64(math.Ldexp(math.Exp(-mktEnergy/(float64(milli)/1000+kelvin)), mktScale))
}

// mkt is the mean kinetic temperature in thousandths of a degree Celsius, from the sum of weight
// times milliseconds over ms > 0.
func mkt(sum uint128, ms int64) int64 {
	mean := math.Ldexp(sum.float()/float64(ms), -mktScale)
	return int64(math.Round((mktEnergy/-math.Log(mean) - kelvin) * 1000))
}

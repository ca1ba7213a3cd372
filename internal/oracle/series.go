package oracle

import (
	"math"
	"slices"
)

// stretch is some time [start, end).
type stretch struct{ start, end int64 }

func (s stretch) ms() int64 { return s.end - s.start }

// sample is a reading with its value of one metric, and the time for which it speaks: from its
// event time to the next sample's, for at most maxGap. That time is clipped to what is judged and
// may be empty.
type sample struct {
	stretch
	reading *held
	value   int64
}

// series is what one sensor says of one metric in some time that is judged.
type series struct {
	judged   stretch
	samples  []sample  // from maxGap before the start on
	spoken   []sample  // those that speak for any time
	gaps     []stretch // of which none speaks
	observed int64     // ms
}

// seriesOf takes the readings of one sensor in the order of time.
func seriesOf(readings []*held, metric string, maxGap int64, judged stretch) *series {
	s := &series{judged: judged}
	for _, h := range between(readings, judged.start-maxGap, judged.end) {
		if value, ok := h.of(metric); ok {
			s.samples = append(s.samples, sample{reading: h, value: value})
		}
	}
	done := judged.start
	for i := range s.samples {
		this := &s.samples[i]
		end := min(this.reading.time+maxGap, judged.end)
		if i+1 < len(s.samples) {
			end = min(end, s.samples[i+1].reading.time)
		}
		this.stretch = stretch{max(this.reading.time, judged.start), end}
		if this.start >= this.end {
			continue
		}
		if this.start > done {
			s.gaps = append(s.gaps, stretch{done, this.start})
		}
		s.spoken = append(s.spoken, *this)
		s.observed += this.ms()
		done = this.end
	}
	if done < judged.end {
		s.gaps = append(s.gaps, stretch{done, judged.end})
	}
	return s
}

// ofWindow gives the samples with an event time in the time that is judged.
func (s *series) ofWindow() []sample {
	i := 0
	for i < len(s.samples) && s.samples[i].reading.time < s.judged.start {
		i++
	}
	return s.samples[i:]
}

// speaksBefore says whether a sample speaks for the time just before t.
func (s *series) speaksBefore(t int64) bool {
	return slices.ContainsFunc(s.spoken, func(a sample) bool { return a.start < t && t <= a.end })
}

// extremes gives the least and the greatest value of those that speak.
func (s *series) extremes() (least, greatest int64) {
	least, greatest = math.MaxInt64, math.MinInt64
	for _, a := range s.spoken {
		least, greatest = min(least, a.value), max(greatest, a.value)
	}
	return least, greatest
}

// kineticMean gives the mean kinetic temperature in thousandths of a degree Celsius.
func (s *series) kineticMean() int64 {
	const deltaHByR = 83.144 / 0.008314472
	var sum float64
	for _, a := range s.spoken {
		kelvin := (float64(a.value) + 273150) / 1000
		sum += float64(a.ms()) * math.Exp(-deltaHByR/kelvin)
	}
	mean := deltaHByR/-math.Log(sum/float64(s.observed)) - 273.15
	return int64(math.Round(mean * 1000))
}

// stuck says whether the sensor repeats one value for longer than so long, with nothing unobserved
// in between.
func (s *series) stuck(longest, maxGap int64) bool {
	list := s.ofWindow()
	first := 0
	for i := 1; i < len(list); i++ {
		before, now := list[i-1], list[i]
		if now.value != before.value || now.reading.time-before.reading.time > maxGap {
			first = i
		}
		if now.reading.time-list[first].reading.time > longest {
			return true
		}
	}
	return false
}

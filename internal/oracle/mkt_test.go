package oracle

import "testing"

func readingsOf(values ...int64) (list []*held) {
	for i, v := range values {
		h := &held{time: int64(i) * hour}
		*h.measure("temperature") = measured{present: true, value: v}
		list = append(list, h)
	}
	return list
}

// A mean worked out by hand: 23 h at 5 and 1 h at 15 is 5.764.
func TestKineticMean(t *testing.T) {
	var day24 []int64
	for range 23 {
		day24 = append(day24, 5000)
	}
	for _, c := range []struct {
		values []int64
		want   int64
	}{
		{append(day24, 15000), 5764},
		{[]int64{-80000, -80000}, -80000},
		{[]int64{-1, -1}, -1},
		{[]int64{0}, 0},
		{[]int64{4999, 4999, 4999}, 4999},
		{[]int64{80000}, 80000},
	} {
		judged := stretch{0, int64(len(c.values)) * hour}
		s := seriesOf(readingsOf(c.values...), "temperature", hour, judged)
		if got := s.kineticMean(); got != c.want {
			t.Errorf("%v: want %d, got %d", c.values, c.want, got)
		}
	}
}

package series

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"coldchain/joins/measure"
)

// reading is one of the temperature, in degrees.
func reading(t, degrees int64) *measure.Reading {
	x := &measure.Reading{Time: t}
	x.Set(measure.Temperature, 1000*degrees)
	return x
}

// model is a series as a sorted list of what it should hold.
type model struct {
	t    *testing.T
	seed uint64
	r    *rand.Rand
	st   shelf
	s    Series
	held map[int64]Held
	now  int64
	gone int64          // event time before which Cut may have removed readings
	late map[int64]bool // of this cycle: whether something changed
}

// add takes a reading of now or, now and then, of before.
func (m *model) add(lateness int64) {
	m.now += m.r.Int64N(3)
	at := m.now
	if lateness > 0 && m.r.IntN(4) == 0 {
		at -= m.r.Int64N(lateness)
	}
	if at < m.gone {
		return // may open a chunk behind the horizon: Cut does not promise what becomes of it
	}
	x := reading(at, m.r.Int64N(3))
	h, there := m.held[at]
	last := int64(math.MinInt64)
	if tail := m.s.Tail(); tail != nil {
		last = tail.Time
	}
	if m.s.Before(at) != (at > last && last != math.MinInt64) {
		m.t.Fatalf("seed %d: Before(%d) with the last at %d", m.seed, at, last)
	}
	changed := true
	if there {
		changed = h.correct(*x)
	} else {
		h = Held{Reading: *x}
	}
	m.held[at] = h
	want := Appended
	switch {
	case at < last:
		want = Late
		m.late[at] = m.late[at] || changed
	case at == last && changed:
		want = Corrected
	case at == last:
		want = Repeated
	}
	if got := m.s.Add(m.st, x); got != want {
		m.t.Fatalf("seed %d: adding at %d behind %d: %d, want %d", m.seed, at, last, got, want)
	}
}

// merge stores what is late, and takes the series through its stored form.
func (m *model) merge() {
	m.t.Helper()
	if m.s.HasLate() != (len(m.late) > 0) {
		m.t.Fatalf("seed %d: HasLate is %v", m.seed, m.s.HasLate())
	}
	done, err := m.s.Merge(m.st)
	if err != nil {
		m.t.Fatal(err)
	}
	got := map[int64]bool{}
	for _, d := range done {
		got[d.Time] = got[d.Time] || d.Changed
	}
	for at, changed := range m.late {
		if c, there := got[at]; !there || c != changed {
			m.t.Fatalf("seed %d: late at %d: changed %v, want %v", m.seed, at, c, changed)
		}
	}
	if len(got) != len(m.late) {
		m.t.Fatalf("seed %d: %v were late, want %v", m.seed, got, m.late)
	}
	clear(m.late)
	m.s = stored(m.t, &m.s)
	m.check()
}

// check holds the series against the list, whole and in parts.
func (m *model) check() {
	m.t.Helper()
	want := sorted(m.held)
	if len(want) == 0 {
		return
	}
	if m.s.Tail() == nil || *m.s.Tail() != want[len(want)-1] {
		m.t.Fatalf("seed %d: last reading %+v, want %+v", m.seed, m.s.Tail(), want[len(want)-1])
	}
	want = want[:len(want)-1]
	span := func() (from, to int64) {
		from = m.r.Int64N(m.now+20) - 10
		return from, from + m.r.Int64N(m.now+20)
	}
	for i := range 10 {
		from, to := span()
		if i == 0 {
			from, to = math.MinInt64, math.MaxInt64
		}
		var part []Held
		for _, h := range want {
			if h.Time >= from && h.Time < to {
				part = append(part, h)
			}
		}
		if got := all(m.t, &m.s, m.st, from, to); !slices.Equal(got, part) {
			m.t.Fatalf("seed %d: %d readings in [%d, %d), want %d", m.seed, len(got), from, to, len(part))
		}
		ahead := slices.ContainsFunc(want, func(h Held) bool { return h.Time >= from })
		if m.s.Ahead(from) != ahead {
			m.t.Fatalf("seed %d: Ahead(%d) is %v", m.seed, from, !ahead)
		}
	}
	m.checkChunks()
}

// checkChunks holds what the series says of its chunks against them: sizes, ends, order, none left
// over.
func (m *model) checkChunks() {
	m.t.Helper()
	last := int64(noTime)
	for _, k := range m.s.sealed {
		list, err := m.s.load(m.st, k, nil)
		if err != nil {
			m.t.Fatal(err)
		}
		if len(list) != k.n || list[0].Time != k.first || list[len(list)-1].Time != k.last ||
			k.first <= last || k.n > split {
			m.t.Fatalf("seed %d: chunk %v holds %d readings and follows %d", m.seed, k, len(list), last)
		}
		last = k.last
	}
	if len(m.st) != len(m.s.sealed) {
		m.t.Fatalf("seed %d: %d chunks are stored, %d are known", m.seed, len(m.st), len(m.s.sealed))
	}
	if n := m.s.open.n; n >= split || n > 0 && m.s.open.first <= last {
		m.t.Fatalf("seed %d: %d readings are open from %d on, the last sealed one is at %d",
			m.seed, n, m.s.open.first, last)
	}
}

// cut removes what ended before a horizon: whole chunks, and never a reading at or behind it.
func (m *model) cut(horizon int64) {
	m.t.Helper()
	before := all(m.t, &m.s, m.st, math.MinInt64, math.MaxInt64)
	removable := m.s.Removable(horizon)
	if some := m.s.Cut(m.st, horizon); some != removable {
		m.t.Fatalf("seed %d: Removable(%d) said %v, Cut %v", m.seed, horizon, removable, some)
	}
	after := all(m.t, &m.s, m.st, math.MinInt64, math.MaxInt64)
	gone := before[:len(before)-len(after)]
	if !slices.Equal(before[len(gone):], after) {
		m.t.Fatalf("seed %d: Cut(%d) took more than the first readings", m.seed, horizon)
	}
	for _, h := range gone {
		if h.Time >= horizon || !m.s.Gone(h.Time) {
			m.t.Fatalf("seed %d: Cut(%d) took one at %d, gone: %v", m.seed, horizon, h.Time,
				m.s.Gone(h.Time))
		}
		delete(m.held, h.Time)
		m.gone = max(m.gone, h.Time+1)
	}
	if m.s.Gone(max(horizon, m.gone)) {
		m.t.Fatalf("seed %d: Cut(%d) says that a reading at the horizon is gone", m.seed, horizon)
	}
	if len(after) > 0 && m.s.Gone(after[0].Time) {
		m.t.Fatalf("seed %d: the first reading that is left is said to be gone", m.seed)
	}
	m.check()
}

// A series holds what a sorted list would, whatever the order in which its readings come.
func TestSeriesAgainstASortedList(t *testing.T) {
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 2))
		m := &model{t: t, seed: seed, r: r, st: shelf{}, s: newSeries("main"), held: map[int64]Held{},
			late: map[int64]bool{}, gone: math.MinInt64}
		lateness := []int64{0, 5, 50, 3000}[seed%4]
		for range 1 + r.IntN(3000) {
			m.add(lateness)
			if r.IntN(100) == 0 {
				m.merge()
			}
			if seed%8 >= 4 && r.IntN(400) == 0 {
				m.merge()
				m.cut(m.now - r.Int64N(m.now+100))
			}
		}
		m.merge()
	}
}

// Package generate makes logs that hit the corners of the program's meaning, as a load for tests.
// It knows what input may look like and where the meaning has its thresholds. It doesn't judge.
package generate

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"sort"

	"coldchain/internal/oracle"
)

// genesis is 2026-03-01T00:00:00Z. Everything in a generated log happens within sixty days of it.
const genesis = int64(1772323200000)

// lead is how far a reading may move the stream time beyond its record's timestamp by default.
const lead = 5 * minute

// Orders makes a rule book and a log of that many orders: shapes, joins, equal times, windows,
// exact thresholds, late and contradicting readings, clocks that are ahead, and hostile records of
// every code. Every fifth log of ten orders and more has one more, of a size that is at a limit.
//
// The same seed gives the same log. Records lie where their keys belong by murmur2; the offsets of
// a partition ascend, with holes; event times are in no order. The topics have as many partitions
// as the constants of package oracle say.
func Orders(seed uint64, orders int) (rules []byte, recs []oracle.Record) {
	rules, recs, _ = generate(seed, orders, false)
	return rules, recs
}

// Misplaced makes the same kind of log, but with some records in a partition that is not their
// key's, as foreign producers leave them. What then decides between equal event times and equal
// offsets is the partition. A log like this needs a reader that sees all partitions, or re-keyed
// topics.
func Misplaced(seed uint64, orders int) (rules []byte, recs []oracle.Record) {
	rules, recs, _ = generate(seed, orders, true)
	return rules, recs
}

// gen is the state of one generation.
type gen struct {
	*rand.Rand
	drafts     []draft
	cut        [oracle.MetricsPartitions]int64 // the stream time of the partition
	silent     int                             // a partition without accepted readings, or -1
	voyages    []plannedVoyage
	chains     []chain
	containers []string
	aboard     map[string][]int  // the voyages that each container may be on
	spans      map[string][]span // when each container may carry goods
	theme      theme
	settles    []int64
	inline     []string // rules for orders of their own, as JSON
	products   []string
	sequence   int64
}

// draft is an event before it has a shape. Fields hold JSON.
type draft struct {
	topic, kind, id string
	time, timestamp int64
	fields          []field
	hostile         string // the code with which it is to be refused
	late            bool   // comes at the end of the log
	sequence        int64  // > 0: comes behind all others, in the order of these numbers
	size            int    // > 0: how many bytes its value has
}

type field struct{ name, json string }

// span is some time.
type span struct{ start, end int64 }

func (g *gen) chance(p float64) bool { return g.Float64() < p }

// in gives a number from lo to hi, both included.
func (g *gen) in(lo, hi int64) int64 { return lo + g.Int64N(hi-lo+1) }

func pick[T any](g *gen, from ...T) T { return from[g.IntN(len(from))] }

// beside gives t, or a millisecond less or more.
func (g *gen) beside(t int64) int64 { return t + pick[int64](g, 0, 0, 0, -1, 1) }

func (g *gen) add(d draft) {
	if d.timestamp == 0 {
		d.timestamp = d.time + pick(g, 0, 1, 1500, minute, hour)
	}
	g.drafts = append(g.drafts, d)
}

// inSequence adds events that come in this order behind all others.
func (g *gen) inSequence(d draft) {
	g.sequence++
	d.sequence = g.sequence
	g.add(d)
}

// generate also gives what it means to be refused.
func generate(
	seed uint64, orders int, misplaced bool,
) (rules []byte, recs []oracle.Record, refused []oracle.Refusal) {
	g := &gen{
		Rand:   rand.New(rand.NewPCG(seed, 0x636f6c64)),
		aboard: map[string][]int{}, spans: map[string][]span{}, silent: -1,
	}
	g.chooseTheme()
	rules = g.ruleBook(seed%2 == 1)
	for p := range g.cut {
		g.cut[p] = genesis + g.in(15, 25)*day + g.in(0, 23)*hour
	}
	if g.chance(0.15) {
		g.silent = g.IntN(oracle.MetricsPartitions - 1)
	}
	g.planVoyages(orders)
	for i := range orders + 3 {
		g.containers = append(g.containers, containerName(i))
	}
	for i := range orders {
		g.addOrder(orderName(i))
	}
	for i := range g.voyages {
		g.addVoyage(i)
	}
	for _, c := range g.containers {
		g.addReadings(c)
	}
	g.addStreamTimes()
	g.addHostile()
	if orders >= 10 {
		g.addExtreme(seed)
	}
	recs, refused = g.log(misplaced)
	return rules, recs, refused
}

var partitions = map[string]int{
	topicOrders: oracle.OrderPartitions, topicVoyages: oracle.VoyagePartitions,
	topicMetrics: oracle.MetricsPartitions,
}

// log gives the drafts shapes, places and offsets.
func (g *gen) log(misplaced bool) (recs []oracle.Record, refused []oracle.Refusal) {
	next := map[string]map[int32]int64{topicOrders: {}, topicVoyages: {}, topicMetrics: {}}
	for _, i := range g.ranked() {
		d := g.drafts[i]
		r := g.shape(d)
		r.Partition = int32(g.IntN(partitions[d.topic]))
		if r.Key != nil && (d.sequence > 0 || !misplaced || g.chance(0.85)) {
			r.Partition = oracle.PartitionOf(*r.Key, partitions[d.topic])
		}
		if misplaced && d.topic == topicMetrics && int(r.Partition) == g.silent {
			r.Partition = oracle.MetricsPartitions - 1
		}
		at := next[d.topic]
		if g.chance(0.05) {
			at[r.Partition] += g.in(1, 3) // a hole, as transactions and compaction leave them
		}
		r.Offset = at[r.Partition]
		at[r.Partition]++
		recs = append(recs, r)
		if d.hostile != "" {
			refused = append(refused, oracle.Refusal{
				Topic: r.Topic, Partition: r.Partition, Offset: r.Offset, Code: d.hostile,
			})
		}
	}
	slices.SortFunc(refused, func(a, b oracle.Refusal) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition),
			cmp.Compare(a.Offset, b.Offset))
	})
	return recs, refused
}

// ranked gives the drafts in the order in which they are written: readings about in the order of
// time, the others in any.
func (g *gen) ranked() []int {
	rank := make([]float64, len(g.drafts))
	index := make([]int, len(g.drafts))
	for i, d := range g.drafts {
		index[i] = i
		rank[i] = float64(d.time) + g.NormFloat64()*float64(hour)
		switch {
		case d.sequence > 0:
			rank[i] = float64(genesis + 70*day + d.sequence)
		case d.late || g.chance(0.03):
			rank[i] = float64(genesis + 60*day + g.in(0, day))
		case d.topic != topicMetrics:
			rank[i] = float64(genesis + g.in(0, 60*day))
		}
	}
	sort.SliceStable(index, func(a, b int) bool { return rank[index[a]] < rank[index[b]] })
	return index
}

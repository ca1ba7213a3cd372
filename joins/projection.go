package joins

import (
	"encoding/hex"
	"maps"
	"slices"

	"coldchain/joins/internal/jsontext"
	"coldchain/joins/judge"
)

// schemaVersion is the version of the projection's format.
const schemaVersion = 2

// projection is the answer for one order.
type projection struct {
	verdict  judge.Verdict
	phase    judge.Phase
	reasons  []string
	voyages  int64 // events of the voyages of the legs
	readings int64
	digest   digest // of what was judged
	material digest // of what is published as soon as it changes

	misjudged bool // a custody was judged by another rule than the order's

	id      string
	order   *order
	results []*result
}

// project puts the answer for an order together from its registers and the latest result of each
// custody. rule is the JSON of the rule that the order is judged by, nil for none.
func project(id string, o *order, rule []byte,
	resultOf func(containerID string) (*result, error)) (*projection, error) {
	p := &projection{id: id, order: o}
	for i := range o.containers {
		c := &o.containers[i]
		if c.custody == nil {
			continue
		}
		r, err := resultOf(c.id)
		if err != nil {
			return nil, err
		}
		if r == nil || r.epoch < c.custody.born {
			r = unanswered(c, rule)
		} else if !r.frozen && r.judgedBy != ruleMark(rule) {
			p.misjudged = true
		}
		p.results = append(p.results, r)
	}
	p.conclude()
	p.count()
	p.hash()
	return p, nil
}

// unanswered is what can be said of a custody of which the containers stage said nothing yet.
func unanswered(c *orderContainer, rule []byte) *result {
	v := &custodyView{containerID: c.id, ruleJSON: rule}
	for _, l := range c.custody.legs {
		v.legs = append(v.legs, legView{number: l.number, voyageID: l.voyageID})
	}
	j := judge.Judge(&judge.Case{Course: judge.Course{Awaiting: true}}, nil, nil, judge.NoTime)
	r := &result{containerID: c.id, phase: j.Phase, verdict: j.Verdict, shown: stretches}
	r.json = (&custodyWriter{}).write(v, &j)
	r.digest, r.material, _ = v.hashes(nil, &j)
	return r
}

// conclude gives verdict, phase and reasons of the order (SPECIFICATION 6.2).
func (p *projection) conclude() {
	o, results := p.order, p.results
	stopped := o.state() == statusCancelled || o.state() == statusRejected
	counting := results
	if stopped {
		counting = slices.DeleteFunc(slices.Clone(results), func(r *result) bool {
			return !r.shippedBefore(o.status.stamp.time)
		})
	}
	reasons := map[string]struct{}{}
	for _, r := range counting {
		p.verdict = max(p.verdict, r.verdict)
		for _, s := range r.reasons {
			reasons[s] = struct{}{}
		}
	}
	p.reasons = slices.Sorted(maps.Keys(reasons))
	of := counting
	if len(counting) == 0 {
		p.verdict, of = judge.Pending, results
		if stopped {
			p.verdict = judge.NotApplicable
		}
	}
	p.phase = judge.AwaitingContainer
	for i, r := range of {
		if i == 0 {
			p.phase = r.phase
		}
		p.phase = min(p.phase, r.phase)
	}
}

// shippedBefore says that the goods were on their way at that event time, by more than a plan.
func (r *result) shippedBefore(t int64) bool {
	switch r.startBasis {
	case judge.Stuffed, judge.Loaded, judge.Departed:
		return r.start < t
	case judge.NoBasis, judge.Planned, judge.Stripped, judge.Delivered, judge.Discharged,
		judge.Arrived, judge.Open:
	}
	return false
}

// count adds up what the custodies rest on, each voyage once.
func (p *projection) count() {
	events := map[string]int64{}
	for _, r := range p.results {
		p.readings += r.readings
		for _, v := range r.events {
			events[v.voyageID] = max(events[v.voyageID], v.events)
		}
	}
	for _, n := range events {
		p.voyages += n
	}
}

// json writes the projection in the greatest detail that fits.
func (p *projection) json() []byte {
	d := stretches
	for _, r := range p.results {
		d = min(d, r.shown)
	}
	for {
		if d == core || p.weight(d) <= maxProjection {
			if b := p.render(d); d == core || len(b) <= maxProjection {
				return b
			}
		}
		d--
	}
}

// weight is the size of the custodies in one detail.
func (p *projection) weight(d detail) (n int) {
	for _, r := range p.results {
		for i := range r.json {
			if r.json[i].detail <= d {
				n += len(r.json[i].json)
			}
		}
	}
	return n
}

// hash gives the digest of what was judged, and the hash of what is published as soon as it
// changes.
func (p *projection) hash() {
	w := &jsontext.Writer{}
	w.Open()
	w.Text("v", p.verdict.String())
	w.Texts("r", p.reasons)
	for _, r := range p.results {
		w.B = append(w.B, r.digest[:]...)
	}
	p.digest = digestOf(w.B)
	w.B = append(w.B[:0], p.digest[:]...)
	p.attributes(w, p.order)
	p.opinions(w, p.order, parts)
	for _, r := range p.results {
		w.B = append(w.B, r.material[:]...)
	}
	p.material = digestOf(w.B)
}

// render writes the projection in one detail, in the order of SPECIFICATION 7.1.
func (p *projection) render(d detail) []byte {
	w, o := &jsontext.Writer{}, p.order
	w.Open()
	w.Int("schema", schemaVersion)
	w.Text("orderID", p.id)
	p.attributes(w, o)
	p.opinions(w, o, d)
	w.Name("facts")
	w.Open()
	w.Int("orders", o.events)
	w.Int("voyages", p.voyages)
	w.Int("readings", p.readings)
	w.Close()
	w.Text("digest", hex.EncodeToString(p.digest[:]))
	w.Name("containers")
	w.B = append(w.B, '[')
	for i, r := range p.results {
		if i > 0 {
			w.B = append(w.B, ',')
		}
		for k := range r.json {
			if r.json[k].detail <= d {
				w.B = append(w.B, r.json[k].json...)
			}
		}
	}
	w.B = append(w.B, ']')
	if d < stretches {
		w.Bool("truncated", true)
	}
	w.Close()
	return w.B
}

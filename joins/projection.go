package joins

import (
	"encoding/hex"
	"maps"
	"slices"
)

// schemaVersion is the version of the projection's format.
const schemaVersion = 1

// projection is the answer for one order.
type projection struct {
	verdict  Verdict
	phase    Phase
	reasons  []string
	voyages  int64
	readings int64
	digest   digest
	json     []byte

	misjudged bool // a leg was judged by another rule than the order's
}

// project puts the answer for an order together from its registers and the latest result of each leg. rule is the JSON of the rule that the
// order is judged by, nil for none.
func project(id string, o *order, rule []byte, resultOf func(place) (*result, error)) (*projection, error) {
	p := &projection{phase: Final}
	shown := o.shown()
	results := make([]*result, len(shown))
	events := map[string]int64{}
	reasons := map[string]struct{}{}
	for i, at := range shown {
		r, err := resultOf(at)
		if err != nil {
			return nil, err
		}
		leg, _ := o.legs.get(at)
		if r == nil || leg.voyageID == "" || r.epoch != leg.epoch {
			r = unanswered(at, leg.voyageID, rule)
		} else if r.judgedBy != ruleMark(rule) {
			p.misjudged = true
		}
		results[i] = r
		p.verdict, p.phase = max(p.verdict, r.verdict), min(p.phase, r.phase)
		p.readings += r.readings
		if r.voyageID != "" {
			events[r.voyageID] = max(events[r.voyageID], r.events)
		}
		for _, s := range r.reasons {
			reasons[s] = struct{}{}
		}
	}
	for _, n := range events {
		p.voyages += n
	}
	p.reasons = slices.Sorted(maps.Keys(reasons))
	if len(shown) == 0 {
		p.verdict, p.phase = Pending, AwaitingContainer
	}
	if s := o.state(); s == StatusCancelled || s == StatusRejected {
		p.verdict = NotApplicable
	}
	p.write(id, o, results)
	return p, nil
}

// unanswered is what can be said of a leg of which the containers stage said nothing: there is no voyage, or no event of it.
func unanswered(at place, voyageID string, rule []byte) *result {
	v := &legView{containerID: at.containerID, number: at.number, voyageID: voyageID, ruleJSON: rule}
	j := judge(Window{}, nil, nil, nil, noTime)
	r := &result{containerID: at.containerID, number: at.number, voyageID: voyageID, phase: j.phase, verdict: j.verdict}
	r.json = appendLegJSON(nil, v, &j)
	r.material, _ = v.material(nil, &j)
	return r
}

// write renders the projection, in the order of section 7 of the specification.
func (p *projection) write(id string, o *order, results []*result) {
	w := &object{}
	w.open()
	w.int("schema", schemaVersion)
	w.text("orderID", id)
	w.bool("known", o.created)
	w.optional("customerID", known(&o.customer))
	w.optional("productID", known(&o.product))
	if o.quantity.written {
		w.milli("quantity", o.quantity.value)
	}
	if o.pickupAddress.written {
		w.raw("pickupAddress", []byte(o.pickupAddress.value))
	}
	if o.destinationAddress.written {
		w.raw("destinationAddress", []byte(o.destinationAddress.value))
	}
	w.optional("pickupDate", known(&o.pickupDate))
	w.optional("expectedDeliveryDate", known(&o.expectedDelivery))
	if s := o.state(); s != StatusUnknown {
		w.text("status", s.String())
	}
	w.text("verdict", p.verdict.String())
	w.text("phase", p.phase.String())
	w.texts("reasons", p.reasons)
	w.list("claims", len(o.claims), func(i int) {
		c := &o.claims[i]
		w.text("type", OrderSpoilt.String())
		w.time("time", c.time)
		if c.containerID != "" {
			w.text("containerID", c.containerID)
		}
		w.optional("reason", c.reason)
	})
	material := slices.Clone(w.b) // all before the facts, and the legs'
	for _, r := range results {
		material = append(material, r.material[:]...)
	}
	p.digest = digestOf(material)
	w.name("facts")
	w.open()
	w.int("orders", o.events)
	w.int("voyages", p.voyages)
	w.int("readings", p.readings)
	w.close()
	w.text("digest", hex.EncodeToString(p.digest[:]))
	w.name("legs")
	w.b = append(w.b, '[')
	for i, r := range results {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = append(w.b, r.json...)
	}
	w.b = append(w.b, ']', '}')
	p.json = w.b
}

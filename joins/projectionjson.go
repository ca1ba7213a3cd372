package joins

import (
	"encoding/hex"

	"coldchain/joins/event"
	"coldchain/joins/internal/jsontext"
)

// attributes writes what orders say of themselves, and what was concluded.
func (p *projection) attributes(w *jsontext.Writer, o *order) {
	w.Bool("known", o.created)
	w.Optional("customerID", known(&o.customer))
	w.Optional("productID", known(&o.product))
	if o.quantity.written {
		w.Milli("quantity", o.quantity.value)
	}
	if o.pickupAddress.written {
		w.Raw("pickupAddress", []byte(o.pickupAddress.value))
	}
	if o.destinationAddress.written {
		w.Raw("destinationAddress", []byte(o.destinationAddress.value))
	}
	w.Optional("pickupDate", known(&o.pickupDate))
	w.Optional("expectedDeliveryDate", known(&o.expectedDelivery))
	if s := o.state(); s != statusUnknown {
		w.Text("status", s.String())
	}
	w.Text("verdict", p.verdict.String())
	w.Text("phase", p.phase.String())
	w.Texts("reasons", p.reasons)
}

// opinions writes what people said: claims and decisions.
func (p *projection) opinions(w *jsontext.Writer, o *order, d detail) {
	if d >= parts {
		w.List("claims", len(o.claims.last), func(i int) {
			c := &o.claims.last[i]
			w.Text("type", event.OrderSpoilt.String())
			w.Time("time", c.time)
			if c.containerID != "" {
				w.Text("containerID", c.containerID)
			}
			w.Optional("reason", c.reason)
		})
	}
	w.Int("claimCount", o.claims.count)
	if d >= parts {
		w.List("decisions", len(o.decisions.last), func(i int) {
			p.decision(w, &o.decisions.last[i])
		})
	}
	w.Int("decisionCount", o.decisions.count)
}

func (p *projection) decision(w *jsontext.Writer, x *decision) {
	w.Time("time", x.time)
	w.Text("decision", x.what.String())
	w.Text("by", x.by)
	w.Optional("reason", x.reason)
	w.Optional("reference", x.reference)
	if x.digest != nil {
		w.Text("digest", *x.digest)
		w.Bool("current", *x.digest == hex.EncodeToString(p.digest[:]))
	}
}

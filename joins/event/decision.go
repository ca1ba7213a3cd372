package event

// Decision is what a person decided on a shipment.
type Decision uint8

// The decisions. The zero Decision is none of them.
const (
	NoDecision Decision = iota
	Released
	Rejected
	Hold
	numDecisions
)

var decisions = [numDecisions]string{
	NoDecision: "",
	Released:   "released",
	Rejected:   "rejected",
	Hold:       "hold",
}

// String is the decision as it stands in an event.
func (c Decision) String() string {
	if c < numDecisions {
		return decisions[c]
	}
	return "decision?"
}

// readDecision reads what a QualityDecision says.
func (d *Decoder) readDecision(ev *Order) (ok bool) {
	decision, ok := d.optionalText(only(orderDecision))
	if !ok || decision == nil {
		return false
	}
	for c := Released; c < numDecisions; c++ {
		if *decision == decisions[c] {
			ev.Decision = c
		}
	}
	by, ok := d.optionalText(only(orderBy))
	if !ok || by == nil || *by == "" || ev.Decision == NoDecision {
		return false
	}
	ev.By = *by
	if ev.Reference, ok = d.optionalText(only(orderReference)); !ok {
		return false
	}
	if ev.Digest, ok = d.optionalText(only(orderDigest)); !ok {
		return false
	}
	return readReason(d, ev)
}

package joins

import (
	"cmp"

	"coldchain/joins/event"
	"coldchain/joins/internal/wire"
)

// claim is somebody else's word that the order spoilt: shown, never judged by.
type claim struct {
	time        int64
	containerID string  // "" = absent
	reason      *string // nil = absent
}

func claimOf(ev *event.Order) claim { return claim{ev.Time, ev.ContainerID, ev.Reason} }

func (c claim) compare(d claim) int {
	return cmp.Or(cmp.Compare(c.time, d.time), cmp.Compare(c.containerID, d.containerID),
		compareText(c.reason, d.reason))
}

// compareText orders optional texts, what is absent first.
func compareText(a, b *string) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Compare(*a, *b)
}

func appendClaim(b []byte, c *claim) []byte {
	return wire.AppendText(wire.AppendString(wire.AppendInt(b, c.time), c.containerID), c.reason)
}

func readClaim(r *wire.Reader) claim { return claim{r.Int(), r.String(), r.Text()} }

// decision is what a person decided on the shipment: shown, never judged by.
type decision struct {
	time              int64
	offset            int64 // of the first record that told it
	what              event.Decision
	by                string
	reason, reference *string
	digest            *string // of the answer that it was made on
}

func decisionOf(ev *event.Order, offset int64) decision {
	return decision{ev.Time, offset, ev.Decision, ev.By, ev.Reason, ev.Reference, ev.Digest}
}

func (d decision) compare(e decision) int {
	return cmp.Or(cmp.Compare(d.time, e.time), cmp.Compare(d.offset, e.offset))
}

// opinion is what makes a claim or a decision the same as another; nil for all other events.
func opinion(ev *event.Order) []byte {
	if ev.Type == event.OrderSpoilt {
		c := claimOf(ev)
		return appendClaim([]byte{'c'}, &c)
	}
	if ev.Type == event.QualityDecision {
		d := decisionOf(ev, 0)
		return appendDecision([]byte{'d'}, &d)
	}
	return nil
}

func appendDecision(b []byte, d *decision) []byte {
	b = append(wire.AppendInt(wire.AppendInt(b, d.time), d.offset), byte(d.what))
	b = wire.AppendText(wire.AppendText(wire.AppendString(b, d.by), d.reason), d.reference)
	return wire.AppendText(b, d.digest)
}

func readDecision(r *wire.Reader) decision {
	return decision{
		time: r.Int(), offset: r.Int(), what: event.Decision(r.Below(int(event.Hold) + 1)),
		by: r.String(), reason: r.Text(), reference: r.Text(), digest: r.Text(),
	}
}

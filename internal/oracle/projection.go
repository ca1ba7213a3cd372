package oracle

import (
	"slices"
)

// From the earliest phase to the latest, and from the worst verdict to the best.
var (
	phases = []string{"awaiting_container", "awaiting_voyage", "awaiting_departure", "in_transit",
		"arrived", "final"}
	verdicts = []string{"violated", "undetermined", "pending", "respected"}
)

// projection gives the answer for one order.
func (w *world) projection(orderID string) map[string]any {
	o := w.orders[orderID]
	p := map[string]any{"schema": number(2, 0), "orderID": orderID, "known": o.known}
	for name, text := range o.texts {
		p[name] = text
	}
	for name, address := range o.addresses {
		p[name] = address
	}
	if o.quantity != nil {
		p["quantity"] = number(*o.quantity, 3)
	}
	if o.status != "" {
		p["status"] = o.status
	}
	var all []*custody
	containers := []any{}
	for _, id := range o.containerIDs() {
		c := w.custody(o, id)
		all = append(all, c)
		containers = append(containers, c.shown())
	}
	p["containers"] = containers
	phase, verdict, reasons := outcome(o, all)
	p["phase"], p["verdict"], p["reasons"] = phase, verdict, list(reasons)
	p["facts"] = facts(o, all)
	p["digest"] = digestOf(verdict, reasons, all)
	p["claims"], p["claimCount"] = o.claims()
	p["decisions"], p["decisionCount"] = o.decisions(p["digest"].(string))
	return bounded(p)
}

// outcome gives the phase and the verdict of an order, and the reasons in their order.
func outcome(o *order, all []*custody) (phase, verdict string, reasons []string) {
	withdrawn := o.status == "cancelled" || o.status == "rejected"
	if len(all) == 0 {
		if withdrawn {
			return "awaiting_container", "not_applicable", nil
		}
		return "awaiting_container", "pending", nil
	}
	counting := all
	if withdrawn {
		counting = nil
		for _, c := range all {
			if c.shippedBefore(o.statusTime) {
				counting = append(counting, c)
			}
		}
		if len(counting) == 0 {
			return earliestPhase(all), "not_applicable", nil
		}
	}
	worst := len(verdicts)
	for _, c := range counting {
		worst = min(worst, slices.Index(verdicts, c.verdict))
		reasons = append(reasons, c.reasons...)
	}
	slices.Sort(reasons)
	return earliestPhase(counting), verdicts[worst], slices.Compact(reasons)
}

// shippedBefore says that the goods were on their way, not only planned to be, before t.
func (c *custody) shippedBefore(t int64) bool {
	return c.window != nil && c.window.start < t && c.window.startBasis != "planned"
}

func earliestPhase(list []*custody) string {
	earliest := len(phases)
	for _, c := range list {
		earliest = min(earliest, slices.Index(phases, c.phase))
	}
	return phases[earliest]
}

// facts counts what the answer rests on.
func facts(o *order, all []*custody) map[string]any {
	voyages := map[string]int{}
	readings := 0
	for _, c := range all {
		for _, l := range c.legs {
			if l.voyage != nil {
				voyages[l.voyageID] = l.voyage.events
			}
		}
		if c.figures != nil {
			readings += len(c.figures.counted)
		}
	}
	events := 0
	for _, n := range voyages {
		events += n
	}
	return map[string]any{
		"orders": count(o.events), "voyages": count(events), "readings": count(readings),
	}
}

func list(texts []string) []any {
	out := make([]any, 0, len(texts))
	for _, t := range texts {
		out = append(out, t)
	}
	return out
}

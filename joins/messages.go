package joins

import (
	"fmt"

	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

// The messages between the stages (docs/formats/messages.md). What the orders stage knows of a
// custody goes to its container as terms. What a voyage knows of a leg goes to the container by way
// of the voyage. Terms name the legs that there are, each with the epoch of the order event that
// gave it its voyage. Terms always lie before the voyages' word on their legs in the container's
// partition, since the voyages stage reads of a leg only what was committed together with the
// terms. So the container ignores a word on a leg that its terms don't name with that epoch: it is
// from before the leg took another way.

// The formats of the messages.
var (
	legFormat       = wire.Format{Name: "leg", Version: 1}
	termsFormat     = wire.Format{Name: "terms of a custody", Version: 1}
	voyageLegFormat = wire.Format{Name: "leg with its voyage", Version: 1}
	resultFormat    = wire.Format{Name: "result of a custody", Version: 1}
)

// The kinds of messages of the topic legs-by-container: a message's first byte.
const (
	termsKind     = 't'
	voyageLegKind = 'v'
)

// legID names a leg.
type legID struct {
	orderID, containerID string
	number               int64
}

func (id *legID) append(b []byte) []byte {
	b = wire.AppendString(wire.AppendString(b, id.orderID), id.containerID)
	return wire.AppendInt(b, id.number)
}

func readLegID(r *wire.Reader) legID { return legID{r.String(), r.String(), r.Int()} }

// leg says that a leg goes on a voyage or, withdrawn, that it no longer does.
type leg struct {
	legID
	voyageID  string
	epoch     int64
	withdrawn bool
}

func (l *leg) append(b []byte) []byte {
	b = wire.AppendString(l.legID.append(append(b, legFormat.Version)), l.voyageID)
	return wire.AppendBool(wire.AppendInt(b, l.epoch), l.withdrawn)
}

func decodeLeg(b []byte) (leg, error) {
	r := legFormat.Open(b)
	l := leg{readLegID(r), r.String(), r.Int(), r.Bool()}
	return l, r.Close(legFormat.Name)
}

// route is the voyage of one leg of a custody, since the order event of that epoch.
type route struct {
	number   int64
	voyageID string
	epoch    int64
}

func (l route) append(b []byte) []byte {
	return wire.AppendInt(wire.AppendString(wire.AppendInt(b, l.number), l.voyageID), l.epoch)
}

func readRoute(r *wire.Reader) route { return route{r.Int(), r.String(), r.Int()} }

func appendRoutes(b []byte, legs []route) []byte {
	b = wire.AppendUint(b, uint64(len(legs)))
	for _, l := range legs {
		b = l.append(b)
	}
	return b
}

func readRoutes(r *wire.Reader, legs []route) []route {
	for range r.Count() {
		legs = append(legs, readRoute(r))
	}
	return legs
}

// terms are what an order itself says of a custody.
type terms struct {
	orderID                      string
	born, epoch                  int64  // of the order events that made it and last changed it
	withdrawn                    bool   // the custody is no more; the rest has no meaning
	rule                         []byte // JSON; empty for none
	stuffed, stripped, delivered *int64 // ms since the epoch; nil = not known
	legs                         []route
}

func (t *terms) append(b []byte) []byte {
	b = wire.AppendString(append(b, termsFormat.Version), t.orderID)
	b = wire.AppendInt(wire.AppendInt(b, t.born), t.epoch)
	b = wire.AppendBytes(wire.AppendBool(b, t.withdrawn), t.rule)
	for _, at := range []*int64{t.stuffed, t.stripped, t.delivered} {
		b = wire.AppendOptional(b, at)
	}
	return appendRoutes(b, t.legs)
}

func decodeTerms(b []byte) (t terms, err error) {
	r := termsFormat.Open(b)
	t = terms{orderID: r.String(), born: r.Int(), epoch: r.Int(), withdrawn: r.Bool()}
	t.rule = append([]byte(nil), r.Bytes()...)
	t.stuffed, t.stripped, t.delivered = r.Optional(), r.Optional(), r.Optional()
	t.legs = readRoutes(r, nil)
	return t, r.Close(termsFormat.Name)
}

// voyageInfo is what a leg shows of its voyage.
type voyageInfo struct {
	vesselID, from, to *string
	events             int64 // accepted events of the voyage
	window             judge.Window
}

func (v *voyageInfo) append(b []byte) []byte {
	b = wire.AppendText(wire.AppendText(wire.AppendText(b, v.vesselID), v.from), v.to)
	b = wire.AppendInt(b, v.events)
	return appendWindow(b, v.window)
}

func readVoyageInfo(r *wire.Reader) voyageInfo {
	return voyageInfo{r.Text(), r.Text(), r.Text(), r.Int(), readWindow(r)}
}

func appendWindow(b []byte, w judge.Window) []byte {
	b = append(b, byte(w.StartBasis), byte(w.EndBasis))
	return wire.AppendInt(wire.AppendInt(b, w.Start), w.End)
}

func readWindow(r *wire.Reader) (w judge.Window) {
	w.StartBasis = judge.Basis(r.Below(judge.NumBases))
	w.EndBasis = judge.Basis(r.Below(judge.NumBases))
	w.Start, w.End = r.Int(), r.Int()
	return w
}

// voyageLeg is what a voyage says of one of its legs.
type voyageLeg struct {
	legID
	epoch  int64
	voyage voyageInfo
}

func (l *voyageLeg) append(b []byte) []byte {
	b = wire.AppendInt(l.legID.append(append(b, voyageLegFormat.Version)), l.epoch)
	return l.voyage.append(b)
}

func decodeVoyageLeg(b []byte) (voyageLeg, error) {
	r := voyageLegFormat.Open(b)
	l := voyageLeg{readLegID(r), r.Int(), readVoyageInfo(r)}
	return l, r.Close(voyageLegFormat.Name)
}

func unknownKind(b []byte) error {
	if len(b) == 0 {
		return fmt.Errorf("a message of legs-by-container is empty")
	}
	return fmt.Errorf(
		"a message of legs-by-container is of kind %q: it was written by a newer program", b[0])
}

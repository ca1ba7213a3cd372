package joins

import (
	"encoding/binary"
	"hash/fnv"
)

// The messages between the stages. A leg walks once around: orders -> voyages -> containers -> orders; every message carries the leg's epoch.
//
// The epoch of a leg is the offset of the order event by which it came to its voyage (at least one more than the order's epoch before). A leg that moves
// from voyage 1 to voyage 2 is withdrawn by way of voyage 1 and assigned by way of voyage 2, in any order of arrival: the container keeps
// the assignment of the greatest epoch, a withdrawal removes only what came by the same voyage and is older, and the orders stage shows only a result whose
// epoch is that of the leg. The offset, unlike the event time of a register, grows with every change of the effective voyage, also where a
// container's own voyage gives way to the order's.

const messageVersion = 1

// legID names a leg.
type legID struct {
	orderID, containerID string
	number               int64
}

// assignment says that a leg goes on a voyage or, withdrawn, that it no longer does.
type assignment struct {
	legID
	voyageID  string
	epoch     int64
	withdrawn bool
	rule      []byte // JSON of the rule, empty for none
}

func (a *assignment) append(b []byte) []byte {
	b = appendBool(append(b, messageVersion), a.withdrawn)
	b = appendString(b, a.orderID)
	b = appendString(b, a.containerID)
	b = appendInt(b, a.number)
	b = appendString(b, a.voyageID)
	b = appendInt(b, a.epoch)
	return appendBytes(b, a.rule)
}

func (w *wire) assignment() (a assignment) {
	a.withdrawn = w.bool()
	a.orderID, a.containerID, a.number = w.string(), w.string(), w.int()
	a.voyageID, a.epoch = w.string(), w.int()
	a.rule = append([]byte(nil), w.bytes()...)
	return a
}

func decodeAssignment(b []byte) (assignment, error) {
	w := &wire{b: b}
	w.open("leg", messageVersion)
	a := w.assignment()
	return a, w.close("leg")
}

// voyageLeg is an assignment with what the voyage says of it.
type voyageLeg struct {
	assignment
	voyage voyageInfo
}

func (l *voyageLeg) append(b []byte) []byte {
	return appendVoyageInfo(l.assignment.append(b), &l.voyage)
}

func decodeVoyageLeg(b []byte) (voyageLeg, error) {
	w := &wire{b: b}
	w.open("leg with voyage", messageVersion)
	l := voyageLeg{assignment: w.assignment(), voyage: w.voyageInfo()}
	return l, w.close("leg with voyage")
}

func appendVoyageInfo(b []byte, v *voyageInfo) []byte {
	b = appendText(b, v.vesselID)
	b = appendText(b, v.from)
	b = appendText(b, v.to)
	b = appendInt(b, v.events)
	b = append(b, byte(v.window.StartBasis), byte(v.window.EndBasis))
	b = appendInt(b, v.window.Start)
	return appendInt(b, v.window.End)
}

func (w *wire) voyageInfo() (v voyageInfo) {
	v.vesselID, v.from, v.to, v.events = w.text(), w.text(), w.text(), w.int()
	v.window.StartBasis, v.window.EndBasis = w.basis(), w.basis()
	v.window.Start, v.window.End = w.int(), w.int()
	return v
}

func (w *wire) basis() Basis {
	b := Basis(w.byte())
	if int(b) >= len(basisNames) {
		w.fail()
		return NoBasis
	}
	return b
}

// ruleMark is a hash of a rule's JSON, 0 for none.
func ruleMark(rule []byte) uint64 {
	if len(rule) == 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write(rule)
	return h.Sum64()
}

// result is the answer for a leg, for its order. It is also what the orders stage keeps of the leg.
type result struct {
	containerID string
	number      int64
	epoch       int64
	voyageID    string
	events      int64 // accepted events of the voyage
	readings    int64 // readings in the window
	phase       Phase
	verdict     Verdict
	reasons     []string
	judgedBy    uint64 // ruleMark of the rule that judged
	material    digest
	json        []byte // the leg as the projection shows it
}

// Size is the memory that the value takes.
func (r *result) Size() int { return 200 + len(r.json) }

func (r *result) AppendBinary(b []byte) ([]byte, error) { return r.append(b), nil }

func (r *result) append(b []byte) []byte {
	b = appendString(append(b, messageVersion), r.containerID)
	b = appendInt(b, r.number)
	b = appendInt(b, r.epoch)
	b = appendString(b, r.voyageID)
	b = appendInt(b, r.events)
	b = appendInt(b, r.readings)
	b = append(b, byte(r.phase), byte(r.verdict))
	b = binary.AppendUvarint(b, uint64(len(r.reasons)))
	for _, s := range r.reasons {
		b = appendString(b, s)
	}
	b = append(binary.BigEndian.AppendUint64(b, r.judgedBy), r.material[:]...)
	return appendBytes(b, r.json)
}

func decodeResult(b []byte) (*result, error) {
	w := &wire{b: b}
	w.open("leg result", messageVersion)
	r := &result{containerID: w.string(), number: w.int(), epoch: w.int(), voyageID: w.string(), events: w.int(), readings: w.int()}
	r.phase, r.verdict = Phase(w.byte()), Verdict(w.byte())
	if r.phase > Final || r.verdict > NotApplicable {
		w.fail()
	}
	if n := w.count(); n > 0 {
		r.reasons = make([]string, n)
		for i := range r.reasons {
			r.reasons[i] = w.string()
		}
	}
	r.judgedBy = w.uint64()
	copy(r.material[:], w.take(uint64(len(r.material))))
	r.json = append([]byte(nil), w.bytes()...)
	return r, w.close("leg result")
}

package joins

import (
	"crypto/sha256"

	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

// digest is a hash of what is material.
type digest [16]byte

func digestOf(b []byte) digest {
	sum := sha256.Sum256(b)
	return digest(sum[:16])
}

func readDigest(r *wire.Reader) (d digest) {
	copy(d[:], r.Take(uint64(len(d))))
	return d
}

// Detail says what of a custody is shown where a projection would grow too large (SPECIFICATION
// 7.4).
type detail uint8

// The details, from what is always shown on. A projection leaves out whole levels from the last one
// on.
const (
	core      detail = iota // always shown
	parts                   // segments, legs, rule, limits, reasons
	stretches               // gaps and excursions
	numDetails
)

// fragment is a part of a custody's JSON, which is shown up to a detail.
type fragment struct {
	detail detail
	json   []byte
}

// result is the answer for a custody, for its order. It is also what the orders stage keeps of the
// custody.
type result struct {
	containerID string
	epoch       int64 // of the terms that it rests on
	events      []voyageEvents
	readings    int64 // in the window
	phase       judge.Phase
	verdict     judge.Verdict
	reasons     []string
	start       int64 // of the window
	startBasis  judge.Basis
	judgedBy    uint64 // ruleMark of the rule that judged
	frozen      bool   // its rule does not change any more
	digest      digest // of what was judged
	material    digest // of what is published as soon as it changes
	shown       detail // the greatest detail that is there
	json        []fragment
}

// voyageEvents is how many events were accepted of the voyage of a leg.
type voyageEvents struct {
	voyageID string
	events   int64
}

func (r *result) append(b []byte) []byte {
	b = wire.AppendString(append(b, resultFormat.Version), r.containerID)
	b = wire.AppendUint(wire.AppendInt(b, r.epoch), uint64(len(r.events)))
	for _, v := range r.events {
		b = wire.AppendInt(wire.AppendString(b, v.voyageID), v.events)
	}
	b = append(wire.AppendInt(b, r.readings), byte(r.phase), byte(r.verdict))
	b = wire.AppendUint(b, uint64(len(r.reasons)))
	for _, s := range r.reasons {
		b = wire.AppendString(b, s)
	}
	b = append(wire.AppendInt(b, r.start), byte(r.startBasis))
	b = wire.AppendBool(wire.AppendUint(b, r.judgedBy), r.frozen)
	b = append(append(b, r.digest[:]...), r.material[:]...)
	b = wire.AppendUint(append(b, byte(r.shown)), uint64(len(r.json)))
	for i := range r.json {
		b = wire.AppendBytes(append(b, byte(r.json[i].detail)), r.json[i].json)
	}
	return b
}

// decode reads a result, which keeps parts of b. Its memory is reused.
func (r *result) decode(b []byte) error {
	w := resultFormat.Open(b)
	w.Share()
	*r = result{containerID: w.String(), epoch: w.Int(),
		events: r.events[:0], reasons: r.reasons[:0], json: r.json[:0]}
	for range w.Count() {
		r.events = append(r.events, voyageEvents{w.String(), w.Int()})
	}
	r.readings = w.Int()
	r.phase = judge.Phase(w.Below(int(judge.NumPhases)))
	r.verdict = judge.Verdict(w.Below(int(judge.NumVerdicts)))
	for range w.Count() {
		r.reasons = append(r.reasons, w.String())
	}
	r.start, r.startBasis = w.Int(), judge.Basis(w.Below(judge.NumBases))
	r.judgedBy, r.frozen = w.Uint(), w.Bool()
	r.digest, r.material = readDigest(w), readDigest(w)
	r.shown = detail(w.Below(int(numDetails)))
	for range w.Count() {
		d := detail(w.Below(int(numDetails)))
		r.json = append(r.json, fragment{d, w.Bytes()})
	}
	return w.Close(resultFormat.Name)
}

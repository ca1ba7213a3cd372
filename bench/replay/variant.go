package replay

import "coldchain/bench/bed"

// Variant is a worker that differs in one respect from the one that is measured.
type Variant string

// The variants. The worker's rate over that of the first says what more threads give, over that of
// the second what exactly-once costs.
const (
	OneThread   Variant = "one-thread"
	AtLeastOnce Variant = "at-least-once" // offsets and outputs without transactions
)

// Variants are all variants.
func Variants() []Variant { return []Variant{OneThread, AtLeastOnce} }

// Words are what the variant is called in tables.
func (v Variant) Words() string {
	switch v {
	case OneThread:
		return "worker, one thread"
	case AtLeastOnce:
		return "worker, at least once"
	}
	return string(v)
}

// of is a bed whose workers are of the variant.
func (v Variant) of(b *bed.Bed) *bed.Bed {
	other := *b
	switch v {
	case OneThread:
		other.Threads = 1
	case AtLeastOnce:
		other.AtLeastOnce = true
	}
	return &other
}

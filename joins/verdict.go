package joins

// Verdict is the answer for a leg or an order.
type Verdict uint8

// The verdicts from best to worst; NotApplicable is that of an order that was cancelled or rejected.
const (
	Respected Verdict = iota
	Pending
	Undetermined
	Violated
	NotApplicable
)

func (v Verdict) String() string {
	return [...]string{"respected", "pending", "undetermined", "violated", "not_applicable"}[v]
}

// Phase says how far a leg or an order has come.
type Phase uint8

// The phases from earliest to latest.
const (
	AwaitingContainer Phase = iota
	AwaitingVoyage
	AwaitingDeparture
	InTransit
	ArrivedPhase
	Final
)

func (p Phase) String() string {
	return [...]string{"awaiting_container", "awaiting_voyage", "awaiting_departure", "in_transit", "arrived", "final"}[p]
}

package judge

// Verdict is the answer for a custody or an order.
type Verdict uint8

// The verdicts from best to worst. NotApplicable is that of an order of which nothing was shipped.
const (
	Respected Verdict = iota
	Pending
	Undetermined
	Violated
	NotApplicable
	NumVerdicts
)

var verdictNames = [NumVerdicts]string{
	"respected", "pending", "undetermined", "violated", "not_applicable",
}

func (v Verdict) String() string { return verdictNames[v] }

// Phase says how far a custody or an order has come.
type Phase uint8

// The phases from earliest to latest.
const (
	AwaitingContainer Phase = iota
	AwaitingVoyage
	AwaitingDeparture
	InTransit
	PhaseArrived
	Final
	NumPhases
)

var phaseNames = [NumPhases]string{
	"awaiting_container", "awaiting_voyage", "awaiting_departure", "in_transit", "arrived", "final",
}

func (p Phase) String() string { return phaseNames[p] }

package event

// Bounds of what is read, in bytes. With them all that is kept and sent of an event is bounded.
const (
	MaxValue   = 1_000_000 // a record's value
	MaxText    = 1_024     // a text, without its escapes
	MaxAddress = 4_096     // an address, as it is written: quotes, escapes and white space count
)

// Bounds of what accepted events of one key may name, per partition of the topic. The stages hold
// them (TooMany).
const (
	MaxContainers = 200 // containers of an order
	MaxLegs       = 50  // leg numbers of an order
	MaxSensors    = 64  // sensors of a container
)

// Bounds of numbers.
const (
	MaxLeg      = 1_000_000
	MaxQuantity = 1_000_000_000_000_000 // thousandths, either way
)

// maxAhead is how much later than its record's timestamp a reading may be, in ms.
const maxAhead = msPerDay

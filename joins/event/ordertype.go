package event

import "strconv"

// OrderType is the type of an event of the orders topic.
type OrderType uint8

// The types of order events. The zero OrderType is none of them.
const (
	OrderCreated OrderType = iota + 1
	OrderUpdated
	OrderCancelled
	OrderRejected
	OrderDelivered
	OrderSpoilt
	ContainerAllocated
	ContainerDeallocated
	ContainerStuffed
	ContainerStripped
	QualityDecision
	VoyageAssigned
	VoyageUnassigned
	ContainerNotFound
	VoyageNotFound
	numOrderTypes
)

// presence says whether the events of a type have a field.
type presence uint8

const (
	never presence = iota
	optional
	required
)

// orderTypes has a row for each type: what its events have beside the orderID and the time.
var orderTypes = [numOrderTypes]struct {
	name, otherName   string
	container, voyage presence
	at                bool
	values            func(d *Decoder, ev *Order) (ok bool) // reads the other fields; nil = none
}{
	OrderCreated:         {name: "OrderCreated", values: (*Decoder).readAttributes},
	OrderUpdated:         {name: "OrderUpdated", values: (*Decoder).readAttributes},
	OrderCancelled:       {name: "OrderCancelled", otherName: "OderCancelled", values: readReason},
	OrderRejected:        {name: "OrderRejected", values: readReason},
	OrderDelivered:       {name: "OrderDelivered", values: readReason},
	OrderSpoilt:          {name: "OrderSpoilt", container: optional, values: readReason},
	ContainerAllocated:   {name: "ContainerAllocated", container: required},
	ContainerDeallocated: {name: "ContainerDeallocated", container: required},
	ContainerStuffed:     {name: "ContainerStuffed", container: required, at: true},
	ContainerStripped:    {name: "ContainerStripped", container: required, at: true},
	QualityDecision:      {name: "QualityDecision", values: (*Decoder).readDecision},
	VoyageAssigned: {
		name: "VoyageAssigned", container: optional, voyage: required, values: (*Decoder).readLeg,
	},
	VoyageUnassigned: {
		name: "VoyageUnassigned", container: optional, voyage: required, values: (*Decoder).readLeg,
	},
	ContainerNotFound: {name: "ContainerNotFound", values: readReason},
	VoyageNotFound:    {name: "VoyageNotFound", values: readReason},
}

// String is the type as it stands in an event.
func (t OrderType) String() string {
	if t == 0 || t >= numOrderTypes {
		return "OrderType(" + strconv.Itoa(int(t)) + ")"
	}
	return orderTypes[t].name
}

func orderTypeNamed(text []byte) OrderType {
	if len(text) == 0 {
		return 0
	}
	for t := OrderCreated; t < numOrderTypes; t++ {
		if string(text) == orderTypes[t].name || string(text) == orderTypes[t].otherName {
			return t
		}
	}
	return 0
}

func orderTypeTexts() (list []string) {
	for t := OrderCreated; t < numOrderTypes; t++ {
		list = append(list, orderTypes[t].name)
		if other := orderTypes[t].otherName; other != "" {
			list = append(list, other)
		}
	}
	return list
}

package joins

import "strconv"

// MetricEvent is an accepted event of the container-metrics topic. ContainerID
// and Sensor alias the record or the decoder's scratch: they are valid until
// the decoder's next call.
type MetricEvent struct {
	ContainerID, Sensor []byte
	Reading             Reading
}

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
	VoyageAssigned
	VoyageUnassigned
	ContainerNotFound
	VoyageNotFound
)

var orderTypeNames = [...]string{
	OrderCreated:         "OrderCreated",
	OrderUpdated:         "OrderUpdated",
	OrderCancelled:       "OrderCancelled",
	OrderRejected:        "OrderRejected",
	OrderDelivered:       "OrderDelivered",
	OrderSpoilt:          "OrderSpoilt",
	ContainerAllocated:   "ContainerAllocated",
	ContainerDeallocated: "ContainerDeallocated",
	VoyageAssigned:       "VoyageAssigned",
	VoyageUnassigned:     "VoyageUnassigned",
	ContainerNotFound:    "ContainerNotFound",
	VoyageNotFound:       "VoyageNotFound",
}

// String is the type as it stands in an event.
func (t OrderType) String() string {
	if t == 0 || int(t) >= len(orderTypeNames) {
		return "OrderType(" + strconv.Itoa(int(t)) + ")"
	}
	return orderTypeNames[t]
}

// OrderEvent is an accepted event of the orders topic. It owns all it points
// to. Fields that the event's type does not have are absent.
type OrderEvent struct {
	Type    OrderType
	OrderID string
	Time    int64 // event time, ms since the epoch

	// Attributes, of OrderCreated and OrderUpdated; nil = absent.
	CustomerID, ProductID            *string
	PickupDate, ExpectedDeliveryDate *string // the text as it is
	Quantity                         *int64  // thousandths
	PickupAddress                    []byte  // compact JSON text of an object or a string
	DestinationAddress               []byte  // compact JSON text of an object or a string
	Rule                             *Rule   // the order's own

	ContainerID string // "" = absent
	VoyageID    string // "" = absent
	Leg         int64  // from 1; 1 where absent
	Reason      *string
}

// VoyageType is the type of an event of the voyages topic.
type VoyageType uint8

// The types of voyage events. The zero VoyageType is none of them.
const (
	VoyageScheduled VoyageType = iota + 1
	VoyageUpdated
	VoyageDeparted
	VoyageArrived
	VoyageCancelled
	ContainerLoaded
	ContainerDischarged
)

var voyageTypeNames = [...]string{
	VoyageScheduled:     "VoyageScheduled",
	VoyageUpdated:       "VoyageUpdated",
	VoyageDeparted:      "VoyageDeparted",
	VoyageArrived:       "VoyageArrived",
	VoyageCancelled:     "VoyageCancelled",
	ContainerLoaded:     "ContainerLoaded",
	ContainerDischarged: "ContainerDischarged",
}

// String is the type as it stands in an event.
func (t VoyageType) String() string {
	if t == 0 || int(t) >= len(voyageTypeNames) {
		return "VoyageType(" + strconv.Itoa(int(t)) + ")"
	}
	return voyageTypeNames[t]
}

// VoyageEvent is an accepted event of the voyages topic. It owns all it points
// to. Fields that the event's type does not have are absent.
type VoyageEvent struct {
	Type     VoyageType
	VoyageID string
	Time     int64 // event time, ms since the epoch

	// Attributes, of VoyageScheduled and VoyageUpdated; nil = absent. Planned
	// times are ms since the epoch.
	VesselID, From, To               *string
	PlannedDeparture, PlannedArrival *int64

	At          int64  // actual time, ms since the epoch; the event time where absent
	ContainerID string // of ContainerLoaded and ContainerDischarged; "" = absent
	Reason      *string
}

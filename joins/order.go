package joins

import (
	"cmp"
	"slices"

	"coldchain/joins/internal/wire"
)

var orderFormat = wire.Format{Name: "order", Version: 1}

// status is what became of an order.
type status uint8

// The statuses. statusOpen is that of an order of which no other status event was seen.
const (
	statusUnknown status = iota
	statusOpen
	statusCancelled
	statusRejected
	statusDelivered
	numStatuses
)

func (s status) String() string {
	return [numStatuses]string{"", "open", "cancelled", "rejected", "delivered"}[s]
}

// order is what is known of an order.
type order struct {
	created                                         bool // OrderCreated or OrderUpdated was seen
	customer, product, pickupDate, expectedDelivery register[string]
	pickupAddress, destinationAddress, rule         register[string] // JSON
	quantity                                        register[int64]
	status                                          register[status] // not of statusOpen
	events                                          int64            // accepted
	claims                                          recent[claim]
	decisions                                       recent[decision]
	containers                                      []orderContainer // by id
	voyages                                         []legVoyage      // the order's, by leg number
	named                                           []named
	changed                                         int64  // the latest epoch; -1 before the first
	published                                       digest // of the latest projection that went out
}

// orderContainer is what an order knows of a container.
type orderContainer struct {
	id                string
	present           register[bool]
	stuffed, stripped register[int64]
	own               []legVoyage // where it goes another way than the order, by leg number
	custody           *orderCustody
}

// legVoyage is the voyage of a leg; "" = none.
type legVoyage struct {
	number int64
	voyage register[string]
}

// orderCustody is what was said of a custody to its container and its voyages.
type orderCustody struct {
	born, epoch int64 // see terms
	legs        []route
}

// named are the containers and leg numbers that events of one partition named (SPECIFICATION 2.9).
type named struct {
	partition  int32
	containers []string
	legs       []int64
}

// clear makes it an order of which nothing is known. Its memory is reused.
func (o *order) clear() {
	*o = order{changed: -1, claims: recent[claim]{last: o.claims.last[:0]},
		decisions: recent[decision]{last: o.decisions.last[:0]}, containers: o.containers[:0],
		voyages: o.voyages[:0], named: o.named[:0]}
}

// find is the place of a container.
func (o *order) find(id string) (i int, there bool) {
	return slices.BinarySearchFunc(o.containers, id, func(c orderContainer, id string) int {
		return cmp.Compare(c.id, id)
	})
}

// container is what is known of a container of the order, made if it is new.
func (o *order) container(id string) *orderContainer {
	i, there := o.find(id)
	if !there {
		o.containers = slices.Insert(o.containers, i, orderContainer{id: id})
	}
	return &o.containers[i]
}

// custodyOf is the custody of a container, nil if there is none.
func (o *order) custodyOf(id string) *orderCustody {
	if i, there := o.find(id); there {
		return o.containers[i].custody
	}
	return nil
}

// voyageOf is the register of a leg's voyage, made if it is new.
func voyageOf(list *[]legVoyage, number int64) *register[string] {
	i, there := slices.BinarySearchFunc(*list, number, func(l legVoyage, n int64) int {
		return cmp.Compare(l.number, n)
	})
	if !there {
		*list = slices.Insert(*list, i, legVoyage{number: number})
	}
	return &(*list)[i].voyage
}

// state is the order's status.
func (o *order) state() status {
	switch {
	case o.status.written:
		return o.status.value
	case o.created:
		return statusOpen
	default:
		return statusUnknown
	}
}

// delivered is when the order was delivered, nil if it was not.
func (o *order) delivered() *int64 {
	if !o.status.written || o.status.value != statusDelivered {
		return nil
	}
	return &o.status.stamp.time
}

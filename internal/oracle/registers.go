package oracle

import "sort"

// inOrderOfTime sorts a copy of the events by event time, offset and partition: whoever applies
// them in this order and lets the later one overwrite has last-writer-wins registers.
func inOrderOfTime(events []*event) []*event {
	sorted := append([]*event(nil), events...)
	sort.SliceStable(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		if a.time != b.time {
			return a.time < b.time
		}
		if a.offset != b.offset {
			return a.offset < b.offset
		}
		return a.partition < b.partition
	})
	return sorted
}

// order is what the order events of one orderID add up to.
type order struct {
	id                string
	events            int
	known             bool
	texts             map[string]string
	addresses         map[string]any
	quantity          *int64
	rule              *rule
	status            string // "" is unknown
	statusTime        int64
	containers        map[string]bool
	stuffed, stripped map[string]int64            // by container
	voyages           map[int64]string            // by leg number, "" is none
	ownVoyages        map[string]map[int64]string // by container and leg number, "" is the order's
	statements        map[string][]*event         // claims and decisions by type, in time order
}

// statuses holds what a type of event sets the status to, whatever it was.
var statuses = map[string]string{
	"OrderCancelled": "cancelled", "OrderRejected": "rejected", "OrderDelivered": "delivered",
}

func foldOrder(events []*event) *order {
	o := &order{
		id: events[0].id, events: len(events),
		texts: map[string]string{}, addresses: map[string]any{}, containers: map[string]bool{},
		stuffed: map[string]int64{}, stripped: map[string]int64{},
		voyages: map[int64]string{}, ownVoyages: map[string]map[int64]string{},
		statements: map[string][]*event{},
	}
	for _, e := range inOrderOfTime(events) {
		container := e.ids["containerID"]
		switch e.kind {
		case "OrderCreated", "OrderUpdated":
			o.describe(e)
		case "OrderCancelled", "OrderRejected", "OrderDelivered":
			o.status, o.statusTime = statuses[e.kind], e.time
		case "ContainerAllocated":
			o.containers[container] = true
		case "ContainerDeallocated":
			o.containers[container] = false
		case "ContainerStuffed":
			o.stuffed[container] = e.times["at"]
		case "ContainerStripped":
			o.stripped[container] = e.times["at"]
		case "VoyageAssigned":
			o.assign(e, e.ids["voyageID"])
		case "VoyageUnassigned":
			o.assign(e, "")
		case "OrderSpoilt", "QualityDecision":
			o.statements[e.kind] = append(o.statements[e.kind], e)
		}
	}
	return o
}

// describe sets what an order says of itself.
func (o *order) describe(e *event) {
	o.known = true
	if o.status == "" {
		o.status = "open"
	}
	for name, text := range e.texts {
		o.texts[name] = text
	}
	for name, address := range e.addresses {
		o.addresses[name] = address
	}
	if e.quantity != nil {
		o.quantity = e.quantity
	}
	if e.rule != nil {
		o.rule = e.rule
	}
}

func (o *order) assign(e *event, voyageID string) {
	container, own := e.ids["containerID"]
	if !own {
		o.voyages[e.leg] = voyageID
		return
	}
	if o.ownVoyages[container] == nil {
		o.ownVoyages[container] = map[int64]string{}
	}
	o.ownVoyages[container][e.leg] = voyageID
}

// voyagesOf gives the voyage of each leg of a container: its own where one is set, else the
// order's.
func (o *order) voyagesOf(container string) map[int64]string {
	legs := map[int64]string{}
	for number, voyage := range o.voyages {
		if voyage != "" {
			legs[number] = voyage
		}
	}
	for number, voyage := range o.ownVoyages[container] {
		if voyage != "" {
			legs[number] = voyage
		}
	}
	return legs
}

func (o *order) containerIDs() []string {
	var ids []string
	for id, present := range o.containers {
		if present {
			ids = append(ids, id)
		}
	}
	sort.Strings(ids)
	return ids
}

// voyage is what the voyage events of one voyageID add up to.
type voyage struct {
	events             int
	texts              map[string]string // vesselID, from, to
	times              map[string]int64  // plannedDeparture, plannedArrival, departed, arrived
	loaded, discharged map[string]int64  // by container
	cancelled          bool
}

func foldVoyage(events []*event) *voyage {
	v := &voyage{
		events: len(events), texts: map[string]string{}, times: map[string]int64{},
		loaded: map[string]int64{}, discharged: map[string]int64{},
	}
	for _, e := range inOrderOfTime(events) {
		switch e.kind {
		case "VoyageScheduled", "VoyageUpdated":
			for name, text := range e.texts {
				v.texts[name] = text
			}
			for name, t := range e.times {
				v.times[name] = t
			}
		case "VoyageDeparted":
			v.times["departed"] = e.times["at"]
		case "VoyageArrived":
			v.times["arrived"] = e.times["at"]
		case "VoyageCancelled":
			v.cancelled = true
		case "ContainerLoaded":
			v.loaded[e.ids["containerID"]] = e.times["at"]
		case "ContainerDischarged":
			v.discharged[e.ids["containerID"]] = e.times["at"]
		}
	}
	return v
}

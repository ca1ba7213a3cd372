package oracle

import "sort"

// inOrderOfTime sorts a copy of the events by event time, offset and partition: whoever applies them in
// this order and lets the later one overwrite has last-writer-wins registers.
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
	known      bool
	texts      map[string]string
	addresses  map[string]any
	quantity   *int64
	rule       *rule
	status     string // "" is unknown
	containers map[string]bool
	voyages    map[int64]string            // by leg number, "" is none
	ownVoyages map[string]map[int64]string // by container and leg number, "" is the order's
	claims     []claim
}

type claim struct {
	time                int64
	containerID, reason *string
}

func foldOrder(events []*event) *order {
	o := &order{
		texts: map[string]string{}, addresses: map[string]any{}, containers: map[string]bool{},
		voyages: map[int64]string{}, ownVoyages: map[string]map[int64]string{},
	}
	for _, e := range inOrderOfTime(events) {
		switch e.kind {
		case "OrderCreated", "OrderUpdated":
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
		case "OrderCancelled":
			o.status = "cancelled"
		case "OrderRejected":
			o.status = "rejected"
		case "OrderDelivered":
			o.status = "delivered"
		case "OrderSpoilt":
			o.claims = append(o.claims, claim{e.time, has(e.ids, "containerID"), has(e.texts, "reason")})
		case "ContainerAllocated":
			o.containers[e.ids["containerID"]] = true
		case "ContainerDeallocated":
			o.containers[e.ids["containerID"]] = false
		case "VoyageAssigned":
			o.assign(e, e.ids["voyageID"])
		case "VoyageUnassigned":
			o.assign(e, "")
		}
	}
	return o
}

func has(m map[string]string, name string) *string {
	if s, ok := m[name]; ok {
		return &s
	}
	return nil
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

// legKey names a leg of an order; voyageID is "" for the one leg of a container without a voyage.
type legKey struct {
	containerID string
	number      int64
	voyageID    string
}

// legs lists the legs in the order (containerID, leg).
func (o *order) legs() []legKey {
	var keys []legKey
	for container, present := range o.containers {
		if !present {
			continue
		}
		voyages := map[int64]string{}
		for number, voyage := range o.voyages {
			voyages[number] = voyage
		}
		for number, voyage := range o.ownVoyages[container] {
			if voyage != "" {
				voyages[number] = voyage
			}
		}
		none := true
		for number, voyage := range voyages {
			if voyage != "" {
				keys = append(keys, legKey{container, number, voyage})
				none = false
			}
		}
		if none {
			keys = append(keys, legKey{container, 1, ""})
		}
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		return a.containerID < b.containerID || a.containerID == b.containerID && a.number < b.number
	})
	return keys
}

// voyage is what the voyage events of one voyageID add up to; nil where there are none.
type voyage struct {
	events           int
	texts            map[string]string // vesselID, from, to
	times            map[string]int64  // plannedDeparture, plannedArrival, departed, arrived
	loaded, unloaded map[string]int64  // by container
	cancelled        bool
}

func foldVoyage(events []*event) *voyage {
	if len(events) == 0 {
		return nil
	}
	v := &voyage{
		events: len(events), texts: map[string]string{}, times: map[string]int64{},
		loaded: map[string]int64{}, unloaded: map[string]int64{},
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
			v.unloaded[e.ids["containerID"]] = e.times["at"]
		}
	}
	return v
}

// held is what holds for one identity of readings, with how often it was said again and contradicted.
type held struct {
	time                  int64
	reading               reading
	duplicates, conflicts int64
}

// foldReadings gives the readings of one sensor of one container, by event time. The events are in the
// order of offset, then partition.
func foldReadings(events []*event, sensor string) []*held {
	at := map[int64]*held{}
	var list []*held
	for _, e := range events {
		of, ok := e.ids["sensor"]
		if !ok {
			of = "main"
		}
		if of != sensor {
			continue
		}
		h := at[e.time]
		switch {
		case h == nil:
			h = &held{time: e.time, reading: e.reading}
			at[e.time] = h
			list = append(list, h)
		case h.reading == e.reading:
			h.duplicates++
		default:
			h.conflicts++
			h.reading = e.reading
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].time < list[j].time })
	return list
}

package fleet

import "iter"

// Events are the order and voyage records that cover the readings: voyages first, then each order's
// three, oldest first. They are made as they are asked for: a million orders have three million.
func (f *Fill) Events() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for c := 0; c < len(f.ids); c += f.o.PerVoyage {
			if !yield(f.scheduled(f.VoyageOf(c), c/f.o.PerVoyage)) ||
				!yield(f.Departed(f.VoyageOf(c), f.start, f.start)) {
				return
			}
		}
		for c := range f.ids {
			for _, r := range f.order(c) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// EventCount is how many records Events has.
func (f *Fill) EventCount() int {
	voyages := (len(f.ids) + f.o.PerVoyage - 1) / f.o.PerVoyage
	return 2*voyages + 3*len(f.ids)
}

// Departed is the record that a voyage departed at a time, as it was known at another; both are ms
// since the epoch.
func (f *Fill) Departed(voyage string, at, known int64) Record {
	var o object
	o.text("type", "VoyageDeparted")
	o.instant("time", known)
	o.text("voyageID", voyage)
	if at != known {
		o.instant("at", at)
	}
	return record(f.o.Topics.Voyages, voyage, known, o)
}

func (f *Fill) scheduled(voyage string, number int) Record {
	before := f.start - 24*hour
	var o object
	o.text("type", "VoyageScheduled")
	o.instant("time", before)
	o.text("voyageID", voyage)
	o.text("vesselID", vessels[number%len(vessels)])
	o.text("from", "CNSHA")
	o.text("to", "USOAK")
	o.instant("plannedDeparture", f.start)
	o.instant("plannedArrival", f.End().UnixMilli())
	return record(f.o.Topics.Voyages, voyage, before, o)
}

// order are the three events of the order of the i-th container.
func (f *Fill) order(i int) [3]Record {
	id, before := f.OrderOf(i), f.start-24*hour
	var created, allocated, assigned object
	created.text("type", "OrderCreated")
	created.instant("time", before)
	created.text("orderID", id)
	created.text("customerID", "FishFarm")
	created.text("productID", "fresh-salmon")
	created.integer("quantity", 80)
	allocated.text("type", "ContainerAllocated")
	allocated.instant("time", before+minute)
	allocated.text("orderID", id)
	allocated.text("containerID", f.ids[i])
	assigned.text("type", "VoyageAssigned")
	assigned.instant("time", before+2*minute)
	assigned.text("orderID", id)
	assigned.text("voyageID", f.VoyageOf(i))
	topic := f.o.Topics.Orders
	return [3]Record{record(topic, id, before, created),
		record(topic, id, before+minute, allocated),
		record(topic, id, before+2*minute, assigned)}
}

func record(topic, id string, at int64, o object) Record {
	return Record{Topic: topic, Key: []byte(id), Value: o.done(), Time: at, At: at}
}

package event

import "strconv"

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
	numVoyageTypes
)

// voyageTypes has a row for each type: what its events have beside the voyageID and the time.
var voyageTypes = [numVoyageTypes]struct {
	name      string
	container bool // the containerID
	planned   bool // the planned times
	at        bool
	values    func(d *Decoder, ev *Voyage) (ok bool) // reads the other fields; nil = none
}{
	VoyageScheduled:     {name: "VoyageScheduled", planned: true, values: (*Decoder).readCall},
	VoyageUpdated:       {name: "VoyageUpdated", planned: true, values: (*Decoder).readCall},
	VoyageDeparted:      {name: "VoyageDeparted", at: true},
	VoyageArrived:       {name: "VoyageArrived", at: true},
	VoyageCancelled:     {name: "VoyageCancelled", values: readCancelReason},
	ContainerLoaded:     {name: "ContainerLoaded", container: true, at: true},
	ContainerDischarged: {name: "ContainerDischarged", container: true, at: true},
}

// String is the type as it stands in an event.
func (t VoyageType) String() string {
	if t == 0 || t >= numVoyageTypes {
		return "VoyageType(" + strconv.Itoa(int(t)) + ")"
	}
	return voyageTypes[t].name
}

func voyageTypeNamed(text []byte) VoyageType {
	for t := VoyageScheduled; t < numVoyageTypes; t++ {
		if string(text) == voyageTypes[t].name {
			return t
		}
	}
	return 0
}

func voyageTypeTexts() (list []string) {
	for t := VoyageScheduled; t < numVoyageTypes; t++ {
		list = append(list, voyageTypes[t].name)
	}
	return list
}

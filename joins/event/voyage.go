package event

import "coldchain/joins/internal/jsontext"

// Voyage is an accepted event of the voyages topic. It owns all it points to. Fields that the
// event's type does not have are absent.
type Voyage struct {
	Type     VoyageType
	VoyageID string
	Time     int64 // event time, ms since the epoch

	// Attributes, of VoyageScheduled and VoyageUpdated; nil = absent. Planned times are ms since
	// the epoch.
	VesselID, From, To               *string
	PlannedDeparture, PlannedArrival *int64

	At          int64  // actual time, ms since the epoch; the event time where absent
	ContainerID string // of ContainerLoaded and ContainerDischarged; "" = absent
	Reason      *string
}

// Fields of the voyages topic that have several names.
var (
	fieldVesselID = field{voyageVesselID, voyageShipIDCamel}
	fieldFrom     = field{voyageFrom, voyageSrcPort}
	fieldTo       = field{voyageTo, voyageDestPort}
)

// Voyage reads a record of the voyages topic. It sets ev anew, and what ev holds is of no meaning
// unless the record is accepted.
func (d *Decoder) Voyage(r *Record, ev *Voyage) Code {
	*ev = Voyage{}
	if code := d.readFields(r, Voyages); code != "" {
		return code
	}
	if ev.Type = voyageTypeNamed(d.eventType()); ev.Type == 0 {
		return UnknownType
	}
	id, code := d.readVoyageIDs(r, ev)
	if code != "" {
		return code
	}
	if !d.readVoyageTimes(r, ev) {
		return BadTime
	}
	values := voyageTypes[ev.Type].values
	if d.fields.payload == payloadWrong || values != nil && !values(d, ev) {
		return BadValue
	}
	return d.checkKey(r, id)
}

// readVoyageIDs reads the ids that the event's type has.
func (d *Decoder) readVoyageIDs(r *Record, ev *Voyage) (id []byte, code Code) {
	f, t := &d.fields, &voyageTypes[ev.Type]
	voyage := f.get(only(voyageVoyageID))
	var container *jsontext.Value
	if t.container {
		container = f.get(fieldContainerID)
	}
	if voyage == nil && r.Key == nil || container == nil && t.container {
		return nil, MissingID
	}
	id, ok := d.ownID(r, voyage)
	if !ok {
		return nil, BadID
	}
	containerID, ok := d.id(container)
	if !ok {
		return nil, BadID
	}
	ev.VoyageID, ev.ContainerID = string(id), string(containerID)
	return id, ""
}

// readVoyageTimes reads the event time and the other times of the event's type.
func (d *Decoder) readVoyageTimes(r *Record, ev *Voyage) (ok bool) {
	if ev.Time, ok = d.eventTime(r); !ok {
		return false
	}
	t := &voyageTypes[ev.Type]
	ev.At = ev.Time
	if t.at {
		if ev.At, ok = d.timeOr(voyageAt, ev.Time); !ok {
			return false
		}
	}
	if t.planned {
		if ev.PlannedDeparture, ok = d.optionalTime(voyagePlannedDeparture); !ok {
			return false
		}
		if ev.PlannedArrival, ok = d.optionalTime(voyagePlannedArrival); !ok {
			return false
		}
	}
	return true
}

// readCall reads which vessel sails from where to where. The IMO number is not kept.
func (d *Decoder) readCall(ev *Voyage) (ok bool) {
	imo := d.fields.get(only(voyageIMO))
	if imo != nil && imo.Kind != jsontext.Number {
		if _, ok = d.optionalText(only(voyageIMO)); !ok {
			return false
		}
	}
	if ev.VesselID, ok = d.optionalText(fieldVesselID); !ok {
		return false
	}
	if ev.From, ok = d.optionalText(fieldFrom); !ok {
		return false
	}
	ev.To, ok = d.optionalText(fieldTo)
	return ok
}

func readCancelReason(d *Decoder, ev *Voyage) (ok bool) {
	ev.Reason, ok = d.optionalText(only(voyageReason))
	return ok
}

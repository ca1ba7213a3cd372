package joins

// Voyage reads a record of the voyages topic. It sets ev anew, and what ev
// holds is of no meaning unless the record is accepted.
func (d *Decoder) Voyage(r *Record, ev *VoyageEvent) Code {
	*ev = VoyageEvent{}
	if code := d.readFields(r, voyageName); code != "" {
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
	if !d.readVoyageValues(ev) {
		return BadValue
	}
	return d.checkKey(r, id)
}

func voyageTypeNamed(name []byte) VoyageType {
	for t, known := range voyageTypeNames {
		if t > 0 && string(name) == known {
			return VoyageType(t)
		}
	}
	return 0
}

// readVoyageIDs reads the ids that the event's type has.
func (d *Decoder) readVoyageIDs(r *Record, ev *VoyageEvent) (id []byte, code Code) {
	f := &d.fields
	voyage := f.get(fieldVoyageID, fieldVoyageID)
	ofContainer := ev.Type == ContainerLoaded || ev.Type == ContainerDischarged
	var container *jsonValue
	if ofContainer {
		container = f.get(fieldContainerID, fieldContainerIDSnake)
	}
	if voyage == nil && r.Key == nil || ofContainer && container == nil {
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
func (d *Decoder) readVoyageTimes(r *Record, ev *VoyageEvent) (ok bool) {
	if ev.Time, ok = d.eventTime(r); !ok {
		return false
	}
	ev.At = ev.Time
	switch ev.Type {
	case VoyageScheduled, VoyageUpdated:
		if ev.PlannedDeparture, ok = d.optionalTime(fieldPlannedDeparture); !ok {
			return false
		}
		ev.PlannedArrival, ok = d.optionalTime(fieldPlannedArrival)
	case VoyageDeparted, VoyageArrived, ContainerLoaded, ContainerDischarged:
		var at *int64
		if at, ok = d.optionalTime(fieldAt); at != nil {
			ev.At = *at
		}
	}
	return ok
}

// optionalTime is the time of that name; nil if it is absent or 0.
func (d *Decoder) optionalTime(name field) (ms *int64, ok bool) {
	v := d.fields.get(name, name)
	if v == nil {
		return nil, true
	}
	t, given, ok := d.instant(v)
	if !ok || !given {
		return nil, ok
	}
	return &t, true
}

// readVoyageValues reads the other fields of the event's type. It is not ok if
// one of them, or the payload, has a wrong form.
func (d *Decoder) readVoyageValues(ev *VoyageEvent) (ok bool) {
	f := &d.fields
	if f.payload > payloadRead {
		return false
	}
	switch ev.Type {
	case VoyageScheduled, VoyageUpdated:
		if imo := f.get(fieldIMO, fieldIMO); imo != nil && imo.kind != jsonString && imo.kind != jsonNumber {
			return false
		}
		if ev.VesselID, ok = d.freeText(f.get(fieldVesselID, fieldShipIDCamel)); !ok {
			return false
		}
		if ev.From, ok = d.freeText(f.get(fieldFrom, fieldSrcPort)); !ok {
			return false
		}
		ev.To, ok = d.freeText(f.get(fieldTo, fieldDestPort))
		return ok
	case VoyageCancelled:
		ev.Reason, ok = d.freeText(f.get(fieldVoyageReason, fieldVoyageReason))
		return ok
	}
	return true
}

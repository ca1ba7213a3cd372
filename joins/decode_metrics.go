package joins

// maxAhead is how much later than its record's timestamp a reading may be, ms.
const maxAhead = 24 * 60 * 60 * 1000

// metricFields are the first and last name of each metric.
var metricFields = [NumMetrics][2]field{
	Temperature: {fieldTemperature, fieldTempC},
	SetPoint:    {fieldSetPoint, fieldTargetTemperature},
	Humidity:    {fieldHumidity, fieldHumidityLevel},
	CO2:         {fieldCO2, fieldCarbonDioxideLevel},
	O2:          {fieldO2, fieldOxygenLevel},
	Power:       {fieldPower, fieldKilowatts},
	Latitude:    {fieldLatitude, fieldLatitude},
	Longitude:   {fieldLongitude, fieldLongitude},
}

// defaultSensorID is the sensor of a reading that names none. Nobody changes it.
var defaultSensorID = []byte(DefaultSensor)

// Metric reads a record of the container-metrics topic. What ev holds is of no
// meaning unless the record is accepted. A record without escapes and local
// times is read without an allocation.
func (d *Decoder) Metric(r *Record, ev *MetricEvent) Code {
	if code := d.readFields(r, metricName); code != "" {
		return code
	}
	switch string(d.eventType()) {
	case "ContainerMetric", "ReeferTelemetries":
	default:
		return UnknownType
	}
	d.readTuple()
	f := &d.fields
	container := f.get(fieldContainerID, fieldContainerIDSnake)
	if container == nil && r.Key == nil {
		return MissingID
	}
	*ev = MetricEvent{Sensor: defaultSensorID}
	var ok bool
	if ev.ContainerID, ok = d.ownID(r, container); !ok {
		return BadID
	}
	if sensor := f.get(fieldSensor, fieldSensor); sensor != nil {
		if ev.Sensor, ok = d.id(sensor); !ok {
			return BadID
		}
	}
	if ev.Reading.Time, ok = d.eventTime(r); !ok {
		return BadTime
	}
	if ev.Reading.Time-maxAhead > r.Timestamp {
		return TimeInFuture
	}
	if !d.readValues(&ev.Reading) {
		return BadValue
	}
	if (ev.Reading.Present|ev.Reading.Faulty)&judgeable == 0 {
		return NoValues
	}
	return d.checkKey(r, ev.ContainerID)
}

// readValues reads the measured values, the door and defrosting. It is not ok
// if one of them, or the payload, has a wrong form.
func (d *Decoder) readValues(reading *Reading) (ok bool) {
	f := &d.fields
	if f.payload == payloadWrong {
		return false
	}
	for m := range metricFields {
		v := f.get(metricFields[m][0], metricFields[m][1])
		if v == nil {
			continue
		}
		n, ok := d.number(v)
		if !ok {
			return false
		}
		reading.set(Metric(m), n.thousandths)
	}
	if v := f.get(fieldDoor, fieldDoor); v != nil {
		if v.kind != jsonBool {
			return false
		}
		reading.setFlag(DoorKnown, DoorOpen, v.isTrue())
	} else if v := f.get(fieldTimeDoorOpen, fieldTimeDoorOpen); v != nil {
		n, ok := d.number(v)
		if !ok {
			return false
		}
		reading.setFlag(DoorKnown, DoorOpen, n.positive)
	}
	if v := f.get(fieldDefrost, fieldDefrost); v != nil {
		if v.kind != jsonBool {
			return false
		}
		reading.setFlag(DefrostKnown, DefrostOn, v.isTrue())
	}
	return true
}

// eventTime is the event's time: the first of the fields that give it, or the
// record's timestamp where there is none or it is 0.
func (d *Decoder) eventTime(r *Record) (ms int64, ok bool) {
	if v := d.fields.get(fieldTime, fieldTs); v != nil {
		ms, given, ok := d.instant(v)
		if !ok || given {
			return ms, ok
		}
	}
	return r.Timestamp, inYears(r.Timestamp)
}

// setFlag says that something is known, and whether it holds.
func (r *Reading) setFlag(known, holds uint8, yes bool) {
	r.Flags |= known
	if yes {
		r.Flags |= holds
	}
}

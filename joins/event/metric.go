package event

import (
	"coldchain/joins/internal/jsontext"
	"coldchain/joins/measure"
)

// Metric is an accepted event of the container-metrics topic. ContainerID and Sensor alias the
// record or the Decoder's scratch: they are valid until the Decoder's next call.
type Metric struct {
	ContainerID, Sensor []byte
	Reading             measure.Reading
}

// metricTypes are the names of the one type of the topic.
var metricTypes = [...]string{"ContainerMetric", "ReeferTelemetries"}

func metricTypeTexts() []string { return append([]string(nil), metricTypes[:]...) }

// storedFields are the fields of the numbers that a reading stores.
var storedFields = [measure.NumStored]field{
	measure.Temperature: {metricTemperature, metricTempC},
	measure.SetPoint:    {metricSetPoint, metricTargetTemperature},
	measure.Humidity:    {metricHumidity, metricHumidityLevel},
	measure.CO2:         {metricCO2, metricCarbonDioxideLevel},
	measure.O2:          {metricO2, metricOxygenLevel},
	measure.Power:       {metricPower, metricKilowatts},
	measure.Latitude:    {metricLatitude, metricLatitude},
	measure.Longitude:   {metricLongitude, metricLongitude},
}

// defaultSensor is the sensor of a reading that names none. Nobody changes it.
var defaultSensor = []byte(measure.DefaultSensor)

// Metric reads a record of the container-metrics topic. What ev holds is of no meaning unless the
// record is accepted. A record without escapes and local times is read without an allocation.
func (d *Decoder) Metric(r *Record, ev *Metric) Code {
	if d.layouts.read(d, r, ev) {
		return ""
	}
	code := d.readMetric(r, ev)
	if code == "" {
		d.layouts.accepted(d, r, ev)
	}
	return code
}

// readMetric is Metric for any record, without a layout.
func (d *Decoder) readMetric(r *Record, ev *Metric) Code {
	if code := d.readFields(r, ContainerMetrics); code != "" {
		return code
	}
	if !isMetricType(d.eventType()) {
		return UnknownType
	}
	f := &d.fields
	container := f.get(fieldContainerID)
	if container == nil && r.Key == nil {
		return MissingID
	}
	*ev = Metric{Sensor: defaultSensor}
	var ok bool
	if ev.ContainerID, ok = d.ownID(r, container); !ok {
		return BadID
	}
	if sensor := f.get(only(metricSensor)); sensor != nil {
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
	if f.payload == payloadWrong || !d.readValues(&ev.Reading) {
		return BadValue
	}
	if !ev.Reading.Judgeable() {
		return NoValues
	}
	return d.checkKey(r, ev.ContainerID)
}

func isMetricType(text []byte) bool {
	for _, known := range metricTypes {
		if string(text) == known {
			return true
		}
	}
	return false
}

// readValues reads the measured values, the door and defrosting. It is not ok if one of them has a
// wrong form.
func (d *Decoder) readValues(reading *measure.Reading) (ok bool) {
	f := &d.fields
	for m := range storedFields {
		v := f.get(storedFields[m])
		if v == nil {
			continue
		}
		n, ok := d.number(v)
		if !ok {
			return false
		}
		reading.Set(measure.Metric(m), n.Thousandths)
	}
	if v := f.get(only(metricDoor)); v != nil {
		if v.Kind != jsontext.Bool {
			return false
		}
		reading.SetFlag(measure.DoorKnown, measure.DoorOpen, v.IsTrue())
	} else if v := f.get(only(metricTimeDoorOpen)); v != nil {
		n, ok := d.number(v)
		if !ok {
			return false
		}
		reading.SetFlag(measure.DoorKnown, measure.DoorOpen, n.Positive)
	}
	if v := f.get(only(metricDefrost)); v != nil {
		if v.Kind != jsontext.Bool {
			return false
		}
		reading.SetFlag(measure.DefrostKnown, measure.DefrostOn, v.IsTrue())
	}
	return true
}

package generate

import (
	"encoding/json"
	"strings"
	"time"
)

// The three input topics by their default names.
const (
	topicOrders  = "orders"
	topicVoyages = "voyages"
	topicMetrics = "container-metrics"
)

const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// ownID is the field that holds the id by which a topic is keyed.
var ownID = map[string]string{
	topicOrders: "orderID", topicVoyages: "voyageID", topicMetrics: "containerID",
}

// eventTime holds the names of the event time, the first present of which counts.
var eventTime = []string{"time", "timestamp", "timestampMillis", "measurement_time", "ts"}

// otherNames holds the names under which a field is read beside its own, in their order.
var otherNames = map[string][]string{
	"containerID": {"containerId", "container_id"},
	"temperature": {"tempC"},
	"setPoint":    {"target_temperature"},
	"co2":         {"carbon_dioxide_level"},
	"o2":          {"oxygen_level"},
	"humidity":    {"humidity_level"},
	"power":       {"kilowatts"},
	"door":        {"time_door_open"},
	"vesselID":    {"shipID", "shipId"},
	"from":        {"srcPort"},
	"to":          {"destPort"},
}

// namesOf gives the names of a field in the order in which they are looked for.
func namesOf(field string) []string { return append([]string{field}, otherNames[field]...) }

// numeric are the fields whose numbers may be written as texts.
var numeric = map[string]bool{
	"temperature": true, "setPoint": true, "humidity": true, "co2": true, "o2": true, "power": true,
	"latitude": true, "longitude": true, "quantity": true, "leg": true,
}

// tupleNames are the names of the fields of a tuple in the reference implementation's payload.
var tupleNames = []string{
	"container_id", "measurement_time", "product_id", "temperature", "target_temperature",
	"ambiant_temperature", "kilowatts", "time_door_open", "content_type", "defrost_cycle",
	"oxygen_level", "nitrogen_level", "humidity_level", "carbon_dioxide_level",
	"fan_1", "fan_2", "fan_3", "latitude", "longitude", "maintenance_required",
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // no text fails
	}
	return string(b)
}

// timeText writes a time in UTC, with three fractional digits only where the milliseconds are not
// zero.
func timeText(ms int64) string {
	layout := "2006-01-02T15:04:05Z"
	if ms%second != 0 {
		layout = "2006-01-02T15:04:05.000Z"
	}
	return time.UnixMilli(ms).UTC().Format(layout)
}

// isWhole says whether the text is an optional sign and digits.
func isWhole(s string) bool { return strings.Trim(strings.TrimLeft(s, "+-"), "0123456789") == "" }

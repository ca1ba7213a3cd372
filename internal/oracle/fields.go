package oracle

// fieldKind says what a field may hold and where a wrong one is found out.
type fieldKind int

const (
	fieldID fieldKind = iota // an id that the type requires
	fieldOptionalID
	fieldTime
	fieldText
	fieldTextOrNumber
	fieldDecision // required
	fieldPerson   // a text that is required and not empty
	fieldAddress
	fieldQuantity
	fieldLeg
	fieldRule
	fieldMeasure
	fieldDoor
	fieldBool
)

// eventField is one field of an event type, beside the topic's own id.
type eventField struct {
	name string
	kind fieldKind
}

// eventTopic is what is known of a topic's events.
type eventTopic struct {
	ownID string
	types map[string][]eventField
	names map[string]string // other names of types
}

var topics = map[string]eventTopic{
	topicOrders: {
		ownID: "orderID",
		names: map[string]string{"OderCancelled": "OrderCancelled"},
		types: map[string][]eventField{
			"OrderCreated":         orderAttributes,
			"OrderUpdated":         orderAttributes,
			"OrderCancelled":       onlyReason,
			"OrderRejected":        onlyReason,
			"OrderDelivered":       onlyReason,
			"OrderSpoilt":          {{"containerID", fieldOptionalID}, {"reason", fieldText}},
			"ContainerAllocated":   {{"containerID", fieldID}},
			"ContainerDeallocated": {{"containerID", fieldID}},
			"ContainerStuffed":     containerAt,
			"ContainerStripped":    containerAt,
			"QualityDecision": {
				{"decision", fieldDecision}, {"by", fieldPerson}, {"reason", fieldText},
				{"reference", fieldText}, {"digest", fieldText},
			},
			"VoyageAssigned":    orderVoyage,
			"VoyageUnassigned":  orderVoyage,
			"ContainerNotFound": onlyReason,
			"VoyageNotFound":    onlyReason,
		},
	},
	topicVoyages: {
		ownID: "voyageID",
		types: map[string][]eventField{
			"VoyageScheduled":     voyageAttributes,
			"VoyageUpdated":       voyageAttributes,
			"VoyageDeparted":      {{"at", fieldTime}},
			"VoyageArrived":       {{"at", fieldTime}},
			"VoyageCancelled":     onlyReason,
			"ContainerLoaded":     containerAt,
			"ContainerDischarged": containerAt,
		},
	},
	topicMetrics: {
		ownID: "containerID",
		names: map[string]string{"ReeferTelemetries": "ContainerMetric"},
		types: map[string][]eventField{"ContainerMetric": {
			{"sensor", fieldOptionalID},
			{"temperature", fieldMeasure}, {"setPoint", fieldMeasure}, {"humidity", fieldMeasure},
			{"co2", fieldMeasure}, {"o2", fieldMeasure}, {"power", fieldMeasure},
			{"door", fieldDoor}, {"defrost", fieldBool},
			{"latitude", fieldMeasure}, {"longitude", fieldMeasure},
		}},
	},
}

var (
	orderAttributes = []eventField{
		{"customerID", fieldText}, {"productID", fieldText}, {"quantity", fieldQuantity},
		{"pickupAddress", fieldAddress}, {"destinationAddress", fieldAddress},
		{"pickupDate", fieldText}, {"expectedDeliveryDate", fieldText}, {"rule", fieldRule},
	}
	orderVoyage = []eventField{
		{"voyageID", fieldID}, {"leg", fieldLeg}, {"containerID", fieldOptionalID},
	}
	voyageAttributes = []eventField{
		{"vesselID", fieldText}, {"imo", fieldTextOrNumber}, {"from", fieldText}, {"to", fieldText},
		{"plannedDeparture", fieldTime}, {"plannedArrival", fieldTime},
	}
	containerAt = []eventField{{"containerID", fieldID}, {"at", fieldTime}}
	onlyReason  = []eventField{{"reason", fieldText}}
)

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

// fieldNames holds, by topic, each name that any type of the topic has, as a field, as another name
// of one, or as a time. Such a name may not be repeated.
var fieldNames = func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for name, t := range topics {
		names := map[string]bool{}
		add := func(more []string) {
			for _, n := range more {
				names[n] = true
			}
		}
		add(eventTime)
		add(namesOf(t.ownID))
		for _, fields := range t.types {
			for _, f := range fields {
				add(namesOf(f.name))
			}
		}
		all[name] = names
	}
	return all
}()

// tupleNames are the names of the fields of a tuple in the reference implementation's payload.
var tupleNames = []string{
	"container_id", "measurement_time", "product_id", "temperature", "target_temperature",
	"ambiant_temperature", "kilowatts", "time_door_open", "content_type", "defrost_cycle",
	"oxygen_level", "nitrogen_level", "humidity_level", "carbon_dioxide_level",
	"fan_1", "fan_2", "fan_3", "latitude", "longitude", "maintenance_required",
}

package joins

// field is the index of a name that the events of a topic know. The other
// names of a field follow it in the order in which they are looked for, so
// that a field is a range of them.
type field uint8

// Names of every topic.
const (
	fieldType    field = iota // at the top level alone
	fieldPayload              // at the top level alone
	fieldTime
	fieldTimestamp
	fieldTimestampMillis
	fieldMeasurementTime
	fieldTs
	fieldContainerID
	fieldContainerIDCamel
	fieldContainerIDSnake
	fieldOfTopic // the first name of one topic alone

	maxFields    = 32
	fieldUnknown = field(maxFields)
)

// Names of orders.
const (
	fieldOrderID field = fieldOfTopic + iota
	fieldCustomerID
	fieldProductID
	fieldQuantity
	fieldPickupAddress
	fieldDestinationAddress
	fieldPickupDate
	fieldExpectedDeliveryDate
	fieldRule
	fieldOrderReason
	fieldOrderVoyageID
	fieldLeg
)

// Names of voyages.
const (
	fieldVoyageID field = fieldOfTopic + iota
	fieldVesselID
	fieldShipID
	fieldShipIDCamel
	fieldIMO
	fieldFrom
	fieldSrcPort
	fieldTo
	fieldDestPort
	fieldPlannedDeparture
	fieldPlannedArrival
	fieldAt
	fieldVoyageReason
)

// Names of container metrics.
const (
	fieldSensor field = fieldOfTopic + iota
	fieldTemperature
	fieldTempC
	fieldSetPoint
	fieldTargetTemperature
	fieldHumidity
	fieldHumidityLevel
	fieldCO2
	fieldCarbonDioxideLevel
	fieldO2
	fieldOxygenLevel
	fieldPower
	fieldKilowatts
	fieldDoor
	fieldTimeDoorOpen
	fieldDefrost
	fieldLatitude
	fieldLongitude
)

// commonName finds the names of every topic.
func commonName(name []byte) field {
	switch string(name) {
	case "type":
		return fieldType
	case "payload":
		return fieldPayload
	case "time":
		return fieldTime
	case "timestamp":
		return fieldTimestamp
	case "timestampMillis":
		return fieldTimestampMillis
	case "measurement_time":
		return fieldMeasurementTime
	case "ts":
		return fieldTs
	case "containerID":
		return fieldContainerID
	case "containerId":
		return fieldContainerIDCamel
	case "container_id":
		return fieldContainerIDSnake
	}
	return fieldUnknown
}

// orderName finds the names of orders.
func orderName(name []byte) field {
	switch string(name) {
	case "orderID":
		return fieldOrderID
	case "customerID":
		return fieldCustomerID
	case "productID":
		return fieldProductID
	case "quantity":
		return fieldQuantity
	case "pickupAddress":
		return fieldPickupAddress
	case "destinationAddress":
		return fieldDestinationAddress
	case "pickupDate":
		return fieldPickupDate
	case "expectedDeliveryDate":
		return fieldExpectedDeliveryDate
	case "rule":
		return fieldRule
	case "reason":
		return fieldOrderReason
	case "voyageID":
		return fieldOrderVoyageID
	case "leg":
		return fieldLeg
	}
	return commonName(name)
}

// voyageName finds the names of voyages.
func voyageName(name []byte) field {
	switch string(name) {
	case "voyageID":
		return fieldVoyageID
	case "vesselID":
		return fieldVesselID
	case "shipID":
		return fieldShipID
	case "shipId":
		return fieldShipIDCamel
	case "imo":
		return fieldIMO
	case "from":
		return fieldFrom
	case "srcPort":
		return fieldSrcPort
	case "to":
		return fieldTo
	case "destPort":
		return fieldDestPort
	case "plannedDeparture":
		return fieldPlannedDeparture
	case "plannedArrival":
		return fieldPlannedArrival
	case "at":
		return fieldAt
	case "reason":
		return fieldVoyageReason
	}
	return commonName(name)
}

// metricName finds the names of container metrics.
func metricName(name []byte) field {
	switch string(name) {
	case "sensor":
		return fieldSensor
	case "temperature":
		return fieldTemperature
	case "tempC":
		return fieldTempC
	case "setPoint":
		return fieldSetPoint
	case "target_temperature":
		return fieldTargetTemperature
	case "humidity":
		return fieldHumidity
	case "humidity_level":
		return fieldHumidityLevel
	case "co2":
		return fieldCO2
	case "carbon_dioxide_level":
		return fieldCarbonDioxideLevel
	case "o2":
		return fieldO2
	case "oxygen_level":
		return fieldOxygenLevel
	case "power":
		return fieldPower
	case "kilowatts":
		return fieldKilowatts
	case "door":
		return fieldDoor
	case "time_door_open":
		return fieldTimeDoorOpen
	case "defrost":
		return fieldDefrost
	case "latitude":
		return fieldLatitude
	case "longitude":
		return fieldLongitude
	}
	return commonName(name)
}

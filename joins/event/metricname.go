package event

// Names of the container-metrics topic.
const (
	metricSensor name = numCommonNames + iota
	metricTemperature
	metricTempC
	metricSetPoint
	metricTargetTemperature
	metricHumidity
	metricHumidityLevel
	metricCO2
	metricCarbonDioxideLevel
	metricO2
	metricOxygenLevel
	metricPower
	metricKilowatts
	metricDoor
	metricTimeDoorOpen
	metricDefrost
	metricLatitude
	metricLongitude
	numMetricNames
)

// metricNames has a row for each name of the container-metrics topic.
var metricNames = [numMetricNames - numCommonNames]Name{
	{"sensor", "sensor", 0},
	{"temperature", "temperature", 0},
	{"tempC", "temperature", 1},
	{"setPoint", "setPoint", 0},
	{"target_temperature", "setPoint", 1},
	{"humidity", "humidity", 0},
	{"humidity_level", "humidity", 1},
	{"co2", "co2", 0},
	{"carbon_dioxide_level", "co2", 1},
	{"o2", "o2", 0},
	{"oxygen_level", "o2", 1},
	{"power", "power", 0},
	{"kilowatts", "power", 1},
	{"door", "door", 0},
	{"time_door_open", "door", 1},
	{"defrost", "defrost", 0},
	{"latitude", "latitude", 0},
	{"longitude", "longitude", 0},
}

// metricName finds the names of the container-metrics topic.
func metricName(text []byte) name {
	switch string(text) {
	case "sensor":
		return metricSensor
	case "temperature":
		return metricTemperature
	case "tempC":
		return metricTempC
	case "setPoint":
		return metricSetPoint
	case "target_temperature":
		return metricTargetTemperature
	case "humidity":
		return metricHumidity
	case "humidity_level":
		return metricHumidityLevel
	case "co2":
		return metricCO2
	case "carbon_dioxide_level":
		return metricCarbonDioxideLevel
	case "o2":
		return metricO2
	case "oxygen_level":
		return metricOxygenLevel
	case "power":
		return metricPower
	case "kilowatts":
		return metricKilowatts
	case "door":
		return metricDoor
	case "time_door_open":
		return metricTimeDoorOpen
	case "defrost":
		return metricDefrost
	case "latitude":
		return metricLatitude
	case "longitude":
		return metricLongitude
	}
	return commonName(text)
}

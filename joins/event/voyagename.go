package event

// Names of the voyages topic.
const (
	voyageVoyageID name = numCommonNames + iota
	voyageVesselID
	voyageShipID
	voyageShipIDCamel
	voyageIMO
	voyageFrom
	voyageSrcPort
	voyageTo
	voyageDestPort
	voyagePlannedDeparture
	voyagePlannedArrival
	voyageAt
	voyageReason
	numVoyageNames
)

// voyageNames has a row for each name of the voyages topic.
var voyageNames = [numVoyageNames - numCommonNames]Name{
	{"voyageID", "voyageID", 0},
	{"vesselID", "vesselID", 0},
	{"shipID", "vesselID", 1},
	{"shipId", "vesselID", 2},
	{"imo", "imo", 0},
	{"from", "from", 0},
	{"srcPort", "from", 1},
	{"to", "to", 0},
	{"destPort", "to", 1},
	{"plannedDeparture", "plannedDeparture", 0},
	{"plannedArrival", "plannedArrival", 0},
	{"at", "at", 0},
	{"reason", "reason", 0},
}

// voyageName finds the names of the voyages topic.
func voyageName(text []byte) name {
	switch string(text) {
	case "voyageID":
		return voyageVoyageID
	case "vesselID":
		return voyageVesselID
	case "shipID":
		return voyageShipID
	case "shipId":
		return voyageShipIDCamel
	case "imo":
		return voyageIMO
	case "from":
		return voyageFrom
	case "srcPort":
		return voyageSrcPort
	case "to":
		return voyageTo
	case "destPort":
		return voyageDestPort
	case "plannedDeparture":
		return voyagePlannedDeparture
	case "plannedArrival":
		return voyagePlannedArrival
	case "at":
		return voyageAt
	case "reason":
		return voyageReason
	}
	return commonName(text)
}

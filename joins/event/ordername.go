package event

// Names of the orders topic.
const (
	orderOrderID name = numCommonNames + iota
	orderCustomerID
	orderProductID
	orderQuantity
	orderPickupAddress
	orderDestinationAddress
	orderPickupDate
	orderExpectedDeliveryDate
	orderRule
	orderReason
	orderVoyageID
	orderLeg
	orderAt
	orderDecision
	orderBy
	orderReference
	orderDigest
	numOrderNames
)

// orderNames has a row for each name of the orders topic.
var orderNames = [numOrderNames - numCommonNames]Name{
	{"orderID", "orderID", 0},
	{"customerID", "customerID", 0},
	{"productID", "productID", 0},
	{"quantity", "quantity", 0},
	{"pickupAddress", "pickupAddress", 0},
	{"destinationAddress", "destinationAddress", 0},
	{"pickupDate", "pickupDate", 0},
	{"expectedDeliveryDate", "expectedDeliveryDate", 0},
	{"rule", "rule", 0},
	{"reason", "reason", 0},
	{"voyageID", "voyageID", 0},
	{"leg", "leg", 0},
	{"at", "at", 0},
	{"decision", "decision", 0},
	{"by", "by", 0},
	{"reference", "reference", 0},
	{"digest", "digest", 0},
}

// orderName finds the names of the orders topic.
func orderName(text []byte) name {
	switch string(text) {
	case "orderID":
		return orderOrderID
	case "customerID":
		return orderCustomerID
	case "productID":
		return orderProductID
	case "quantity":
		return orderQuantity
	case "pickupAddress":
		return orderPickupAddress
	case "destinationAddress":
		return orderDestinationAddress
	case "pickupDate":
		return orderPickupDate
	case "expectedDeliveryDate":
		return orderExpectedDeliveryDate
	case "rule":
		return orderRule
	case "reason":
		return orderReason
	case "voyageID":
		return orderVoyageID
	case "leg":
		return orderLeg
	case "at":
		return orderAt
	case "decision":
		return orderDecision
	case "by":
		return orderBy
	case "reference":
		return orderReference
	case "digest":
		return orderDigest
	}
	return commonName(text)
}

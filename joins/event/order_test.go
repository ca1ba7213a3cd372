package event

import (
	"fmt"
	"strings"
	"testing"
)

// readOrder gives what becomes of an order event in a line: its code, or its
// fields that are there.
func readOrder(d *Decoder, r *Record) string {
	var ev Order
	if code := d.Order(r, &ev); code != "" {
		return string(code)
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%v %s %d", ev.Type, ev.OrderID, ev.Time-recordedAt)
	text := func(name string, s *string) {
		if s != nil {
			fmt.Fprintf(b, " %s=%q", name, *s)
		}
	}
	text("customer", ev.CustomerID)
	text("product", ev.ProductID)
	text("pickup", ev.PickupDate)
	text("expected", ev.ExpectedDeliveryDate)
	if ev.Quantity != nil {
		fmt.Fprintf(b, " quantity=%d", *ev.Quantity)
	}
	if ev.PickupAddress != nil {
		fmt.Fprintf(b, " pickupAddress=%s", ev.PickupAddress)
	}
	if ev.DestinationAddress != nil {
		fmt.Fprintf(b, " destinationAddress=%s", ev.DestinationAddress)
	}
	if ev.Rule != nil {
		fmt.Fprintf(b, " rule=%s", ev.Rule.ID)
	}
	if ev.ContainerID != "" {
		fmt.Fprintf(b, " container=%s", ev.ContainerID)
	}
	if ev.VoyageID != "" {
		fmt.Fprintf(b, " voyage=%s", ev.VoyageID)
	}
	if ev.Leg != 1 {
		fmt.Fprintf(b, " leg=%d", ev.Leg)
	}
	text("reason", ev.Reason)
	return b.String()
}

func TestOrderTypes(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		if got := readOrder(&d, inputRecord("O", `{"orderID":"O",`+fields+`}`)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`"type":"OrderCreated"`, "OrderCreated O 0")
	f(`"type":"OrderUpdated","ts":1772668800001`, "OrderUpdated O 1")
	f(`"type":"OrderCancelled","reason":"r"`, `OrderCancelled O 0 reason="r"`)
	f(`"type":"OderCancelled"`, "OrderCancelled O 0")
	f(`"type":"Od\u0065rCancelled"`, "OrderCancelled O 0")
	f(`"type":"OrderRejected","reason":""`, `OrderRejected O 0 reason=""`)
	f(`"type":"OrderDelivered","reason":null`, "OrderDelivered O 0")
	f(`"type":"OrderSpoilt"`, "OrderSpoilt O 0")
	f(`"type":"OrderSpoilt","containerID":"C","reason":"w\u00e4rm"`, `OrderSpoilt O 0 container=C reason="wärm"`)
	f(`"type":"ContainerAllocated","container_id":"C"`, "ContainerAllocated O 0 container=C")
	f(`"type":"ContainerDeallocated","payload":{"containerId":"C"}`, "ContainerDeallocated O 0 container=C")
	f(`"type":"VoyageAssigned","voyageID":"V"`, "VoyageAssigned O 0 voyage=V")
	f(`"type":"VoyageAssigned","voyageID":"V","leg":2,"containerID":"C"`, "VoyageAssigned O 0 container=C voyage=V leg=2")
	f(`"type":"VoyageUnassigned","voyageID":"V","leg":1000000`, "VoyageUnassigned O 0 voyage=V leg=1000000")
	f(`"type":"ContainerNotFound","reason":"r","containerID":7`, `ContainerNotFound O 0 reason="r"`)
	f(`"type":"VoyageNotFound"`, "VoyageNotFound O 0")
	f(`"type":"ContainerMetric"`, "unknown_type")
	f(`"type":"VoyageDeparted"`, "unknown_type")
	f(`"type":"OrderShipped"`, "unknown_type")
}

func TestOrderAttributes(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		if got := readOrder(&d, inputRecord("O", `{"type":"OrderCreated",`+fields+`}`)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`"customerID":"c","productID":"p\n","pickupDate":"soon","expectedDeliveryDate":"2019-03-31T13:30Z"`,
		`OrderCreated O 0 customer="c" product="p\n" pickup="soon" expected="2019-03-31T13:30Z"`)
	f(`"customerID":"","payload":{"customerID":null}`, `OrderCreated O 0 customer=""`)
	f(`"customerID":"top","payload":{"customerID":"in"}`, `OrderCreated O 0 customer="in"`)
	f(`"customerID":7,"payload":{"customerID":"in"}`, `OrderCreated O 0 customer="in"`)
	f(`"customerID":7`, "bad_value")
	f(`"productID":{}`, "bad_value")
	f(`"pickupDate":1548423000`, "bad_value")
	f(`"expectedDeliveryDate":true`, "bad_value")
	f(`"status":7,"reason":7,"leg":{},"containerID":7,"voyageID":7`, "OrderCreated O 0") // no fields of this type

	f(`"quantity":100`, "OrderCreated O 0 quantity=100000")
	f(`"quantity":"-2.5"`, "OrderCreated O 0 quantity=-2500")
	f(`"quantity":0.0005`, "OrderCreated O 0 quantity=1")
	f(`"quantity":0`, "OrderCreated O 0 quantity=0")
	f(`"quantity":1e12`, "OrderCreated O 0 quantity=1000000000000000")
	f(`"quantity":-1000000000000.0004`, "OrderCreated O 0 quantity=-1000000000000000")
	f(`"quantity":1000000000000.001`, "bad_value")
	f(`"quantity":-1e13`, "bad_value")
	f(`"quantity":1e400`, "bad_value")
	f(`"quantity":"many"`, "bad_value")
	f(`"quantity":true`, "bad_value")

	f(`"pickupAddress":{ "city" : "Oak land", "n":[1, 1.50] },"destinationAddress":"Kai \"7\"\u00e9"`,
		`OrderCreated O 0 pickupAddress={"city":"Oak land","n":[1,1.50]} destinationAddress="Kai \"7\"\u00e9"`)
	f(`"pickupAddress":{},"destinationAddress":""`, `OrderCreated O 0 pickupAddress={} destinationAddress=""`)
	f(`"pickupAddress":{"a":1,"a":2}`, `OrderCreated O 0 pickupAddress={"a":1,"a":2}`)
	f(`"pickupAddress":null`, `OrderCreated O 0`)
	f(`"pickupAddress":7`, "bad_value")
	f(`"destinationAddress":[]`, "bad_value")

	f(`"rule":{"id":"own","maxGap":"1h"}`, "OrderCreated O 0 rule=own")
	f(`"payload":{"rule":{"id":"in","maxGap":"1h"}},"rule":"not read"`, "OrderCreated O 0 rule=in")
	f(`"rule":null`, "OrderCreated O 0")
	f(`"rule":{"maxGap":"1h"}`, "bad_value") // no id
	f(`"rule":{"id":"own","maxGap":"1h","x":1}`, "bad_value")
	f(`"rule":"fresh-salmon"`, "bad_value")
	f(`"rule":[]`, "bad_value")

	f(`"payload":"x"`, "bad_value")
	f(`"payload":[]`, "bad_value")
	f(`"payload":"(,,,1,,,,,,,,,,,,,,,,)"`, "bad_value")
	f(`"payload":false`, "bad_value")
	f(`"payload":null,"customerID":"c"`, `OrderCreated O 0 customer="c"`)
}

func TestOrderLeg(t *testing.T) {
	var d Decoder
	f := func(leg, want string) {
		t.Helper()
		if got := readOrder(&d, inputRecord("O", `{"type":"VoyageAssigned","voyageID":"V","leg":`+leg+`}`)); got != want {
			t.Errorf("%s: got %q, want %q", leg, got, want)
		}
	}
	f(`2`, "VoyageAssigned O 0 voyage=V leg=2")
	f(`2.0`, "VoyageAssigned O 0 voyage=V leg=2")
	f(`20e-1`, "VoyageAssigned O 0 voyage=V leg=2")
	f(`1e6`, "VoyageAssigned O 0 voyage=V leg=1000000")
	f(`"2"`, "VoyageAssigned O 0 voyage=V leg=2")
	f(`null`, "VoyageAssigned O 0 voyage=V")
	f(`0`, "bad_value")
	f(`-1`, "bad_value")
	f(`1.5`, "bad_value")
	f(`1.00000000000000000000000001`, "bad_value")
	f(`1000001`, "bad_value")
	f(`1e300`, "bad_value")
	f(`"two"`, "bad_value")
	f(`true`, "bad_value")
	f(`[1]`, "bad_value")
}

// Each record has all the errors from its own on.
func TestOrderFirstErrorApplies(t *testing.T) {
	var d Decoder
	f := func(key, value string, want Code) {
		t.Helper()
		r := inputRecord(key, value)
		if key == "null" {
			r.Key = nil
		}
		if got := d.Order(r, new(Order)); got != want {
			t.Errorf("key %s, %s: got %q, want %q", key, value, got, want)
		}
	}
	f("null", `{"type":"X","rule":{"a":1,"a":1},"time":"x"}`, BadJSON)
	f("null", `{"type":"X","time":"x"}`, UnknownType)
	f("null", `{"type":"OrderCreated","time":"x","quantity":"x"}`, MissingID)
	f("null", `{"type":"ContainerAllocated","containerID":7}`, MissingID)
	f(" ", `{"type":"ContainerAllocated"}`, MissingID)
	f(" ", `{"type":"ContainerDeallocated","containerID":null}`, MissingID)
	f("O", `{"type":"VoyageAssigned","orderID":7,"containerID":"C"}`, MissingID)
	f("O", `{"type":"VoyageUnassigned","orderID":"O"}`, MissingID)
	f("X", `{"type":"VoyageAssigned","orderID":7,"voyageID":"V","time":"x"}`, BadID)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V ","time":"x"}`, BadID)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":101,"time":"x"}`, BadID)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V","containerID":7,"time":"x"}`, BadID)
	f("X", `{"type":"OrderSpoilt","orderID":"O","containerID":" C","time":"x"}`, BadID)
	f("X", `{"type":"ContainerAllocated","orderID":"O","containerID":"","time":"x"}`, BadID)
	f(" O", `{"type":"OrderCreated","time":"x"}`, BadID)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V","time":"x","leg":0}`, BadTime)
	f("X", `{"type":"OrderCreated","orderID":"O","time":"x","payload":7}`, BadTime)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V","leg":0}`, BadValue)
	f("X", `{"type":"OrderCancelled","orderID":"O","reason":7}`, BadValue)
	f("X", `{"type":"OrderSpoilt","orderID":"O","reason":[]}`, BadValue)
	f("X", `{"type":"ContainerNotFound","orderID":"O","reason":{}}`, BadValue)
	f("X", `{"type":"ContainerAllocated","orderID":"O","containerID":"C","payload":"x"}`, BadValue)
	f("X", `{"type":"OrderCreated","orderID":"O"}`, KeyMismatch)
	f("null", `{"type":"OrderCreated","orderID":"O"}`, KeyMismatch)
	f("O", `{"type":"OrderCreated","orderID":"O","time":253402300799999}`, "") // readings alone can be in the future
	f("O", `{"type":"OrderCreated"}`, "")

	d.Rekeyed = true
	f("X", `{"type":"OrderCreated","orderID":"O"}`, "")
	f("null", `{"type":"OrderCreated","orderID":"O"}`, "")
}

// An event owns what it holds: the record's bytes may be used again.
func TestOrderEventOwnsItsFields(t *testing.T) {
	var d Decoder
	var ev Order
	r := inputRecord("O", `{"type":"OrderCreated","customerID":"c\u0063","productID":"pp","pickupAddress":{"a":"b"},"destinationAddress":"d"}`)
	if code := d.Order(r, &ev); code != "" {
		t.Fatal(code)
	}
	for i := range r.Value {
		r.Value[i] = 'X'
	}
	r.Key[0] = 'X'
	if code := d.Order(inputRecord("P", `{"type":"OrderCreated","customerID":"z\u007a"}`), new(Order)); code != "" {
		t.Fatal(code)
	}
	if ev.OrderID != "O" || *ev.CustomerID != "cc" || *ev.ProductID != "pp" || string(ev.PickupAddress) != `{"a":"b"}` || string(ev.DestinationAddress) != `"d"` {
		t.Errorf("got %+v", ev)
	}
}

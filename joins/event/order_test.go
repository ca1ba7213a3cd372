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
	if ev.At != ev.Time {
		fmt.Fprintf(b, " at=%d", ev.At-recordedAt)
	}
	text("reason", ev.Reason)
	if ev.Decision != NoDecision || ev.By != "" {
		fmt.Fprintf(b, " %v by %q", ev.Decision, ev.By)
	}
	text("reference", ev.Reference)
	text("digest", ev.Digest)
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
	f(`"type":"OrderSpoilt","containerID":"C","reason":"w\u00e4rm"`,
		`OrderSpoilt O 0 container=C reason="wärm"`)
	f(`"type":"ContainerAllocated","container_id":"C"`, "ContainerAllocated O 0 container=C")
	f(`"type":"ContainerDeallocated","payload":{"containerId":"C"}`,
		"ContainerDeallocated O 0 container=C")
	f(`"type":"ContainerStuffed","containerID":"C"`, "ContainerStuffed O 0 container=C")
	f(`"type":"ContainerStripped","containerId":"C","ts":1772668800001`,
		"ContainerStripped O 1 container=C")
	f(`"type":"VoyageAssigned","voyageID":"V"`, "VoyageAssigned O 0 voyage=V")
	f(`"type":"VoyageAssigned","voyageID":"V","leg":2,"containerID":"C"`,
		"VoyageAssigned O 0 container=C voyage=V leg=2")
	f(`"type":"VoyageUnassigned","voyageID":"V","leg":1000000`,
		"VoyageUnassigned O 0 voyage=V leg=1000000")
	f(`"type":"ContainerNotFound","reason":"r","containerID":7`, `ContainerNotFound O 0 reason="r"`)
	f(`"type":"VoyageNotFound"`, "VoyageNotFound O 0")
	f(`"type":"ContainerMetric"`, "unknown_type")
	f(`"type":"VoyageDeparted"`, "unknown_type")
	f(`"type":"OrderShipped"`, "unknown_type")
}

func TestOrderLeg(t *testing.T) {
	var d Decoder
	f := func(leg, want string) {
		t.Helper()
		value := `{"type":"VoyageAssigned","voyageID":"V","leg":` + leg + `}`
		if got := readOrder(&d, inputRecord("O", value)); got != want {
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

// The actual time of stuffing and stripping is the event time where there is no other.
func TestStuffed(t *testing.T) {
	d := Decoder{Zone: loadZone(t, "Europe/Berlin")}
	f := func(fields, want string) {
		t.Helper()
		for _, kind := range []string{"ContainerStuffed", "ContainerStripped"} {
			value := `{"type":"` + kind + `","containerID":"C","ts":1772668801` + fields + `}`
			want := strings.Replace(want, "TYPE", kind, 1)
			if got := readOrder(&d, inputRecord("O", value)); got != want {
				t.Errorf("%s: got %q, want %q", value, got, want)
			}
		}
	}
	f(``, "TYPE O 1000 container=C")
	f(`,"at":null`, "TYPE O 1000 container=C")
	f(`,"at":0`, "TYPE O 1000 container=C")
	f(`,"at":"0"`, "TYPE O 1000 container=C")
	f(`,"at":1772668802`, "TYPE O 1000 container=C at=2000")
	f(`,"at":"1772668802"`, "TYPE O 1000 container=C at=2000")
	f(`,"at":"2026-03-04T23:59Z"`, "TYPE O 1000 container=C at=-60000")
	f(`,"at":"2026-03-05 01:00:03"`, "TYPE O 1000 container=C at=3000")
	f(`,"payload":{"at":1772668803},"at":1772668802`, "TYPE O 1000 container=C at=3000")
	f(`,"payload":{"at":0},"at":1772668802`, "TYPE O 1000 container=C")
	f(`,"payload":{"at":null},"at":1772668802`, "TYPE O 1000 container=C at=2000")
	f(`,"at":253402300799999`, "TYPE O 1000 container=C at=251629631999999")
	f(`,"at":"2026-03-29 02:30:00"`, "bad_time")
	f(`,"at":"soon"`, "bad_time")
	f(`,"at":{}`, "bad_time")
	f(`,"reason":7,"voyageID":7,"leg":"x"`, "TYPE O 1000 container=C") // no fields of these types
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
	f("null", `{"type":"X","rule":{"a":1,"a":1},"time":"x"`+strings.Repeat(" ", MaxValue)+`}`,
		TooLarge)
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
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V","containerID":7,"time":"x"}`,
		BadID)
	f("X", `{"type":"OrderSpoilt","orderID":"O","containerID":" C","time":"x"}`, BadID)
	f("X", `{"type":"ContainerAllocated","orderID":"O","containerID":"","time":"x"}`, BadID)
	f(" O", `{"type":"OrderCreated","time":"x"}`, BadID)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V","time":"x","leg":0}`, BadTime)
	f("X", `{"type":"OrderCreated","orderID":"O","time":"x","payload":7}`, BadTime)
	f("X", `{"type":"ContainerStuffed","orderID":"O","time":"x"}`, MissingID)
	f("X", `{"type":"ContainerStripped","orderID":"O","time":"x"}`, MissingID)
	f("X", `{"type":"ContainerStripped","orderID":"O","containerID":7,"at":"x"}`, BadID)
	f("X", `{"type":"ContainerStuffed","orderID":"O","containerID":"C","at":"x","payload":7}`,
		BadTime)
	f("X", `{"type":"ContainerStuffed","orderID":"O","containerID":"C","payload":7}`, BadValue)
	f("X", `{"type":"QualityDecision","orderID":"O","time":"x"}`, BadTime)
	f("X", `{"type":"QualityDecision","orderID":"O"}`, BadValue)
	f("X", `{"type":"VoyageAssigned","orderID":"O","voyageID":"V","leg":0}`, BadValue)
	f("X", `{"type":"OrderCancelled","orderID":"O","reason":7}`, BadValue)
	f("X", `{"type":"OrderSpoilt","orderID":"O","reason":[]}`, BadValue)
	f("X", `{"type":"ContainerNotFound","orderID":"O","reason":{}}`, BadValue)
	f("X", `{"type":"ContainerAllocated","orderID":"O","containerID":"C","payload":"x"}`, BadValue)
	f("X", `{"type":"OrderCreated","orderID":"O"}`, KeyMismatch)
	f("null", `{"type":"OrderCreated","orderID":"O"}`, KeyMismatch)
	// readings alone can be in the future
	f("O", `{"type":"OrderCreated","orderID":"O","time":253402300799999}`, "")
	f("O", `{"type":"OrderCreated"}`, "")

	d.Rekeyed = true
	f("X", `{"type":"OrderCreated","orderID":"O"}`, "")
	f("null", `{"type":"OrderCreated","orderID":"O"}`, "")
}

// An event owns what it holds: the record's bytes may be used again.
func TestOrderEventOwnsItsFields(t *testing.T) {
	var d Decoder
	var ev Order
	r := inputRecord("O", `{"type":"OrderCreated","customerID":"c\u0063","productID":"pp",`+
		`"pickupAddress":{"a":"b"},"destinationAddress":"d"}`)
	if code := d.Order(r, &ev); code != "" {
		t.Fatal(code)
	}
	for i := range r.Value {
		r.Value[i] = 'X'
	}
	r.Key[0] = 'X'
	next := inputRecord("P", `{"type":"OrderCreated","customerID":"z\u007a"}`)
	if code := d.Order(next, new(Order)); code != "" {
		t.Fatal(code)
	}
	if ev.OrderID != "O" || *ev.CustomerID != "cc" || *ev.ProductID != "pp" ||
		string(ev.PickupAddress) != `{"a":"b"}` || string(ev.DestinationAddress) != `"d"` {
		t.Errorf("got %+v", ev)
	}
}

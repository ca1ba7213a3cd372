package event

import (
	"fmt"
	"strings"
	"testing"
)

func TestTooLarge(t *testing.T) {
	var d Decoder
	for _, topic := range Topics() {
		f := func(value string, want Code) {
			t.Helper()
			if got := reads[topic](&d, inputRecord("K", value)); got != string(want) {
				t.Errorf("%v, %d bytes: got %q, want %q", topic, len(value), got, want)
			}
		}
		f(`{"type":"X"`+strings.Repeat(" ", MaxValue-12)+`}`, UnknownType)
		f(`{"type":"X"`+strings.Repeat(" ", MaxValue-11)+`}`, TooLarge)
		f(strings.Repeat("[", MaxValue), BadJSON)
		f(strings.Repeat("[", MaxValue+1), TooLarge)
	}
}

// Each text has its bound, counted without escapes.
func TestTexts(t *testing.T) {
	d := Decoder{Rekeyed: true}
	f := func(topic Topic, kind, fields string, names ...string) {
		t.Helper()
		for _, name := range names {
			read := func(text string) string {
				value := fmt.Sprintf(`{"type":%q%s,%q:"%s"}`, kind, fields, name, text)
				return reads[topic](&d, inputRecord("K", value))
			}
			for unit, size := range map[string]int{
				"x": 1, `\u0078`: 1, "é": 2, `\u00e9`: 2, "😀": 4, `\ud83d\ude00`: 4,
			} {
				n := MaxText / size
				if got := read(strings.Repeat(unit, n)); !strings.HasPrefix(got, kind) {
					t.Errorf("%s: %d times %s: got %q", name, n, unit, got)
				}
				if got := read(strings.Repeat(unit, n+1)); got != "bad_value" {
					t.Errorf("%s: %d times %s: got %.40q", name, n+1, unit, got)
				}
			}
		}
	}
	f(Orders, "OrderCreated", ``, "customerID", "productID", "pickupDate", "expectedDeliveryDate")
	for _, kind := range []string{
		"OrderCancelled", "OrderRejected", "OrderDelivered", "OrderSpoilt", "ContainerNotFound",
		"VoyageNotFound",
	} {
		f(Orders, kind, ``, "reason")
	}
	f(Orders, "QualityDecision", `,"decision":"hold"`, "by")
	f(Orders, "QualityDecision", `,"decision":"hold","by":"me"`, "reason", "reference", "digest")
	f(Voyages, "VoyageScheduled", ``, "vesselID", "imo", "from", "to")
	f(Voyages, "VoyageCancelled", ``, "reason")
}

// A rule's id is a text too.
func TestRuleID(t *testing.T) {
	var d Decoder
	f := func(size int, want Code) {
		t.Helper()
		value := `{"type":"OrderCreated","rule":{"maxGap":"1h","id":"` + strings.Repeat("x", size) + `"}}`
		if got := d.Order(inputRecord("K", value), new(Order)); got != want {
			t.Errorf("%d bytes: got %q, want %q", size, got, want)
		}
	}
	f(MaxText, "")
	f(MaxText+1, BadValue)
}

// An address has its bound as it is written.
func TestAddresses(t *testing.T) {
	var d Decoder
	f := func(size int, format string) {
		t.Helper()
		for _, name := range []string{"pickupAddress", "destinationAddress"} {
			read := func(size int) string {
				address := fmt.Sprintf(format, strings.Repeat("x", size-len(fmt.Sprintf(format, ""))))
				if len(address) != size {
					t.Fatalf("%d bytes, not %d", len(address), size)
				}
				return readOrder(&d, inputRecord("K", `{"type":"OrderCreated","`+name+`":  `+address+`  }`))
			}
			if got := read(size); !strings.HasPrefix(got, "OrderCreated K 0 "+name+"=") {
				t.Errorf("%s, %s: got %.40q", name, format, got)
			}
			if got := read(size + 1); got != "bad_value" {
				t.Errorf("%s, %s: got %.40q", name, format, got)
			}
		}
	}
	f(MaxAddress, `"%s"`)
	f(MaxAddress, `"\u00e9%s"`)
	f(MaxAddress, `{"a":"%s"}`)
	f(MaxAddress, `{ "a" : "%s",
		"b" : [ ] }`)
}

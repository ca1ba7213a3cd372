package event

import "testing"

func TestOrderAttributes(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		if got := readOrder(&d, inputRecord("O", `{"type":"OrderCreated",`+fields+`}`)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`"customerID":"c","productID":"p\n","pickupDate":"soon",`+
		`"expectedDeliveryDate":"2019-03-31T13:30Z"`,
		`OrderCreated O 0 customer="c" product="p\n" pickup="soon" expected="2019-03-31T13:30Z"`)
	f(`"customerID":"","payload":{"customerID":null}`, `OrderCreated O 0 customer=""`)
	f(`"customerID":"top","payload":{"customerID":"in"}`, `OrderCreated O 0 customer="in"`)
	f(`"customerID":7,"payload":{"customerID":"in"}`, `OrderCreated O 0 customer="in"`)
	f(`"customerID":7`, "bad_value")
	f(`"productID":{}`, "bad_value")
	f(`"pickupDate":1548423000`, "bad_value")
	f(`"expectedDeliveryDate":true`, "bad_value")
	// no fields of this type
	f(`"status":7,"reason":7,"leg":{},"containerID":7,"voyageID":7`, "OrderCreated O 0")

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
		`OrderCreated O 0 pickupAddress={"city":"Oak land","n":[1,1.50]} `+
			`destinationAddress="Kai \"7\"\u00e9"`)
	f(`"pickupAddress":{},"destinationAddress":""`,
		`OrderCreated O 0 pickupAddress={} destinationAddress=""`)
	f(`"pickupAddress":{"a":1,"a":2}`, `OrderCreated O 0 pickupAddress={"a":1,"a":2}`)
	f(`"pickupAddress":null`, `OrderCreated O 0`)
	f(`"pickupAddress":7`, "bad_value")
	f(`"destinationAddress":[]`, "bad_value")

	f(`"rule":{"id":"own","maxGap":"1h"}`, "OrderCreated O 0 rule=own")
	f(`"payload":{"rule":{"id":"in","maxGap":"1h"}},"rule":"not read"`, "OrderCreated O 0 rule=in")
	f(`"rule":null`, "OrderCreated O 0")
	f(`"rule":{"maxGap":"1h"}`, "bad_value") // no id
	f(`"rule":{"id":"own","maxGap":"1h","x":1}`, "bad_value")
	f(`"rule":{"id":"own","maxGap":"1h","limits":[{"id":"l","metric":"temperature","above":1}]}`,
		"bad_value") // neither single nor cumulative
	f(`"rule":"fresh-salmon"`, "bad_value")
	f(`"rule":[]`, "bad_value")

	f(`"payload":"x"`, "bad_value")
	f(`"payload":[]`, "bad_value")
	f(`"payload":"(,,,1,,,,,,,,,,,,,,,,)"`, "bad_value")
	f(`"payload":false`, "bad_value")
	f(`"payload":null,"customerID":"c"`, `OrderCreated O 0 customer="c"`)
}

package event

import (
	"coldchain/joins/internal/jsontext"
	"coldchain/joins/rule"
)

// readAttributes reads what OrderCreated and OrderUpdated say of the order.
func (d *Decoder) readAttributes(ev *Order) (ok bool) {
	for _, text := range [...]struct {
		name name
		into **string
	}{
		{orderCustomerID, &ev.CustomerID},
		{orderProductID, &ev.ProductID},
		{orderPickupDate, &ev.PickupDate},
		{orderExpectedDeliveryDate, &ev.ExpectedDeliveryDate},
	} {
		if *text.into, ok = d.optionalText(only(text.name)); !ok {
			return false
		}
	}
	f := &d.fields
	if ev.PickupAddress, ok = address(f.get(only(orderPickupAddress))); !ok {
		return false
	}
	if ev.DestinationAddress, ok = address(f.get(only(orderDestinationAddress))); !ok {
		return false
	}
	if v := f.get(only(orderQuantity)); v != nil {
		n, ok := d.number(v)
		if !ok || n.Thousandths < -MaxQuantity || n.Thousandths > MaxQuantity {
			return false
		}
		ev.Quantity = &n.Thousandths
	}
	if v := f.get(only(orderRule)); v != nil {
		if v.Kind != jsontext.Object {
			return false
		}
		own, err := rule.Parse(v.Raw)
		if err != nil {
			return false
		}
		ev.Rule = own
	}
	return true
}

// address is an object or a text as compact JSON; nil = absent.
func address(v *jsontext.Value) (compact []byte, ok bool) {
	if v == nil {
		return nil, true
	}
	switch v.Kind {
	case jsontext.Object:
		if len(v.Raw) > MaxAddress {
			return nil, false
		}
		return jsontext.AppendCompact(nil, v.Raw), true
	case jsontext.String:
		if len(v.Raw)+len(`""`) > MaxAddress {
			return nil, false
		}
		compact = append(make([]byte, 0, len(v.Raw)+len(`""`)), '"')
		compact = append(compact, v.Raw...)
		return append(compact, '"'), true
	case jsontext.Null, jsontext.Bool, jsontext.Number, jsontext.Array:
	}
	return nil, false
}

package event

import (
	"coldchain/joins/internal/jsontext"
	"coldchain/joins/rule"
)

// Order is an accepted event of the orders topic. It owns all it points to. Fields that the event's
// type does not have are absent.
type Order struct {
	Type    OrderType
	OrderID string
	Time    int64 // event time, ms since the epoch

	// Attributes, of OrderCreated and OrderUpdated; nil = absent.
	CustomerID, ProductID            *string
	PickupDate, ExpectedDeliveryDate *string    // the text as it is
	Quantity                         *int64     // thousandths
	PickupAddress                    []byte     // compact JSON text of an object or a string
	DestinationAddress               []byte     // compact JSON text of an object or a string
	Rule                             *rule.Rule // the order's own

	ContainerID string // "" = absent
	VoyageID    string // "" = absent
	Leg         int64  // from 1; 1 where absent
	At          int64  // actual time, ms since the epoch; the event time where absent
	Reason      *string

	// Of QualityDecision.
	Decision          Decision
	By                string
	Reference, Digest *string
}

// Order reads a record of the orders topic. It sets ev anew, and what ev holds is of no meaning
// unless the record is accepted.
func (d *Decoder) Order(r *Record, ev *Order) Code {
	*ev = Order{Leg: 1}
	if code := d.readFields(r, Orders); code != "" {
		return code
	}
	if d.repeatsRuleKey() {
		return BadJSON
	}
	if ev.Type = orderTypeNamed(d.eventType()); ev.Type == 0 {
		return UnknownType
	}
	id, code := d.readOrderIDs(r, ev)
	if code != "" {
		return code
	}
	var ok bool
	if ev.Time, ok = d.eventTime(r); !ok {
		return BadTime
	}
	t := &orderTypes[ev.Type]
	ev.At = ev.Time
	if t.at {
		if ev.At, ok = d.timeOr(orderAt, ev.Time); !ok {
			return BadTime
		}
	}
	if d.fields.payload == payloadWrong || t.values != nil && !t.values(d, ev) {
		return BadValue
	}
	return d.checkKey(r, id)
}

// repeatsRuleKey says whether a rule has a key twice, also one that is not read because another one
// comes before it.
func (d *Decoder) repeatsRuleKey() bool {
	for l := range d.fields.level {
		level := &d.fields.level[l]
		if !level.present.has(orderRule) {
			continue
		}
		v := &level.value[orderRule]
		if (v.Kind == jsontext.Object || v.Kind == jsontext.Array) && jsontext.RepeatsKey(v.Raw) {
			return true
		}
	}
	return false
}

// readOrderIDs reads the ids that the event's type has.
func (d *Decoder) readOrderIDs(r *Record, ev *Order) (id []byte, code Code) {
	f, t := &d.fields, &orderTypes[ev.Type]
	order := f.get(only(orderOrderID))
	var container, voyage *jsontext.Value
	if t.container != never {
		container = f.get(fieldContainerID)
	}
	if t.voyage != never {
		voyage = f.get(only(orderVoyageID))
	}
	if order == nil && r.Key == nil ||
		container == nil && t.container == required || voyage == nil && t.voyage == required {
		return nil, MissingID
	}
	id, ok := d.ownID(r, order)
	if !ok {
		return nil, BadID
	}
	containerID, ok := d.id(container)
	if !ok {
		return nil, BadID
	}
	voyageID, ok := d.id(voyage)
	if !ok {
		return nil, BadID
	}
	ev.OrderID, ev.ContainerID, ev.VoyageID = string(id), string(containerID), string(voyageID)
	return id, ""
}

func readReason(d *Decoder, ev *Order) (ok bool) {
	ev.Reason, ok = d.optionalText(only(orderReason))
	return ok
}

// readLeg reads which leg of the order a voyage is.
func (d *Decoder) readLeg(ev *Order) (ok bool) {
	v := d.fields.get(only(orderLeg))
	if v == nil {
		return true
	}
	n, ok := d.number(v)
	if !ok {
		return false
	}
	ev.Leg, ok = n.Whole()
	return ok && ev.Leg >= 1 && ev.Leg <= MaxLeg
}

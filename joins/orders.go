package joins

import (
	"encoding"
	"strconv"
)

// The key spaces of the orders stage. Behind the order's id come those of the container and the leg of a result.
const (
	orderSpace  = 'o'
	resultSpace = 'r'
	againSpace  = 'a' // orders of which a leg was judged by another rule than theirs: the legs are to be sent again
	bookSpace   = 'm' // one key: the fingerprint of the rule book by which the legs were sent
)

// Orders is the stage that answers: it keeps the registers of orders and the latest result of each leg, sends the legs on their way with the rule
// that judges them, and publishes the projections.
type Orders struct {
	decoder Decoder
	rules   *ruleTexts
	state   State
	pending pending
	again   pending
	touched map[string]bool // true where a result of a leg has come
	rebook  bool            // the legs in the state were sent by another rule book
	key     []byte
	out     []byte
}

// NewOrders returns the stage over its state.
func NewOrders(d Decoder, book *RuleBook, s State) (*Orders, error) {
	o := &Orders{decoder: d, rules: newRuleTexts(book), state: s}
	return o, o.Reset()
}

// Reset forgets what is kept beside the state, after a cycle was aborted.
func (o *Orders) Reset() error {
	o.touched = map[string]bool{}
	mark, _, err := o.state.Get([]byte{bookSpace})
	if err != nil {
		return err
	}
	text, _ := mark.(raw)
	o.rebook = string(text) != o.rules.book.Fingerprint()
	if err := o.again.reset(o.state, againSpace); err != nil {
		return err
	}
	return o.pending.reset(o.state, pendingSpace)
}

// touch has an order looked at when the cycle ends.
func (o *Orders) touch(id string) {
	if _, there := o.touched[id]; !there {
		o.touched[id] = false
	}
}

// Fold takes a record of `orders` (input 0) or of the leg results (input 1). It returns why the record was refused, or an error of the state.
func (o *Orders) Fold(input int, r *Record, emit Emit) (Code, error) {
	if input == 1 {
		return "", o.answer(r)
	}
	var ev OrderEvent
	if code := o.decoder.Order(r, &ev); code != "" {
		return code, nil
	}
	ord, err := o.change(ev.OrderID)
	if err != nil {
		return "", err
	}
	o.touch(ev.OrderID)
	before := o.rules.of(ord)
	routing := ord.apply(&ev, stampOf(r, ev.Time))
	rule := o.rules.of(ord)
	if string(rule) != string(before) {
		o.sendLegs(ev.OrderID, ord, rule, emit)
	}
	if !routing {
		return "", nil
	}
	for _, m := range ord.reroute(r.Offset) {
		a := assignment{legID: legID{ev.OrderID, m.containerID, m.number}, epoch: ord.routed, rule: rule}
		if m.from != "" {
			a.voyageID, a.withdrawn = m.from, true
			o.send(&a, emit)
			if err := o.forget(ev.OrderID, m.place, ord.routed); err != nil {
				return "", err
			}
		}
		if m.to != "" {
			a.voyageID, a.withdrawn = m.to, false
			o.send(&a, emit)
		}
	}
	return "", nil
}

// change returns an order that may be changed.
func (o *Orders) change(id string) (*order, error) {
	o.key = key(o.key, orderSpace, id)
	x, own, err := o.state.Get(o.key)
	if err != nil {
		return nil, err
	}
	if own {
		return x.(*order), nil
	}
	ord := newOrder()
	if x != nil {
		ord = x.(*order).clone()
	}
	o.state.Put(o.key, ord)
	return ord, nil
}

// answer keeps the result of a leg. One of an older epoch is of no use; one that is ahead is kept, since during a restore the event that made
// its leg may be read after it.
func (o *Orders) answer(r *Record) error {
	id := string(r.Key)
	res, err := decodeResult(r.Value)
	if err != nil {
		return err
	}
	x, _, err := o.state.Get(key(nil, orderSpace, id))
	if err != nil {
		return err
	}
	at := place{res.containerID, res.number}
	if ord, _ := x.(*order); ord != nil {
		if leg, there := ord.legs.get(at); there && res.epoch < leg.epoch || !there && res.epoch <= ord.routed {
			return nil
		}
		o.touched[id] = true
	}
	o.state.Put(resultKey(id, at), res)
	return nil
}

// forget removes the result of a leg that took another way, if it is older than that.
func (o *Orders) forget(id string, at place, epoch int64) error {
	k := resultKey(id, at)
	x, _, err := o.state.Get(k)
	if err != nil || x == nil {
		return err
	}
	if x.(*result).epoch < epoch {
		o.state.Delete(k)
	}
	return nil
}

func resultKey(id string, at place) []byte {
	return key(nil, resultSpace, id, at.containerID, strconv.FormatInt(at.number, 10))
}

func (o *Orders) send(a *assignment, emit Emit) {
	o.out = a.append(o.out[:0])
	emit(LegsByVoyage, []byte(a.voyageID), o.out)
}

// sendLegs sends all legs of an order again, with another rule.
func (o *Orders) sendLegs(id string, ord *order, rule []byte, emit Emit) {
	for _, leg := range ord.legs {
		o.send(&assignment{legID: legID{id, leg.containerID, leg.number}, voyageID: leg.value.voyageID, epoch: leg.value.epoch, rule: rule}, emit)
	}
}

// DecodeOrders reads a value of the orders stage's state.
func DecodeOrders(k, value []byte) (encoding.BinaryAppender, error) {
	switch k[0] {
	case orderSpace:
		return decodeOrder(value)
	case resultSpace:
		return decodeResult(value)
	case againSpace, bookSpace, pendingSpace:
		return append(raw{}, value...), nil
	default:
		return nil, unknownKey("orders", k)
	}
}

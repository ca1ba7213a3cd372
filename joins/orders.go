package joins

import (
	"bytes"
	"encoding"

	"coldchain/joins/event"
)

// The key spaces of the orders stage. Behind the order's id stands that of the container of a
// result.
const (
	orderSpace  = 'o'
	resultSpace = 'r'
	toldSpace   = 'd' // claims and decisions that were told, by their hash: see orders.first
	againSpace  = 'a' // orders with a custody judged by another rule: their terms are sent again
	bookSpace   = 'm' // one key: the fingerprint of the rule book by which the terms were sent
)

// orders is the stage that answers. It keeps the registers of orders and the latest result of each
// custody, sends the terms of custodies with the rule that judges them, and publishes the
// projections.
type orders struct {
	decoder event.Decoder
	rules   *ruleTexts
	state   State
	pending pending
	again   pending
	touched map[string]bool // true where a result of a custody has come
	rebook  bool            // the terms in the state were sent by another rule book

	restored bool // no cycle since the restore could send
	event    event.Order
	key      []byte
	out      []byte
}

func newOrders(s *Settings, st State) (*orders, error) {
	o := &orders{decoder: s.decoder(event.Orders), rules: newRuleTexts(s.Book), state: st}
	return o, o.Reset()
}

// Reset implements Processor.
func (o *orders) Reset() error {
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
	if err := o.pending.reset(o.state, pendingSpace); err != nil {
		return err
	}
	for id := range o.pending.set { // what was held
		o.touch(id)
	}
	return nil
}

// touch has an order looked at when the cycle ends.
func (o *orders) touch(id string) {
	if _, there := o.touched[id]; !there {
		o.touched[id] = false
	}
}

// Fold implements Processor: input 0 is `orders`, input 1 the results of custodies.
func (o *orders) Fold(input int, r *event.Record, emit Emit) (event.Code, error) {
	if input == 1 {
		return "", o.answer(r)
	}
	ev := &o.event
	if code := o.decoder.Order(r, ev); code != "" {
		return code, nil
	}
	ord, err := o.change(ev.OrderID)
	if err != nil {
		return "", err
	}
	if !ord.name(ev, r.Partition) {
		return event.TooMany, nil
	}
	o.touch(ev.OrderID)
	fresh, err := o.first(ev)
	if err != nil {
		return "", err
	}
	if fresh {
		ord.opine(ev, r.Offset)
	}
	before := o.factsOf(ord, ev.ContainerID)
	ord.apply(ev, stampOf(r, ev.Time))
	return "", o.tell(ord, ev, r.Offset, before, emit)
}

// first says that an event tells a claim or a decision that none told before. There may be any
// number of them, so each has a key of its own: an order does not grow with them.
func (o *orders) first(ev *event.Order) (bool, error) {
	text := opinion(ev)
	if text == nil {
		return false, nil
	}
	d := digestOf(text)
	o.key = key(o.key, toldSpace, ev.OrderID, string(d[:]))
	x, _, err := o.state.Get(o.key)
	if err != nil || x != nil {
		return false, err
	}
	o.state.Put(o.key, raw(nil))
	return true, nil
}

// facts are what terms say beside the legs: what all custodies of an order rest on, and the times
// of one.
type facts struct {
	rule              []byte
	delivered         instant
	stuffed, stripped instant
}

// instant is an optional time.
type instant struct {
	known bool
	ms    int64
}

func instantOf(ms *int64) instant {
	if ms == nil {
		return instant{}
	}
	return instant{true, *ms}
}

func (o *orders) factsOf(ord *order, containerID string) facts {
	f := facts{rule: o.rules.of(ord), delivered: instantOf(ord.delivered())}
	if i, there := ord.find(containerID); there {
		c := &ord.containers[i]
		f.stuffed, f.stripped = instantOf(known(&c.stuffed)), instantOf(known(&c.stripped))
	}
	return f
}

// change returns an order that may be changed.
func (o *orders) change(id string) (*order, error) {
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

// tell sends the terms and the legs of the custodies that an event changed.
func (o *orders) tell(ord *order, ev *event.Order, offset int64, before facts, emit Emit) error {
	now := o.factsOf(ord, ev.ContainerID)
	all := !bytes.Equal(before.rule, now.rule) || before.delivered != now.delivered
	one := before.stuffed != now.stuffed || before.stripped != now.stripped
	if !all && !one && !routes(ev.Type) {
		return nil
	}
	t := teller{orders: o, id: ev.OrderID, order: ord, rule: now.rule, emit: emit,
		epoch: max(offset, ord.changed+1)}
	for i := range ord.containers {
		c := &ord.containers[i]
		if all || ev.ContainerID == "" || ev.ContainerID == c.id {
			if err := t.tell(c, all || one); err != nil {
				return err
			}
		}
	}
	return nil
}

// answer keeps the result of a custody. One of a custody that was before is of no use; one that is
// ahead is kept, since during a restore the event that made its custody may be read after it.
func (o *orders) answer(r *event.Record) error {
	id := string(r.Key)
	res, err := decodeResult(r.Value)
	if err != nil {
		return err
	}
	x, _, err := o.state.Get(key(nil, orderSpace, id))
	if err != nil {
		return err
	}
	if ord, _ := x.(*order); ord != nil {
		custody := ord.custodyOf(res.containerID)
		if custody != nil && res.epoch < custody.born ||
			custody == nil && res.epoch <= ord.changed {
			return nil
		}
		o.touched[id] = true
	}
	o.state.Put(resultKey(id, res.containerID), res)
	return nil
}

func resultKey(id, containerID string) []byte { return key(nil, resultSpace, id, containerID) }

func decodeOrdersValue(k, value []byte) (encoding.BinaryAppender, error) {
	switch k[0] {
	case orderSpace:
		return decodeOrder(value)
	case resultSpace:
		return decodeResult(value)
	case toldSpace, againSpace, bookSpace, pendingSpace:
		return append(raw{}, value...), nil
	default:
		return nil, unknownKey("orders", k)
	}
}

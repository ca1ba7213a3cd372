package joins

import (
	"bytes"
	"errors"

	"coldchain/joins/event"
)

// The key spaces of the orders stage, beside those of what waits. Behind the order's id stands that
// of the container of a result.
const (
	orderSpace  = 'o'
	resultSpace = 'r'
	toldSpace   = 'd' // claims and decisions that were told, by their hash: see orders.first
	bookSpace   = 'm' // one key: the fingerprint of the rule book by which the terms were sent
)

// orders is the stage that answers. It keeps the registers of orders and the latest result of each
// custody, sends the terms of custodies with the rule that judges them, and publishes the
// projections.
type orders struct {
	decoder  event.Decoder
	rules    *ruleTexts
	state    State
	order    latest[order]
	touched  map[string]bool // in this cycle; true where a result of a custody has come
	held     waiting
	progress waiting
	rebook   visit // of all orders, whose terms were sent by another rule book
	blank    bool  // there was no order when the state was opened, and it was not restored since

	room    int // what the end of the cycle may still visit: see endOfCycle
	event   event.Order
	results []*result // memory that publish reuses
	encoded [][]byte  // and what they were decoded from
	key     []byte
	out     []byte
}

func newOrders(s *Settings, st State) (*orders, error) {
	o := &orders{
		decoder: s.decoder(event.Orders), rules: newRuleTexts(s.Book), state: st,
		order: latest[order]{state: st, space: orderSpace, clear: (*order).clear,
			decode: (*order).decode, append: (*order).append},
		touched: map[string]bool{},
		held:    newWaiting(st, heldSpace), progress: newWaiting(st, pendingSpace),
		rebook: visit{state: st, space: orderSpace},
	}
	err := onlySpaces(AnswerStage, st, orderSpace, resultSpace, toldSpace, bookSpace, heldSpace,
		pendingSpace)
	if err != nil {
		return nil, err
	}
	all := visit{state: st, space: orderSpace}
	all.begin()
	some, err := all.ids(1)
	if err != nil {
		return nil, err
	}
	o.blank = len(some) == 0
	return o, o.Reset()
}

// Reset implements Processor. What waits is not read: the end of the next cycle goes on with it.
func (o *orders) Reset() error {
	o.order.forget()
	clear(o.touched)
	if err := errors.Join(o.held.back(), o.progress.back()); err != nil {
		return err
	}
	o.rebook.back()
	mark, _, err := o.state.Get([]byte{bookSpace})
	switch {
	case err != nil:
		return err
	case string(mark) == o.rules.book.Fingerprint():
		o.rebook.stop()
	case !o.rebook.underWay():
		o.rebook.begin()
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
	ord, err := o.order.make(ev.OrderID)
	if err != nil {
		return "", err
	}
	if !ord.name(ev, r.Partition) {
		return event.TooMany, nil
	}
	o.order.changed = true
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
	_, there, err := o.state.Get(o.key)
	if err != nil || there {
		return false, err
	}
	o.state.Put(o.key, nil)
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
	res := o.result(0)
	if err := res.decode(r.Value); err != nil {
		return err
	}
	ord, err := o.order.find(id)
	if err != nil {
		return err
	}
	if ord != nil {
		custody := ord.custodyOf(res.containerID)
		if custody != nil && res.epoch < custody.born ||
			custody == nil && res.epoch <= ord.changed {
			return nil
		}
		o.touched[id] = true
	}
	o.key = key(o.key, resultSpace, id, res.containerID)
	o.state.Put(o.key, r.Value)
	return nil
}

// result is a result whose memory is reused, number i of those that are used together.
func (o *orders) result(i int) *result {
	for i >= len(o.results) {
		o.results, o.encoded = append(o.results, &result{}), append(o.encoded, nil)
	}
	return o.results[i]
}

// resultOf reads the latest result of a custody as number i; nil if there is none.
func (o *orders) resultOf(i int, id, containerID string) (*result, error) {
	o.key = key(o.key, resultSpace, id, containerID)
	b, there, err := o.state.Get(o.key)
	if err != nil || !there {
		return nil, err
	}
	r := o.result(i)
	o.encoded[i] = append(o.encoded[i][:0], b...)
	return r, r.decode(o.encoded[i])
}

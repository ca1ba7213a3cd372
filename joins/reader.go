package joins

import "coldchain/joins/rule"

// OrderReader reads answers from the committed state of an orders task. Any goroutine may use it.
type OrderReader struct {
	rules *ruleTexts
	view  View
}

// NewOrderReader reads by the rule book that the stage judges by.
func NewOrderReader(book *rule.Book, v View) *OrderReader {
	return &OrderReader{newRuleTexts(book), v}
}

// Answer returns the projection of an order, nil if nothing is known of it.
func (r *OrderReader) Answer(orderID string) ([]byte, error) {
	b, there, err := r.view.View(key(nil, orderSpace, orderID))
	if err != nil || !there {
		return nil, err
	}
	return r.project(orderID, b)
}

// project gives the projection of an encoded order.
func (r *OrderReader) project(id string, encoded []byte) ([]byte, error) {
	o := &order{}
	if err := o.decode(encoded); err != nil {
		return nil, err
	}
	p, err := project(id, o, r.rules.of(o), func(containerID string) (*result, error) {
		b, there, err := r.view.View(key(nil, resultSpace, id, containerID))
		if err != nil || !there {
			return nil, err
		}
		res := &result{}
		return res, res.decode(b)
	})
	if err != nil {
		return nil, err
	}
	return p.json(), nil
}

// Each gives the projections of all orders, in the order of their ids.
func (r *OrderReader) Each(fn func(orderID string, projection []byte) error) error {
	return r.view.ViewScan([]byte{orderSpace}, []byte{orderSpace + 1}, func(k, value []byte) error {
		id := string(k[1:])
		p, err := r.project(id, value)
		if err != nil {
			return err
		}
		return fn(id, p)
	})
}

// StreamTime is the stream time that the state of a containers task holds, in ms since the epoch;
// ok is false before the first reading.
func StreamTime(v View) (ms int64, ok bool, err error) {
	b, there, err := v.View([]byte{watermarkSpace})
	if err != nil || !there {
		return 0, false, err
	}
	w, err := decodeWatermark(b)
	return int64(w), err == nil, err
}

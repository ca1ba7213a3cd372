package joins

import (
	"fmt"

	"coldchain/joins/inbox"
	"coldchain/joins/measure"
	"coldchain/joins/series"
)

// how says what a visit is for.
type how uint8

const (
	fold          how = iota // what came is folded, and nothing is said
	judgeMaterial            // what is material is said
	judgeAll                 // and what only progressed
)

// visitor looks at one container at a time: it reads it, folds what came, judges its custodies, and
// writes it. Its memory is reused.
type visitor struct {
	*containers
	cycle Cycle
	emit  Emit
	left  int // visits that this cycle still has

	how       how
	id        []byte
	container container
	sensor    int           // of the container: that of the readings that come
	guards    []inbox.Guard // of the container's series
	dues      inbox.Dues

	reader  inbox.Reader
	value   []byte
	chunks  chunks
	scratch judgeScratch
}

func (v *visitor) init(s *containers) {
	v.containers, v.chunks.state = s, s.state
	v.reader = inbox.Reader{Folded: v.folded, Message: v.heard, Sensor: v.name, Reading: v.add}
}

func (v *visitor) begin(c Cycle, emit Emit) {
	v.cycle, v.emit, v.left = c, emit, c.room()
}

// visit looks at the containers of a queue, in the order of their ids, as long as the cycle has
// visits left.
func (v *visitor) visit(q *inbox.Queue, flag inbox.Flags, h how) error {
	for v.left > 0 && q.Len() > 0 {
		for _, c := range v.inbox.Next(q, flag, min(v.left, 256)) {
			v.left--
			if err := v.look(c, h); err != nil {
				return fmt.Errorf("container %s: %w", v.inbox.ID(c), err)
			}
		}
	}
	return nil
}

// look looks at a container.
func (v *visitor) look(c inbox.Container, h how) error {
	if v.how = h; v.inbox.Is(c, inbox.Vacant) && !v.inbox.Is(c, inbox.Broken|inbox.Full) {
		v.inbox.Shown(c)
		return nil // nobody asks for its readings
	}
	if err := v.load(c); err != nil {
		return err
	}
	if err := v.mergeLate(); err != nil {
		return err
	}
	if h != fold {
		if err := v.judgeCustodies(c); err != nil {
			return err
		}
	}
	v.inbox.Clear(c, inbox.Full)
	v.save()
	return nil
}

// load reads a container, and folds what was held back of it.
func (v *visitor) load(c inbox.Container) error {
	v.id = v.inbox.ID(c)
	v.chunks.container = v.id
	v.container.series, v.container.custodies = v.container.series[:0], v.container.custodies[:0]
	v.key = append(append(v.key[:0], containerSpace), v.id...)
	value, _, err := v.state.Get(v.key)
	if err != nil {
		return err
	}
	v.value = append(v.value[:0], value...) // the state is asked again meanwhile
	if err := v.reader.Read(v.value); err != nil {
		return err
	}
	if err := v.inbox.Take(c, &v.reader); err != nil {
		return err
	}
	if !v.inbox.Is(c, inbox.Known) {
		v.learn(c)
	}
	v.left -= len(v.container.custodies)
	return nil
}

// meet has the inbox know the sensors of a container without looking at it.
func (v *visitor) meet(c inbox.Container) error {
	v.key = append(append(v.key[:0], containerSpace), v.inbox.ID(c)...)
	value, _, err := v.state.Get(v.key)
	if err != nil {
		return err
	}
	v.container.series, v.container.custodies = v.container.series[:0], v.container.custodies[:0]
	vacant := true
	r := inbox.Reader{
		Folded: v.container.decode,
		Message: func([]byte) error {
			vacant = false
			return nil
		},
		Sensor:  v.name,
		Reading: func(*measure.Reading) error { return nil },
	}
	if err := r.Read(value); err != nil {
		return fmt.Errorf("container %s: %w", v.inbox.ID(c), err)
	}
	v.learn(c)
	if vacant = vacant && len(v.container.custodies) == 0; vacant {
		v.inbox.Set(c, inbox.Vacant)
	}
	return nil
}

// learn tells the inbox what sensors the container has.
func (v *visitor) learn(c inbox.Container) {
	for i := range v.container.series {
		x := &v.container.series[i]
		for _, partition := range x.Named {
			if _, there := v.inbox.FindSensor(v.inbox.ID(c), []byte(x.Sensor), partition); !there {
				v.inbox.Name(c, []byte(x.Sensor), partition)
			}
		}
	}
	v.inbox.Set(c, inbox.Known)
}

// folded takes the container as it was stored.
func (v *visitor) folded(b []byte) error {
	if err := v.container.decode(b); err != nil {
		return err
	}
	for _, u := range v.container.custodies {
		if err := u.prepare(v.rules); err != nil {
			return fmt.Errorf("order %s: %w", u.orderID, err)
		}
	}
	return nil
}

// save writes the container.
func (v *visitor) save() {
	v.key = append(append(v.key[:0], containerSpace), v.id...)
	if len(v.container.series) == 0 && len(v.container.custodies) == 0 {
		v.state.Delete(v.key)
		return
	}
	v.message = v.container.append(v.message[:0])
	v.value = inbox.Folded(v.value[:0], v.message)
	v.state.Put(v.key, v.value)
}

// name says of which sensor the readings are that come next.
func (v *visitor) name(sensor []byte, partition int32) {
	v.sensor = v.container.name(sensor, partition)
}

// add stores a reading. The reading before it is folded: it can't be repeated or contradicted any
// more without being late.
func (v *visitor) add(r *measure.Reading) error {
	x := &v.container.series[v.sensor]
	if x.Before(r.Time) {
		v.push(x)
	}
	x.Add(&v.chunks, r)
	return nil
}

// push folds the last reading of a sensor into the custodies that want it: a later one has come.
func (v *visitor) push(x *series.Series) {
	tail := x.Tail()
	for _, u := range v.container.custodies {
		sensor := u.folds(x.Sensor)
		if sensor < 0 || u.lagging || !u.wants(tail.Time) {
			continue
		}
		if tail.Time >= v.stream() {
			u.lagging = true // catchUp pushes it when the stream time has passed it
			continue
		}
		u.push(sensor, tail)
	}
}

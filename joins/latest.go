package joins

// latest is the value of the state that was used last, decoded: events of one key come in runs, and
// a run decodes its value and encodes it once. What changed is written back before another value is
// used, and by flush, which stands before a scan and at the end of a cycle.
type latest[T any] struct {
	state  State
	space  byte
	clear  func(*T) // makes it one of which nothing is known
	decode func(*T, []byte) error
	append func(*T, []byte) []byte

	id      string
	value   T // its memory is reused
	loaded  bool
	there   bool // in the state, or made in this cycle
	changed bool
	key     []byte
	encoded []byte
}

// find returns the value of an id, nil if there is none. It is valid until another one is used. Who
// changes it says so in changed.
func (l *latest[T]) find(id string) (*T, error) {
	if !l.loaded || l.id != id {
		if err := l.load(id); err != nil {
			return nil, err
		}
	}
	if !l.there {
		return nil, nil
	}
	return &l.value, nil
}

func (l *latest[T]) load(id string) error {
	l.flush()
	l.key = key(l.key, l.space, id)
	b, there, err := l.state.Get(l.key)
	l.loaded = false
	if err == nil && there {
		err = l.decode(&l.value, b)
	}
	if err != nil {
		return err
	}
	l.id, l.loaded, l.there = id, true, there
	return nil
}

// make returns the value of an id, which is a new one if there is none.
func (l *latest[T]) make(id string) (*T, error) {
	v, err := l.find(id)
	if err != nil || v != nil {
		return v, err
	}
	l.clear(&l.value)
	l.there, l.changed = true, true
	return &l.value, nil
}

// flush writes back what changed.
func (l *latest[T]) flush() {
	if !l.changed {
		return
	}
	l.key = key(l.key, l.space, l.id)
	l.encoded = l.append(&l.value, l.encoded[:0])
	l.state.Put(l.key, l.encoded)
	l.changed = false
}

// forget takes back what was not written, after the cycle was aborted.
func (l *latest[T]) forget() { l.loaded, l.changed = false, false }

// grown returns a list with one entry more, which may be one that was cut off: whoever fills it
// reuses its memory.
func grown[T any](list []T) []T {
	if len(list) < cap(list) {
		return list[:len(list)+1]
	}
	var zero T
	return append(list, zero)
}

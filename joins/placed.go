package joins

import "slices"

// placed maps the few places of an order to values, in the order of the places. What concerns a container on all its legs stands under number 0, what
// concerns a leg of all containers under the empty id, which no container has.
type placed[V any] []placedValue[V]

type placedValue[V any] struct {
	place
	value V
}

func (m placed[V]) find(at place) (int, bool) {
	return slices.BinarySearchFunc(m, at, func(e placedValue[V], at place) int { return e.place.compare(at) })
}

// get returns the value of a place, the zero value if there is none.
func (m placed[V]) get(at place) (v V, there bool) {
	if i, there := m.find(at); there {
		return m[i].value, true
	}
	return v, false
}

func (m *placed[V]) put(at place, v V) {
	i, there := m.find(at)
	if there {
		(*m)[i].value = v
		return
	}
	*m = slices.Insert(*m, i, placedValue[V]{at, v})
}

func (m *placed[V]) remove(at place) {
	if i, there := m.find(at); there {
		*m = slices.Delete(*m, i, i+1)
	}
}

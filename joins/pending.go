package joins

// pendingSpace is the key space of what has progress that was not yet sent. Every stage keeps it,
// so that it outlives a restart.
const pendingSpace = 'p'

// pending is the set of entities with unsent progress, in memory and in the state.
type pending struct {
	space byte
	state State
	set   map[string]struct{}
	buf   []byte
}

// reset reads the set from the state.
func (p *pending) reset(s State, space byte) error {
	p.space, p.state, p.set = space, s, map[string]struct{}{}
	return s.Scan([]byte{space}, []byte{space + 1}, func(key []byte, _ any) error {
		p.set[string(key[1:])] = struct{}{}
		return nil
	})
}

func (p *pending) add(id string) {
	if _, there := p.set[id]; there {
		return
	}
	p.set[id] = struct{}{}
	p.buf = key(p.buf, p.space, id)
	p.state.Put(p.buf, raw(nil))
}

func (p *pending) remove(id string) {
	if _, there := p.set[id]; !there {
		return
	}
	delete(p.set, id)
	p.buf = key(p.buf, p.space, id)
	p.state.Delete(p.buf)
}

package pipeline

import "slices"

// Peers are the advertised addresses of the other workers that run tasks, by the last assignment.
func (e *Engine) Peers() []string {
	e.route.mu.RLock()
	defer e.route.mu.RUnlock()
	var peers []string
	for _, addr := range e.route.data.Addrs {
		if addr != "" && addr != e.o.Advertise && !slices.Contains(peers, addr) {
			peers = append(peers, addr)
		}
	}
	slices.Sort(peers)
	return peers
}

package pipeline

import "slices"

// Joined says that this worker has been told who runs what.
func (e *Engine) Joined() bool {
	e.route.mu.RLock()
	defer e.route.mu.RUnlock()
	return len(e.route.data.Owners) > 0
}

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

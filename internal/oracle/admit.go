package oracle

// How many containers and leg numbers of an order, and how many sensors of a container, the events
// of one key in one partition may name.
const (
	mostContainers = 200
	mostLegs       = 50
	mostSensors    = 64
)

// admitted gives the accepted events of each topic and the refused records, both in the order of
// the records.
func admitted(sorted []Record) (events map[string][]*event, refused []Refusal) {
	events = map[string][]*event{}
	named := map[naming]*names{}
	for _, r := range sorted {
		e, code := decode(r)
		if code == "" {
			at := naming{r.Topic, r.Partition, e.id}
			if named[at] == nil {
				named[at] = &names{map[string]bool{}, map[int64]bool{}, map[string]bool{}}
			}
			if !named[at].take(r.Topic, e) {
				code = "too_many"
			}
		}
		if code != "" {
			refused = append(refused, Refusal{r.Topic, r.Partition, r.Offset, code})
			continue
		}
		events[r.Topic] = append(events[r.Topic], e)
	}
	return events, refused
}

// naming is where names are counted: one key in one partition of one topic.
type naming struct {
	topic     string
	partition int32
	id        string
}

// names is what the accepted events have named so far.
type names struct {
	containers map[string]bool
	legs       map[int64]bool
	sensors    map[string]bool
}

// take notes what the event names. It notes nothing, and is false, if one of that is one too many.
func (n *names) take(topic string, e *event) bool {
	if topic == topicMetrics {
		if !n.sensors[e.sensor()] && len(n.sensors) >= mostSensors {
			return false
		}
		n.sensors[e.sensor()] = true
		return true
	}
	if topic != topicOrders {
		return true
	}
	container, named := e.ids["containerID"]
	if named && !n.containers[container] && len(n.containers) >= mostContainers {
		return false
	}
	if e.leg != 0 && !n.legs[e.leg] && len(n.legs) >= mostLegs {
		return false
	}
	if named {
		n.containers[container] = true
	}
	if e.leg != 0 {
		n.legs[e.leg] = true
	}
	return true
}

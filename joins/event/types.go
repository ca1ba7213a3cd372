package event

// Types are the types of a topic's events as they stand in events, other spellings included.
func Types(t Topic) (list []string) {
	switch t {
	case Orders:
		for i := OrderCreated; i < numOrderTypes; i++ {
			list = append(list, orderTypes[i].name)
			if other := orderTypes[i].otherName; other != "" {
				list = append(list, other)
			}
		}
	case Voyages:
		for i := VoyageScheduled; i < numVoyageTypes; i++ {
			list = append(list, voyageTypes[i].name)
		}
	case ContainerMetrics:
		list = append(list, metricTypes[:]...)
	}
	return list
}

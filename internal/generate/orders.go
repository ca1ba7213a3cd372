package generate

import (
	"fmt"
	"strings"

	"coldchain/internal/oracle"
)

func orderName(i int) string { return pickName(i, "O-%d", "order %d", "Bestellung-ä%d") }

func containerName(i int) string { return pickName(i, "MSKU%07d", "C-%d", "冷-%d") }

func voyageName(i int) string { return pickName(i, "V-%d", "voyage/%d", "V-%d E") }

// pickName numbers names, a few of them with spaces and letters beyond ASCII.
func pickName(i int, plain, second, third string) string {
	switch i % 7 {
	case 3:
		return fmt.Sprintf(second, i)
	case 5:
		return fmt.Sprintf(third, i)
	}
	return fmt.Sprintf(plain, i)
}

// shipment is an order in the making.
type shipment struct {
	*gen
	id         string
	chain      chain
	containers []string
	span       span // from the first departure to the last arrival that are meant
	quay       []int64
}

// say adds an order event. Most event times are whole hours of one day, so that registers often
// meet at equal times.
func (s *shipment) say(kind string, fields ...field) {
	s.sayAt(kind, genesis+s.in(0, 23)*hour, fields...)
}

func (s *shipment) sayAt(kind string, at int64, fields ...field) {
	s.add(draft{topic: topicOrders, kind: kind, id: s.id, time: at, fields: fields})
	if s.chance(0.05) {
		s.drafts = append(s.drafts, s.drafts[len(s.drafts)-1]) // delivered again
	}
}

// addOrder makes the events of one order.
func (g *gen) addOrder(id string) {
	s := &shipment{gen: g, id: id, chain: pick(g, g.chains...)}
	if g.chance(0.9) {
		s.say("OrderCreated", g.attributes(0.7)...)
	}
	for g.chance(0.3) {
		s.say("OrderUpdated", g.attributes(0.2)...)
	}
	for range pick(g, 0, 1, 1, 1, 2, 2, 3, 4) {
		c := s.container()
		s.containers = append(s.containers, c)
		s.say("ContainerAllocated", field{"containerID", quoted(c)})
		if g.chance(0.1) {
			s.say("ContainerDeallocated", field{"containerID", quoted(c)})
		}
	}
	s.addLegs()
	s.addStuffing()
	s.addStatus()
	s.addStatements()
	if g.chance(0.08) {
		s.say(pick(g, "ContainerNotFound", "VoyageNotFound"), g.reason()...)
	}
}

// container gives a container, often one whose stream time the chain is directed at.
func (s *shipment) container() string {
	if s.chance(0.6) {
		for range 8 {
			c := pick(s.gen, s.gen.containers...)
			if int(oracle.PartitionOf(c, oracle.MetricsPartitions)) == s.chain.partition {
				return c
			}
		}
	}
	return pick(s.gen, s.gen.containers...)
}

// addLegs assigns voyages, most of them those of one chain.
func (s *shipment) addLegs() {
	c := s.chain
	voyageOf := func(n int) int {
		if s.chance(0.12) {
			return s.IntN(len(s.voyages))
		}
		return min(c.first+n, len(s.voyages)-1)
	}
	s.span = span{s.voyages[c.first].start, s.voyages[c.first].end}
	if s.chance(0.07) {
		return // stuffed, perhaps, before a voyage is known
	}
	for n := range c.voyages {
		if s.chance(0.06) {
			continue
		}
		leg := n + 1
		if s.chance(0.04) {
			leg = pick(s.gen, 7, 1_000_000)
		}
		v := s.voyages[c.first+n]
		s.quay = append(s.quay, s.span.end, v.start)
		s.span.end = max(s.span.end, v.end)
		s.assign("VoyageAssigned", leg, voyageOf(n))
		for s.chance(0.15) {
			s.assign("VoyageAssigned", leg, voyageOf(n+1)) // another voyage, before or after
		}
		if s.chance(0.06) {
			s.assign("VoyageUnassigned", leg, s.IntN(len(s.voyages)))
		}
		if len(s.containers) > 0 && s.chance(0.15) {
			s.assign("VoyageAssigned", leg, s.IntN(len(s.voyages)), s.containers[0])
			if s.chance(0.3) {
				s.assign("VoyageUnassigned", leg, s.IntN(len(s.voyages)), s.containers[0])
			}
		}
	}
	for _, c := range s.containers {
		s.spans[c] = append(s.spans[c], s.span)
	}
}

func (s *shipment) assign(kind string, leg, voyage int, containers ...string) {
	fields := []field{{"voyageID", quoted(voyageName(voyage))}}
	if leg != 1 || s.chance(0.2) {
		fields = append(fields, field{"leg", fmt.Sprint(leg)})
	}
	board := s.containers
	if len(containers) > 0 {
		fields = append(fields, field{"containerID", quoted(containers[0])})
		board = containers
	}
	for _, c := range board {
		s.aboard[c] = append(s.aboard[c], voyage)
	}
	s.say(kind, fields...)
}

func (g *gen) reason() []field {
	if g.chance(0.5) {
		return nil
	}
	if g.chance(0.02) {
		return []field{{"reason", quoted(strings.Repeat("ä", 512))}} // as long as may be
	}
	return []field{{"reason", pick(g, `"smells"`, `"\u00fcbel \ud83e\udd22"`, `""`,
		`"a\tb\/c\u0007"`, `"Insufficient free capacity"`)}}
}

// attributes gives each attribute with probability p.
func (g *gen) attributes(p float64) (fields []field) {
	address := pick(g, `{"city":"Oakland","a":{"b":{"c":true}}}`, `"Łódź"`,
		`{"city":"Łódź","a":[ 1,true ]}`)
	if g.chance(0.02) {
		address = `"` + strings.Repeat("x", 4094) + `"` // as long as may be
	}
	for _, f := range []field{
		{"customerID", pick(g, `"FishFarm"`, `"Good \"Manuf\""`, `""`)},
		{"productID", quoted(pick(g, g.products...))},
		{"quantity", pick(g, "100", "0", "-3.25", "12.0005", "1000000000000", "1e3")},
		{"pickupAddress", pick(g, `{"city":"Shanghai","zip":"090","geo":[1,2.50,null]}`,
			`"1 a new street"`, `{}`)},
		{"destinationAddress", address},
		{"pickupDate", pick(g, `"2019-01-25T13:30Z"`, `"tomorrow"`)},
		{"expectedDeliveryDate", `"2019-02-30"`},
	} {
		if g.chance(p) || f.name == "productID" && g.chance(p) {
			fields = append(fields, f)
		}
	}
	if g.chance(0.15) {
		fields = append(fields, field{"rule", pick(g, g.inline...)})
	}
	return fields
}

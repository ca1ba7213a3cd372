package generate

import (
	"fmt"
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

// addOrder makes the events of one order: attributes, containers, legs, states and claims. Their event
// times are whole hours of one day, so that registers often meet at equal times.
func (g *gen) addOrder(id string) {
	at := func() int64 { return genesis + g.in(0, 23)*hour }
	say := func(kind string, fields ...draftField) {
		g.add(draft{topic: topicOrders, kind: kind, id: id, time: at(), fields: fields})
		if g.chance(0.05) {
			g.drafts = append(g.drafts, g.drafts[len(g.drafts)-1]) // delivered again
		}
	}
	if g.chance(0.9) {
		say("OrderCreated", g.attributes(0.7)...)
	}
	for g.chance(0.3) {
		say("OrderUpdated", g.attributes(0.2)...)
	}
	legs := pick(g, 1, 1, 1, 2, 3)
	first := g.IntN(len(g.voyages))
	voyageOf := func(n int) int {
		if g.chance(0.2) {
			return g.IntN(len(g.voyages))
		}
		return (first + n) % len(g.voyages)
	}
	var mine []string
	for range pick(g, 0, 1, 1, 1, 2, 2, 3, 4) {
		c := pick(g, g.containers...)
		mine = append(mine, c)
		say("ContainerAllocated", draftField{"containerID", quoted(c)})
		if g.chance(0.12) {
			say("ContainerDeallocated", draftField{"containerID", quoted(c)})
		}
	}
	assign := func(kind string, leg, voyage int, containers ...string) {
		fields := []draftField{{"voyageID", quoted(voyageName(voyage))}}
		if leg != 1 || g.chance(0.2) {
			fields = append(fields, draftField{"leg", fmt.Sprint(leg)})
		}
		board := mine
		if len(containers) > 0 {
			fields = append(fields, draftField{"containerID", quoted(containers[0])})
			board = containers
		}
		for _, c := range board {
			g.aboard[c] = append(g.aboard[c], voyage)
		}
		say(kind, fields...)
	}
	for n := range legs {
		if g.chance(0.07) {
			continue
		}
		leg := n + 1
		if g.chance(0.03) {
			leg = pick(g, 7, 1_000_000)
		}
		assign("VoyageAssigned", leg, voyageOf(n))
		for g.chance(0.2) {
			assign("VoyageAssigned", leg, voyageOf(n+1)) // another voyage, before or after
		}
		if g.chance(0.08) {
			assign("VoyageUnassigned", leg, g.IntN(len(g.voyages)))
		}
		if len(mine) > 0 && g.chance(0.15) {
			assign("VoyageAssigned", leg, g.IntN(len(g.voyages)), mine[0])
			if g.chance(0.3) {
				assign("VoyageUnassigned", leg, g.IntN(len(g.voyages)), mine[0])
			}
		}
	}
	for g.chance(0.15) {
		say(pick(g, "OrderCancelled", "OrderRejected", "OrderDelivered", "OrderDelivered"), g.reason()...)
	}
	for g.chance(0.2) {
		fields := g.reason()
		if g.chance(0.5) {
			fields = append(fields, draftField{"containerID", quoted(pick(g, g.containers...))})
		}
		say("OrderSpoilt", fields...)
		if g.chance(0.3) {
			again := g.drafts[len(g.drafts)-1]
			again.late = true
			g.drafts = append(g.drafts, again)
		}
	}
	if g.chance(0.08) {
		say(pick(g, "ContainerNotFound", "VoyageNotFound"), g.reason()...)
	}
}

func (g *gen) reason() []draftField {
	if g.chance(0.5) {
		return nil
	}
	return []draftField{{"reason", pick(g, `"smells"`, `"\u00fcbel \ud83e\udd22"`, `""`, `"Insufficient free capacity"`)}}
}

// attributes gives each attribute with probability p.
func (g *gen) attributes(p float64) (fields []draftField) {
	for _, f := range []draftField{
		{"customerID", pick(g, `"FishFarm"`, `"Good \"Manuf\""`, `""`)},
		{"productID", quoted(pick(g, g.products...))},
		{"quantity", pick(g, "100", "0", "-3.25", "12.0005", "1000000000000", "1e3")},
		{"pickupAddress", pick(g, `{"city":"Shanghai","zip":"090","geo":[1,2.50,null]}`, `"1 a new street"`, `{}`)},
		{"destinationAddress", pick(g, `{"city":"Oakland","a":{"b":{"c":true}}}`, `"Łódź"`)},
		{"pickupDate", pick(g, `"2019-01-25T13:30Z"`, `"tomorrow"`)},
		{"expectedDeliveryDate", `"2019-02-30"`},
	} {
		if g.chance(p) && (len(fields) == 0 || fields[len(fields)-1].name != f.name) {
			fields = append(fields, f)
		}
	}
	if g.chance(0.12) {
		fields = append(fields, draftField{"rule", pick(g, g.inline...)})
	}
	return fields
}

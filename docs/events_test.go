package docs

import (
	"slices"
	"testing"

	"coldchain/joins/event"
)

const eventsPage = "formats/events.md"

var sources = []event.Topic{event.Orders, event.Voyages, event.ContainerMetrics}

// TestEventNames: the tables of fields have every name that events are read by, in the order in
// which they are tried, and no other.
func TestEventNames(t *testing.T) {
	common := table(t, part(t, eventsPage, "## In common"), "field")
	for _, topic := range sources {
		var told []event.Name
		own := table(t, part(t, eventsPage, "## "+topic.String()), "field")
		for _, row := range slices.Concat(common, own) {
			field := coded(row[0])[0]
			told = append(told, event.Name{Text: field, Field: field})
			for i, other := range coded(row[1]) {
				told = append(told, event.Name{Text: other, Field: field, Rank: i + 1})
			}
		}
		sameNames(t, topic.String(), told, event.Names(topic))
	}
}

// TestEventTypes does so with the types.
func TestEventTypes(t *testing.T) {
	for _, topic := range sources {
		var told []string
		for _, row := range table(t, part(t, eventsPage, "## "+topic.String()), "type") {
			told = append(append(told, coded(row[0])...), coded(row[1])...)
		}
		sameNames(t, topic.String(), told, event.Types(topic))
	}
}

func sameNames[T comparable](t *testing.T, what string, told, read []T) {
	t.Helper()
	for _, name := range read {
		if !slices.Contains(told, name) {
			t.Errorf("%s: the program reads %+v, the page does not tell of it", what, name)
		}
	}
	for _, name := range told {
		if !slices.Contains(read, name) {
			t.Errorf("%s: the page tells of %+v, which the program does not read", what, name)
		}
	}
}

// TestEventDialects: each form of a payload has its paragraph.
func TestEventDialects(t *testing.T) {
	var told []string
	for _, row := range table(t, part(t, eventsPage, "### Payloads"), "payload") {
		told = append(told, row[0])
	}
	if read := event.Dialects(); !slices.Equal(told, read) {
		t.Errorf("the page tells of payloads %q, the program reads %q", told, read)
	}
}

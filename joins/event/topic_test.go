package event

import (
	"slices"
	"strings"
	"testing"
)

func TestTypes(t *testing.T) {
	f := func(topic Topic, want string) {
		t.Helper()
		if got := strings.Join(Types(topic), " "); got != want {
			t.Errorf("%v: got %s, want %s", topic, got, want)
		}
	}
	f(Orders, "OrderCreated OrderUpdated OrderCancelled OderCancelled OrderRejected OrderDelivered "+
		"OrderSpoilt ContainerAllocated ContainerDeallocated ContainerStuffed ContainerStripped "+
		"QualityDecision VoyageAssigned VoyageUnassigned ContainerNotFound VoyageNotFound")
	f(Voyages, "VoyageScheduled VoyageUpdated VoyageDeparted VoyageArrived VoyageCancelled "+
		"ContainerLoaded ContainerDischarged")
	f(ContainerMetrics, "ContainerMetric ReeferTelemetries")
}

// A type of one topic is unknown to the others, and each is read by its own.
func TestTypesAreRead(t *testing.T) {
	d := Decoder{Rekeyed: true}
	const fields = `,"voyageID":"V","containerID":"C","o2":1,"decision":"hold","by":"me"}`
	for _, topic := range Topics() {
		for _, other := range Topics() {
			for _, kind := range Types(other) {
				got := reads[topic](&d, inputRecord("K", `{"type":"`+kind+`"`+fields))
				known := slices.Contains(Types(topic), kind)
				if known != (got != "unknown_type") || known && slices.Contains(Codes(), Code(got)) {
					t.Errorf("%v, type %s: got %q", topic, kind, got)
				}
			}
		}
	}
}

func TestStrings(t *testing.T) {
	f := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	f(Orders.String(), "orders")
	f(Voyages.String(), "voyages")
	f(ContainerMetrics.String(), "container-metrics")
	f(numTopics.String(), "topic?")
	f(VoyageNotFound.String(), "VoyageNotFound")
	f(OrderType(0).String(), "OrderType(0)")
	f(numOrderTypes.String(), "OrderType(16)")
	f(ContainerDischarged.String(), "ContainerDischarged")
	f(VoyageType(0).String(), "VoyageType(0)")
	f(numVoyageTypes.String(), "VoyageType(8)")
	f(Released.String()+Rejected.String()+Hold.String(), "releasedrejectedhold")
	f(NoDecision.String(), "")
	f(numDecisions.String(), "decision?")
}

// The codes are part of the error topic's format.
func TestCodes(t *testing.T) {
	want := "null_value too_large bad_json unknown_type missing_id bad_id bad_time time_in_future " +
		"bad_value no_values key_mismatch too_many"
	var got []string
	for _, c := range Codes() {
		got = append(got, string(c))
	}
	if strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

package judge

import "testing"

func TestLegWindow(t *testing.T) {
	const loaded, departed, plannedDeparture = 1, 2, 3
	const discharged, arrived, plannedArrival = 14, 15, 16
	f := func(known []int64, want Window) {
		t.Helper()
		at := map[int64]*int64{}
		for _, v := range known {
			at[v] = &v
		}
		facts := LegFacts{
			Loaded: at[loaded], Departed: at[departed], PlannedDeparture: at[plannedDeparture],
			Discharged: at[discharged], Arrived: at[arrived], PlannedArrival: at[plannedArrival],
		}
		if got := facts.Window(); got != want {
			t.Errorf("%v: got %+v, want %+v", known, got, want)
		}
	}
	all := []int64{loaded, departed, plannedDeparture, discharged, arrived, plannedArrival}
	f(all, Window{loaded, discharged, Loaded, Discharged})
	f(all[1:], Window{departed, discharged, Departed, Discharged})
	f(all[2:], Window{plannedDeparture, discharged, Planned, Discharged})
	f([]int64{loaded, arrived, plannedArrival}, Window{loaded, arrived, Loaded, Arrived})
	f([]int64{loaded, plannedArrival}, Window{loaded, plannedArrival, Loaded, Planned})
	f([]int64{departed}, Window{departed, OpenEnd, Departed, Open})
	f(all[3:], Window{}) // an end without a start
	f(nil, Window{})
}

func TestWindowKnownAndValid(t *testing.T) {
	f := func(w Window, known, valid bool) {
		t.Helper()
		if w.Known() != known || w.Valid() != valid {
			t.Errorf("%+v: known %v, valid %v", w, w.Known(), w.Valid())
		}
	}
	f(Window{}, false, false)
	f(Window{5, 4, Loaded, Arrived}, true, false)
	f(Window{5, 5, Loaded, Arrived}, true, false)
	f(Window{5, 6, Loaded, Arrived}, true, true)
	f(Window{0, OpenEnd, Planned, Open}, true, true)
}

// What a custody's window rests on, in the order of SPECIFICATION 3.2. Facts and answers are
// written as course_test.go says.
func TestCustodyWindow(t *testing.T) {
	f := func(facts, want string) {
		t.Helper()
		c := factsOf(t, facts).Course()
		if got := toldWindow(&c); got != want {
			t.Errorf("%s:\n got %s\nwant %s", facts, got, want)
		}
	}
	// nothing, and stuffing alone
	f("", "none, awaiting")
	f("1: none", "none, awaiting")
	f("stripped 50", "none, awaiting")
	f("delivered 50", "none, awaiting")
	f("stuffed 10", "10 stuffed - open")
	f("stuffed 10; 1: none", "10 stuffed - open, awaiting")
	f("stuffed 10; stripped 50", "10 stuffed - 50 stripped")
	f("stuffed 10; delivered 60", "10 stuffed - 60 delivered")
	f("stuffed 10; stripped 50; delivered 40", "10 stuffed - 50 stripped")

	// start
	f("1: 10 departed - 20 arrived", "10 departed - 20 arrived")
	f("stuffed 5; 1: 10 departed - 20 arrived", "5 stuffed - 20 arrived")
	f("stuffed 15; 1: 10 departed - 20 arrived", "15 stuffed - 20 arrived")
	// by start, not number
	f("1: 30 loaded - 40 arrived; 2: 10 planned - 20 planned", "10 planned - 40 arrived")
	// equal: by number
	f("1: 10 loaded - 20 arrived; 2: 10 planned - 20 arrived", "10 loaded - 20 arrived")
	f("2: 10 loaded - 20 arrived; 1: 10 planned - 20 arrived", "10 planned - 20 arrived")

	// end
	f("1: 10 departed - open", "10 departed - open")
	f("1: 10 departed - open; stripped 30", "10 departed - 30 stripped")
	f("1: 10 departed - open; delivered 30", "10 departed - 30 delivered")
	f("1: 10 departed - 20 planned; delivered 15", "10 departed - 15 delivered")
	// not later than the start
	f("1: 10 departed - 20 planned; delivered 10", "10 departed - 20 planned")
	f("1: 10 departed - 20 planned; delivered 9", "10 departed - 20 planned")
	f("1: 10 departed - 20 arrived; delivered 40; stripped 30", "10 departed - 30 stripped")
	// the last leg's end
	f("1: 10 departed - open; 2: 20 departed - 30 planned", "10 departed - 30 planned")
	f("1: 10 departed - 20 arrived; 2: 20 departed - open", "10 departed - open")
	f("1: 10 departed - 50 arrived; 2: 20 departed - open", "10 departed - open") // open stays open
	f("1: 10 departed - 50 planned; 2: 20 departed - 30 planned", "10 departed - 30 planned")
	f("1: 10 departed - 50 arrived; 2: 20 departed - 30 planned", "10 departed - 50 arrived")
	f("1: 10 departed - 50 discharged; 2: 20 departed - 30 planned", "10 departed - 50 discharged")
	// not later
	f("1: 10 loaded - 50 discharged; 2: 20 planned - 50 planned", "10 loaded - 50 planned")
	f("1: 10 loaded - 50 discharged; 2: 20 loaded - 50 arrived; 3: 30 loaded - 40 planned",
		"10 loaded - 50 discharged") // of equal ones the first
	f("1: 10 loaded - 50 arrived; 2: 20 loaded - 50 discharged; 3: 30 loaded - 40 planned",
		"10 loaded - 50 arrived")
	f("1: 10 loaded - 50 arrived; 2: 20 loaded - 60 discharged; 3: 30 loaded - 40 planned",
		"10 loaded - 60 discharged")

	// invalid windows
	f("stuffed 10; stripped 10", "10 stuffed - 10 stripped, invalid")
	// stripped before the start
	f("stuffed 10; stripped 5; delivered 50", "10 stuffed - 5 stripped, invalid")
	f("1: 10 departed - 20 arrived; stripped 5", "10 departed - 5 stripped, invalid")
	f("stuffed 30; 1: 10 departed - 20 arrived", "30 stuffed - 20 arrived, invalid")
	f("stuffed 30; delivered 20", "30 stuffed - open") // delivered before the start does not count
	f("stuffed 30; 1: 10 departed - 20 arrived; delivered 40", "30 stuffed - 40 delivered")

	// contradictory legs take no part in the rest
	f("1: 20 departed - 10 arrived", "none, contradictory")
	f("1: 20 departed - 20 arrived", "none, contradictory")
	f("1: 20 departed - 10 arrived; 2: none", "none, contradictory, awaiting")
	f("1: 20 departed - 10 arrived; 2: 30 departed - 40 arrived",
		"30 departed - 40 arrived, contradictory")
	f("1: 10 departed - 20 arrived; 2: 90 loaded - 80 discharged",
		"10 departed - 20 arrived, contradictory")
	f("stuffed 5; 1: 20 departed - 10 arrived", "5 stuffed - open, contradictory")
	f("stuffed 5; stripped 9; 1: 20 departed - 10 arrived; 2: none",
		"5 stuffed - 9 stripped, contradictory, awaiting")
	f("1: 10 departed - 20 arrived; 2: none", "10 departed - 20 arrived, awaiting")
}

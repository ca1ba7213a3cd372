package event

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// hits are those of all layouts. A record that a layout reads is one more, learning halves them.
func hits(d *Decoder) (n int) {
	for k := range d.layouts.known {
		n += d.layouts.known[k].hits
	}
	return n
}

// readStream reads records and gives how many of them were read by a layout. All of them are read
// as without one.
func readStream(t *testing.T, d *Decoder, records []Record) (byLayout int) {
	t.Helper()
	strict := Decoder{Zone: d.Zone, Rekeyed: d.Rekeyed}
	for i := range records {
		r := &records[i]
		var ev, want Metric
		before := hits(d)
		code, wantCode := d.Metric(r, &ev), strict.readMetric(r, &want)
		if code != wantCode || code == "" && !sameMetric(&ev, &want) {
			t.Fatalf("record %d: %s: got %q %s, want %q %s", i, r.Value, code, line(&ev.Reading),
				wantCode, line(&want.Reading))
		}
		if hits(d) == before+1 {
			byLayout++
		}
		if len(d.layouts.known) > maxLayouts {
			t.Fatalf("%d layouts", len(d.layouts.known))
		}
	}
	return byLayout
}

func TestLayoutsOfStreams(t *testing.T) {
	f := func(record func(s *stream, id string, at time.Time) string, layouts, byLayout int) {
		t.Helper()
		var d Decoder
		got := readStream(t, &d, newStream(record))
		if got < byLayout || len(d.layouts.known) != layouts {
			t.Errorf("%d of %d by %d layouts", got, streamLength, len(d.layouts.known))
		}
	}
	f((*stream).fleet, 1, streamLength-1)
	f((*stream).probe, 1, streamLength-1)
	f((*stream).mixed, 2, streamLength-3)
}

// Where layouts do not help they pause, and are tried again later.
func TestLayoutsPause(t *testing.T) {
	var d Decoder
	fleet, shuffled := newStream((*stream).fleet), newStream((*stream).shuffled)
	tried := 0
	for range 2 * pauseFor / streamLength {
		tried += readStream(t, &d, shuffled)
	}
	if d.layouts.pause == 0 || tried > streamLength/100 { // few recur
		t.Errorf("%d records were read by a layout, the pause is %d", tried, d.layouts.pause)
	}
	for d.layouts.pause > 0 {
		readStream(t, &d, fleet[:1])
	}
	if got := readStream(t, &d, fleet); got < streamLength-1 {
		t.Errorf("%d of %d were read by a layout after a pause", got, streamLength)
	}
}

// Where records stay that fit no layout, ever fewer of them are learned from.
func TestLayoutsLearnLess(t *testing.T) {
	var d Decoder
	learned := 0
	fleet, shuffled := newStream((*stream).fleet), newStream((*stream).shuffled)
	for i := range streamLength - 4 {
		readStream(t, &d, fleet[i:i+4])
		before := hits(&d)
		if readStream(t, &d, shuffled[i:i+1]); hits(&d) < before {
			learned++
		}
	}
	if learned == 0 || learned > 10 || d.layouts.pause > 0 {
		t.Errorf("%d records were learned from, the pause is %d", learned, d.layouts.pause)
	}
}

// Records that are refused are not learned from, and make the layouts pause too.
func TestLayoutsOfRefusedRecords(t *testing.T) {
	var d Decoder
	records := newStream((*stream).fleet)
	for i := range records {
		records[i].Key = nil
	}
	readStream(t, &d, records)
	if len(d.layouts.known) > 0 {
		t.Errorf("%d layouts", len(d.layouts.known))
	}
	readStream(t, &d, newStream((*stream).fleet))
	readStream(t, &d, records)
	if len(d.layouts.known) != 1 || d.layouts.pause == 0 {
		t.Errorf("%d layouts, the pause is %d", len(d.layouts.known), d.layouts.pause)
	}
}

// renamed is a reading of one of a number of producers, each of which has a name of its own.
func renamed(from, producers int) func(s *stream, id string, at time.Time) string {
	return func(s *stream, id string, at time.Time) string {
		name := fmt.Sprintf(`,"field%d":`, from+s.rng.IntN(producers))
		return strings.Replace(s.fleet(id, at), `,"signal":`, name, 1)
	}
}

// A new producer takes the place of the one that is read least.
func TestLayoutsAreReplaced(t *testing.T) {
	var d Decoder
	fleet := newStream((*stream).fleet)
	for n := range 3 * maxLayouts {
		other := newStream(renamed(n, 1))
		for range 2 * pauseFor / streamLength {
			readStream(t, &d, other)
			readStream(t, &d, fleet)
		}
		a, b := readStream(t, &d, other), readStream(t, &d, fleet)
		if a != streamLength || b != streamLength {
			t.Errorf("producer %d: %d and %d records were read by a layout", n, a, b)
		}
	}
}

// A producer that has sent much gives way to others when it sends no more.
func TestLayoutsAge(t *testing.T) {
	var d Decoder
	fleet, others := newStream((*stream).fleet), newStream(renamed(0, maxLayouts))
	for range 10 {
		readStream(t, &d, fleet)
	}
	for range 10 * pauseFor / streamLength {
		readStream(t, &d, others)
	}
	if got := readStream(t, &d, others); got != streamLength {
		t.Errorf("%d of %d were read by a layout", got, streamLength)
	}
}

func TestLayoutsNotLearned(t *testing.T) {
	f := func(name, value string) {
		t.Helper()
		var d Decoder
		if got := readMetric(&d, typicalRecord(value)); !strings.HasPrefix(got, "MSKU9070323 ") {
			t.Errorf("%s: got %q", name, got)
		}
		if len(d.layouts.known) != 0 {
			t.Errorf("%s: has a layout", name)
		}
		if cap(d.layouts.draft.steps) > 2*maxLayoutSteps {
			t.Errorf("%s: a draft of %d steps", name, cap(d.layouts.draft.steps))
		}
	}
	f("tuple", typicalTuple)
	f("tuple of which nothing is read", `{"type":"ContainerMetric","containerID":"MSKU9070323",`+
		`"o2":1,"payload":"(`+strings.Repeat(",", 19)+`)"}`)
	f("escaped id", `{"type":"ContainerMetric","containerID":"\u004dSKU9070323","o2":1}`)
	f("no time", `{"type":"ContainerMetric","time":0,"o2":1}`)
	many := strings.Repeat("1,", maxLayoutSteps)
	spaces := strings.Repeat(" ", maxLayoutSteps*maxStepText)
	f("many values", `{"type":"ContainerMetric","o2":1,"x":[`+many+`1]}`)
	f("much text", `{"type":"ContainerMetric","o2":1`+spaces+`}`)
	f("largest", `{"type":"ContainerMetric","o2":1`+strings.Repeat(" ", MaxValue-33)+`}`)
}

// A stream is read without an allocation once its layouts are learned, and also while they change.
func TestStreamDoesNotAllocate(t *testing.T) {
	f := func(name string, record func(s *stream, id string, at time.Time) string) {
		t.Helper()
		var d Decoder
		var ev Metric
		records, i := newStream(record), 0
		next := func() {
			d.Metric(&records[i%streamLength], &ev)
			i++
		}
		for range 4 * pauseFor {
			next()
		}
		if n := testing.AllocsPerRun(4*pauseFor, next); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	f("fleet", (*stream).fleet)
	f("mixed", (*stream).mixed)
	f("shuffled", (*stream).shuffled)
}

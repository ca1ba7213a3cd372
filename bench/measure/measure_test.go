package measure

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   Spread
	}{
		{[]float64{3}, Spread{3, 3, 3}},
		{[]float64{3, 1, 2}, Spread{1, 2, 3}},
		{[]float64{4, 1, 2, 9}, Spread{1, 3, 9}},
	} {
		if got := SpreadOf(c.values...); got != c.want {
			t.Errorf("%v: %+v", c.values, got)
		}
	}
	got := SpreadOf(1_000_000, 2_000_000, 941_706).Text(0)
	if got != "1,000,000 (941,706 to 2,000,000)" {
		t.Error(got)
	}
	if got := SpreadOf(1.776, 1.784).Text(1); got != "1.8" {
		t.Error(got)
	}
}

func TestLatency(t *testing.T) {
	var l Latency
	if got := l.Latencies(); got.Count != 0 || got.Curve != nil {
		t.Errorf("of nothing: %+v", got)
	}
	for i := range 1000 {
		l.Record(time.Duration(i+1) * time.Millisecond)
	}
	l.Record(time.Hour) // longer than what is told apart
	got := l.Latencies()
	near := func(name string, got, want float64) {
		t.Helper()
		if got < want*0.998 || got > want*1.002 {
			t.Errorf("%s is %v ms, not %v", name, got, want)
		}
	}
	near("p50", got.P50, 501)
	near("p99", got.P99, 991)
	near("max", got.Max, longest.Seconds()*1000)
	if got.Count != 1001 || got.Curve[len(got.Curve)-1].Percentile != 99.9 {
		t.Errorf("%+v", got)
	}
}

// TestPace: an operation that stalls makes those behind it late by the whole stall, as seen from
// their intended times.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var late []time.Duration
		err := Pace(t.Context(), begin, 10, 5, func(k int, intended time.Time) error {
			if want := begin.Add(time.Duration(k) * 100 * time.Millisecond); !intended.Equal(want) {
				t.Errorf("%d is intended at %v", k, intended.Sub(begin))
			}
			late = append(late, time.Since(intended))
			if k == 1 {
				time.Sleep(250 * time.Millisecond)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{0, 0, 150 * time.Millisecond, 50 * time.Millisecond, 0}
		for k := range want {
			if late[k] != want[k] {
				t.Errorf("%d is late by %v, not %v", k, late[k], want[k])
			}
		}
	})
}

func TestPaceEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err := Pace(ctx, time.Now(), 1e6, 10, func(int, time.Time) error {
		if calls++; calls == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || calls != 3 {
		t.Errorf("%v after %d calls", err, calls)
	}
	failed := errors.New("failed")
	if err := Pace(t.Context(), time.Now(), 1, 1, func(int, time.Time) error {
		return failed
	}); !errors.Is(err, failed) {
		t.Error(err)
	}
}

func TestTable(t *testing.T) {
	table := Table{Title: "Title", Caption: "Caption.", Columns: []string{"", "ms"},
		Rows: [][]string{{"an order", "1.5"}, {"é", "10.0"}}}
	var text, page strings.Builder
	if err := errors.Join(table.Text(&text), table.Markdown(&page)); err != nil {
		t.Fatal(err)
	}
	const wantText = "Caption.\n              ms\n  an order   1.5\n  é         10.0\n"
	if text.String() != wantText {
		t.Errorf("%q", text.String())
	}
	const wantPage = "## Title\n\nCaption.\n\n|  | ms |\n|---|---:|\n| an order | 1.5 |\n" +
		"| é | 10.0 |\n\n"
	if page.String() != wantPage {
		t.Errorf("%q", page.String())
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{{0, 0, "0"}, {999, 0, "999"}, {1000, 0, "1,000"}, {-1234567.891, 2, "-1,234,567.89"}} {
		if got := Number(c.v, c.decimals); got != c.want {
			t.Errorf("%v: %s", c.v, got)
		}
	}
}

func TestMachine(t *testing.T) {
	if m := ThisMachine(); m.Cores < 1 || m.System == "" || m.Go == "" {
		t.Errorf("%+v", m)
	}
	if _, err := os.Stat("/proc/self/status"); err == nil && PeakRSS(os.Getpid()) < 1<<20 {
		t.Errorf("%d bytes are resident", PeakRSS(os.Getpid()))
	}
}

package fleet

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorldTime(t *testing.T) {
	p := Pace{Start: testStart, Prelude: 24 * time.Hour, Speed: 3600}
	now := testStart.AddDate(0, 0, 30)
	for _, c := range []struct {
		elapsed time.Duration
		want    time.Time
	}{
		{0, testStart.Add(24 * time.Hour)},
		{10 * time.Second, testStart.Add(34 * time.Hour)},
		{time.Hour, now},
	} {
		if got := p.World(c.elapsed, now); !got.Equal(c.want) {
			t.Errorf("after %v: %v, want %v", c.elapsed, got, c.want)
		}
	}
	p.Speed = 1e18
	if got := p.World(time.Hour, now); !got.Equal(now) {
		t.Errorf("at a wild speed the world is at %v", got)
	}
}

func TestPlayKeepsTheOrderAndThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now().AddDate(0, 0, -10)
		f := New(Options{Seed: 1, Containers: 6, Start: start})
		same := New(Options{Seed: 1, Containers: 6, Start: start})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		p := Pace{Start: start.Truncate(time.Second), Prelude: 48 * time.Hour, Speed: 3600}
		n := 0
		err := Play(ctx, f, p, func(due []Record) error {
			world := p.World(time.Since(began), time.Now()).UnixMilli()
			for _, r := range due {
				if want := same.Next(); string(want.Value) != string(r.Value) || r.At > world {
					t.Fatalf("record %d: %s of %d, want %s by %d", n, r.Value, r.At,
						want.Value, world)
				}
				n++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := 53 * 4 * 6; n < want*8/10 {
			t.Errorf("%d records in 53 h of six containers", n)
		}
	})
}

func TestPlayStopsAtAnError(t *testing.T) {
	f := New(Options{Seed: 1, Containers: 3, Start: testStart})
	boom := errors.New("boom")
	err := Play(t.Context(), f, Pace{Start: testStart, Prelude: time.Hour, Speed: 1},
		func([]Record) error { return boom })
	if !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
}

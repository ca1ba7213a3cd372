package fleet

import (
	"context"
	"time"
)

// Pace says how fast the world's time runs beside that of the machine. The world never runs ahead
// of the machine's clock: from the moment it has caught up, both run alike.
type Pace struct {
	Start   time.Time     // of the world's history, as in Options
	Prelude time.Duration // of world time that is over at once
	Speed   float64       // world time per machine time; 3600 is an hour a second
}

// World is the world's time when the machine's clock shows now and Play has run for elapsed.
func (p Pace) World(elapsed time.Duration, now time.Time) time.Time {
	run := float64(elapsed) * p.Speed
	if run > float64(now.Sub(p.Start)) { // also keeps a wild speed within a Duration
		return now
	}
	world := p.Start.Add(p.Prelude + time.Duration(run))
	if world.After(now) {
		return now
	}
	return world
}

// beat is how often Play hands over what is due, and batch the most that it hands over in one go.
const (
	beat  = 100 * time.Millisecond
	batch = 5_000
)

// Play hands the fleet's records to send as they come due, in order and in batches, until the
// context ends (it returns nil then) or send fails (it returns that error). send may keep the
// slice's records but not the slice.
func Play(ctx context.Context, f *Fleet, p Pace, send func([]Record) error) error {
	began := time.Now()
	tick := time.NewTicker(beat)
	defer tick.Stop()
	var due []Record
	for {
		world := p.World(time.Since(began), time.Now()).UnixMilli()
		for ctx.Err() == nil {
			due = due[:0]
			for len(due) < batch && f.Ahead() <= world {
				due = append(due, f.Next())
			}
			if len(due) == 0 {
				break
			}
			if err := send(due); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

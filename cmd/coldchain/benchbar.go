package main

import "github.com/cheggaaa/pb/v3"

// benchBar shows how far a step is, on a terminal.
type benchBar struct {
	s    streams
	bar  *pb.ProgressBar
	step string
}

func newBenchBar(s streams) *benchBar { return &benchBar{s: s} }

func (b *benchBar) show(step string, done, of int64) {
	if !terminal(b.s.err) {
		return
	}
	if b.step != step {
		b.finish()
		b.step = step
		b.bar = pb.New64(of).SetWriter(b.s.err).Set("prefix", step+" ").Start()
	}
	b.bar.SetCurrent(done)
	if done >= of {
		b.finish()
	}
}

func (b *benchBar) finish() {
	if b.bar != nil {
		b.bar.Finish()
	}
	b.bar, b.step = nil, ""
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/cheggaaa/pb/v3"

	"coldchain/internal/feed"
)

// ingestReport tells how far the ingest is and what it came to: a bar on a terminal, a line now and
// then elsewhere.
type ingestReport struct {
	s      streams
	json   bool
	bar    *pb.ProgressBar // nil: no terminal
	size   int64           // bytes of all files
	read   int64
	told   time.Time
	result ingestResult
}

// ingestResult is the summary: the records that the cluster has acknowledged, and the rows that
// were refused.
type ingestResult struct {
	Written map[string]int64 `json:"written"` // by topic
	Refused []refusedRow     `json:"refused"`
}

type refusedRow struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

func newIngestReport(s streams, asJSON bool, size int64) *ingestReport {
	r := &ingestReport{s: s, json: asJSON, size: size, told: time.Now(),
		result: ingestResult{Refused: []refusedRow{}}}
	if terminal(s.err) {
		r.bar = pb.New64(size).Set(pb.Bytes, true).SetWriter(s.err).
			SetRefreshRate(200 * time.Millisecond).Start()
	}
	return r
}

// begin says which file is read from now on.
func (r *ingestReport) begin(file string) {
	if r.bar == nil {
		fmt.Fprintf(r.s.err, "%s\n", file)
	}
}

// reading counts what is read.
func (r *ingestReport) reading(from io.Reader) io.Reader { return &countedReader{from, r} }

type countedReader struct {
	from   io.Reader
	report *ingestReport
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.from.Read(b)
	r := c.report
	r.read += int64(n)
	if r.bar != nil {
		r.bar.SetCurrent(r.read)
	} else if time.Since(r.told) >= tellEvery {
		r.told = time.Now()
		fmt.Fprintf(r.s.err, "%d %% read\n", r.read*100/max(r.size, 1))
	}
	return n, err
}

func (r *ingestReport) refuse(file string, why *feed.Refused) {
	r.result.Refused = append(r.result.Refused, refusedRow{file, why.Line, why.Reason})
}

// stop ends the bar; it may be called more than once.
func (r *ingestReport) stop() {
	if r.bar != nil {
		r.bar.Finish()
	}
}

// finish prints the summary. Refused rows make it an error.
func (r *ingestReport) finish(written map[string]int64) error {
	r.stop()
	r.result.Written = written
	if r.json {
		b, err := json.Marshal(r.result)
		if err != nil {
			return fmt.Errorf("encode the summary: %w", err)
		}
		fmt.Fprintf(r.s.out, "%s\n", b)
	} else {
		for _, row := range r.result.Refused {
			fmt.Fprintf(r.s.out, "%s:%d: refused: %s\n", row.File, row.Line, row.Reason)
		}
		for _, topic := range slices.Sorted(maps.Keys(written)) {
			fmt.Fprintf(r.s.out, "%s: %d records written\n", topic, written[topic])
		}
	}
	switch n := len(r.result.Refused); n {
	case 0:
	case 1:
		return errors.New("1 row refused; the others are written")
	default:
		return fmt.Errorf("%d rows refused; the others are written", n)
	}
	return nil
}

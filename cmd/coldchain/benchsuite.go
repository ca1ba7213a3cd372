package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/suite"
)

type benchSuiteCommand struct {
	Bound      time.Duration `help:"All of it takes no longer; what does not fit is left out, and said." default:"60m"`
	Scale      float64       `help:"Of all sizes; 0.01 tries it out." default:"1"`
	Rounds     int           `help:"How often each is measured." default:"3"`
	Out        string        `help:"Folder for DATE-suite.json, DATE-suite.md and plots." default:"bench/results" type:"path" placeholder:"DIR"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchSuiteCommand) Validate() error {
	if c.Bound <= 0 || c.Scale <= 0 || c.Rounds < 1 {
		return errors.New("--bound and --scale are more than 0, --rounds is at least 1")
	}
	return c.check()
}

// Run measures everything and writes the results. It fails if something is missing in them.
func (c benchSuiteCommand) Run(ctx context.Context, s streams) error {
	return c.on(s, func(o bed.Options) error {
		r, err := suite.Run(ctx, o, suite.Options{Bound: c.Bound, Scale: c.Scale,
			Rounds: c.Rounds, Seed: c.Seed,
			Command: strings.Join(append([]string{"coldchain"}, os.Args[1:]...), " ")})
		if err != nil {
			return err
		}
		files, err := r.Write(c.Out)
		if err != nil {
			return err
		}
		if c.JSON {
			err = json.NewEncoder(s.out).Encode(r)
		} else {
			_, err = fmt.Fprintln(s.out, strings.Join(files, "\n"))
		}
		return errors.Join(err, r.Err())
	})
}

type benchPlotCommand struct {
	Files []string `arg:"" help:"Results of bench suite, as JSON." type:"existingfile"`
}

// Run draws the plots of each result beside it.
func (c benchPlotCommand) Run(s streams) error {
	for _, file := range c.Files {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("plot: %w", err)
		}
		var r suite.Result
		if err := json.Unmarshal(text, &r); err != nil {
			return fmt.Errorf("plot %s: %w; it must be a result of bench suite", file, err)
		}
		plots, err := r.WritePlots(strings.TrimSuffix(file, filepath.Ext(file)))
		if err != nil {
			return err
		}
		if len(plots) == 0 {
			return fmt.Errorf("plot %s: it has nothing to draw; it must be a result of bench suite",
				file)
		}
		fmt.Fprintln(s.out, strings.Join(plots, "\n"))
	}
	return nil
}

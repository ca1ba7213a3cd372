package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// key names a figure of a benchmark.
type key struct{ pkg, name, unit string }

// samples are the figures of all rounds.
type samples map[key][]float64

func (s samples) add(more samples) {
	for k, values := range more {
		s[k] = append(s[k], values...)
	}
}

// measure runs benchmarks of both trees in turn, and keeps what they print in files whose names end
// in suffix.
func (o *options) measure(ctx context.Context, trees [2]*tree, rounds int, bench,
	suffix string) (all [2]samples, err error) {
	var printed [2]bytes.Buffer
	for round := range rounds {
		fmt.Fprintf(o.log, "round %d of %d\n", round+1, rounds)
		for _, p := range o.packages {
			order := []int{0, 1}
			if round%2 == 1 {
				slices.Reverse(order) // what the first leaves behind meets both
			}
			for _, i := range order {
				if err := o.one(ctx, trees[i], p, bench, &printed[i]); err != nil {
					return all, err
				}
			}
		}
	}
	for i, t := range trees {
		file := filepath.Join(o.out, t.name+suffix+".txt")
		if err := os.WriteFile(file, printed[i].Bytes(), 0o644); err != nil {
			return all, fmt.Errorf("keep what was measured: %w", err)
		}
		if all[i], err = read(&printed[i], file); err != nil {
			return all, err
		}
	}
	return all, nil
}

// one runs the benchmarks of a package once.
func (o *options) one(ctx context.Context, t *tree, p, bench string, out *bytes.Buffer) error {
	program := t.programs[p]
	if program == "" {
		return nil
	}
	cmd := exec.CommandContext(ctx, program, "-test.run", "^$", "-test.bench", bench,
		"-test.benchtime", o.benchtime, "-test.benchmem")
	cmd.Dir = filepath.Join(t.root, p)
	var errs bytes.Buffer
	from := out.Len()
	cmd.Stdout, cmd.Stderr = out, &errs
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run the benchmarks of %s in %s: %w\n%s%s", p, t.root, err,
			out.Bytes()[from:], errs.Bytes())
	}
	return nil
}

// read takes the figures of what benchmarks printed.
func read(printed *bytes.Buffer, file string) (samples, error) {
	all := samples{}
	reader := benchfmt.NewReader(printed, file)
	for reader.Scan() {
		switch r := reader.Result().(type) {
		case *benchfmt.Result:
			for _, v := range r.Values {
				k := key{r.GetConfig("pkg"), r.Name.String(), v.Unit}
				all[k] = append(all[k], v.Value)
			}
		case *benchfmt.SyntaxError:
			return nil, r
		}
	}
	return all, reader.Err()
}

package suite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"coldchain/bench/measure"
)

// Write writes the result into a folder: DATE-suite.json, DATE-suite.md and the plots. It returns
// their names, the page first.
func (r *Result) Write(folder string) (files []string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of results: %w", err)
	}
	base := filepath.Join(folder, r.Date+"-suite")
	figures, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return nil, err
	}
	plots, err := r.WritePlots(base)
	if err != nil {
		return nil, err
	}
	files = append([]string{base + ".md", base + ".json"}, plots...)
	for i, content := range [][]byte{r.Page(filepath.Base(base)), append(figures, '\n')} {
		if err := os.WriteFile(files[i], content, 0o644); err != nil {
			return nil, fmt.Errorf("write the results: %w", err)
		}
	}
	return files, nil
}

// WritePlots draws the plots into files whose names begin with base.
func (r *Result) WritePlots(base string) (files []string, err error) {
	for _, p := range r.Plots() {
		file := base + "-" + p.Name + ".svg"
		if err := os.WriteFile(file, p.SVG, 0o644); err != nil {
			return nil, fmt.Errorf("write a plot: %w", err)
		}
		files = append(files, file)
	}
	return files, nil
}

// Page is the result as Markdown, with links to the plots beside it.
func (r *Result) Page(base string) []byte {
	var b bytes.Buffer
	m := r.Machine
	fmt.Fprintf(&b, "# Benchmark suite, %s\n\n", r.Date)
	if m.Commit != "" {
		fmt.Fprintf(&b, "Commit %.12s.", m.Commit)
		if m.Dirty {
			b.WriteString(" With changes that are not committed.")
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "Machine: %d cores", m.Cores)
	if m.CPU != "" {
		fmt.Fprintf(&b, " of %s", m.CPU)
	}
	if m.Memory > 0 {
		fmt.Fprintf(&b, ", %s MiB", measure.MiB(float64(m.Memory)))
	}
	fmt.Fprintf(&b, ", %s, %s.\nBroker: %s. ", m.System, m.Go, r.Broker)
	fmt.Fprintf(&b, "All of it took %.0f s.\n", r.Seconds)
	if r.Scale != 1 {
		fmt.Fprintf(&b, "All sizes are %g of the usual ones: do not compare with other pages.\n",
			r.Scale)
	}
	fmt.Fprintf(&b, "\n```\n%s\n```\n\n", r.Command)
	b.WriteString("CPU is that of the process from its start to its end. A figure is the median " +
		"of its rounds, with the least and the most.\n\n")
	plots := r.Plots()
	for _, part := range r.reports() {
		// A buffer takes everything.
		_ = part.table.Markdown(&b)
		for _, p := range plots {
			if strings.HasPrefix(p.Name, part.plots) {
				fmt.Fprintf(&b, "![%s](%s-%s.svg)\n\n", p.About, base, p.Name)
			}
		}
	}
	if len(r.Missing) > 0 {
		b.WriteString("## Missing\n\n")
		for _, missing := range r.Missing {
			reason, _, _ := strings.Cut(missing.Reason, "\n")
			fmt.Fprintf(&b, "- %s: %s\n", missing.Name, reason)
		}
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
}

// part is a section of the page.
type part struct {
	table measure.Table
	plots string // what their names begin with
}

func (r *Result) reports() (parts []part) {
	if r.Replay != nil {
		parts = append(parts, part{r.Replay.Report(), "replay"})
	}
	if r.Curve != nil {
		parts = append(parts, part{r.Curve.Report(), "curve"})
	}
	if r.Latency != nil {
		parts = append(parts, part{r.Latency.Report(), "latency"})
	}
	if r.Burst != nil {
		parts = append(parts, part{r.Burst.Report(), "burst"})
	}
	if r.Move != nil {
		parts = append(parts, part{r.Move.Report(), "move"})
	}
	if r.Queries != nil {
		parts = append(parts, part{r.Queries.Report(), "queries"})
	}
	return parts
}

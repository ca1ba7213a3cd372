package measure

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Table is a result as people read it. The first column names the rows.
type Table struct {
	Title   string // of the benchmark
	Caption string // what was measured, in a sentence or two
	Columns []string
	Rows    [][]string
}

// Text writes the table for a terminal.
func (t *Table) Text(w io.Writer) error {
	rows := append([][]string{t.Columns}, t.Rows...)
	widths := make([]int, len(t.Columns))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	fmt.Fprintln(&b, t.Caption)
	for _, row := range rows {
		fmt.Fprintf(&b, "  %-*s", widths[0], row[0])
		for i, cell := range row[1:] {
			fmt.Fprintf(&b, "  %*s", widths[i+1], cell)
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown writes the table as a section of a page.
func (t *Table) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s\n\n", t.Title, t.Caption)
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(t.Columns)
	b.WriteString("|---|" + strings.Repeat("---:|", max(0, len(t.Columns)-1)) + "\n")
	for _, row := range t.Rows {
		line(row)
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// Number writes a figure with decimals and with commas between thousands.
func Number(v float64, decimals int) string {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, rest := text, ""
	if i := strings.IndexByte(text, '.'); i >= 0 {
		whole, rest = text[:i], text[i:]
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + rest
}

// MiB writes bytes in MiB.
func MiB(bytes float64) string { return Number(bytes/(1<<20), 0) }

// Text is the median, with the least and the most where rounds differ.
func (s Spread) Text(decimals int) string {
	median := Number(s.Median, decimals)
	least, most := Number(s.Least, decimals), Number(s.Most, decimals)
	if least == most {
		return median
	}
	return fmt.Sprintf("%s (%s to %s)", median, least, most)
}

// Per is the spread of the figure divided by a number.
func (s Spread) Per(d float64) Spread { return Spread{s.Least / d, s.Median / d, s.Most / d} }

// LatencyColumns head the cells of Latencies.Cells.
func LatencyColumns() []string {
	return []string{"", "n", "p50, ms", "p90, ms", "p99, ms", "p99.9, ms", "most, ms"}
}

// Cells are a row of a table of latencies.
func (l Latencies) Cells(name string) []string {
	return []string{name, Number(float64(l.Count), 0), Number(l.P50, 1), Number(l.P90, 1),
		Number(l.P99, 1), Number(l.P999, 1), Number(l.Max, 1)}
}

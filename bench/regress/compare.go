package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"golang.org/x/perf/benchmath"
	"golang.org/x/perf/benchunit"
)

// chance is the probability below which a difference is not taken for chance.
const chance = 0.01

// row compares a figure of base and head.
type row struct {
	key
	base, head float64 // medians
	p          float64
	worse      bool // by the limit and more, and not by chance
}

// change is how much more the head takes: 0.2 is 20 %.
func (r *row) change() float64 {
	switch {
	case r.base == r.head:
		return 0
	case r.base == 0:
		return 1
	}
	return r.head/r.base - 1
}

// over says that the head takes more by the limit. Bytes where there were none are left to the
// count of allocations.
func (r *row) over(limit float64) bool {
	return r.change() >= limit && (r.base > 0 || r.unit == "allocs/op")
}

// compareAll compares what both have. Less is better of all figures that are compared: rates are
// the same as times, and left out.
func compareAll(base, head samples, limit float64) (rows []row) {
	thresholds := benchmath.DefaultThresholds
	thresholds.CompareAlpha = chance
	for k, values := range head {
		before, both := base[k]
		if !both || strings.HasSuffix(k.unit, "/s") {
			continue
		}
		a := benchmath.NewSample(before, &thresholds)
		b := benchmath.NewSample(values, &thresholds)
		r := row{key: k, p: benchmath.AssumeNothing.Compare(a, b).P,
			base: benchmath.AssumeNothing.Summary(a, 0.95).Center,
			head: benchmath.AssumeNothing.Summary(b, 0.95).Center}
		r.worse = r.p < chance && r.over(limit)
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.pkg, b.pkg), cmp.Compare(a.name, b.name),
			-cmp.Compare(a.unit, b.unit)) // times first
	})
	return rows
}

func printRows(w io.Writer, rows []row) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\tfigure\tbase\thead\tchange\t")
	pkg := ""
	for _, r := range rows {
		if r.unit != "sec/op" && !r.worse && r.change() < 0.02 && r.change() > -0.02 {
			continue // says nothing
		}
		if r.pkg != pkg {
			pkg = r.pkg
			fmt.Fprintf(out, "%s\t\t\t\t\t\n", pkg)
		}
		note := ""
		switch {
		case r.worse:
			note = "WORSE"
		case r.p >= chance:
			note = "within chance"
		}
		class := benchunit.ClassOf(r.unit)
		fmt.Fprintf(out, "  %s\t%s\t%s\t%s\t%+.1f %%\t%s\n", r.name, r.unit,
			benchunit.Scale(r.base, class), benchunit.Scale(r.head, class), 100*r.change(), note)
	}
	// What cannot be printed cannot be said either.
	_ = out.Flush()
}

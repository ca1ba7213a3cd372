package state

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/cockroachdb/pebble/v2"
	"pgregory.net/rapid"
)

// The merger gives what Pebble's does, so that stores written with either are the same.
func TestMergerIsPebbles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		first := rapid.SliceOf(rapid.Byte()).Draw(rt, "first")
		ours, err := merger.Merge(nil, first)
		must(rt, err)
		theirs, err := pebble.DefaultMerger.Merge(nil, first)
		must(rt, err)
		newer := rapid.Bool().Draw(rt, "newer")
		for _, value := range rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(rt, "values") {
			for _, m := range []pebble.ValueMerger{ours, theirs} {
				if newer {
					must(rt, m.MergeNewer(value))
				} else {
					must(rt, m.MergeOlder(value))
				}
			}
		}
		got, _, err := ours.Finish(true)
		must(rt, err)
		want, _, err := theirs.Finish(true)
		must(rt, err)
		if !bytes.Equal(got, want) {
			rt.Fatalf("%x, want %x", got, want)
		}
	})
}

// One operand of a hundred bytes read as part of its value, by how many there are.
func BenchmarkMerge(b *testing.B) {
	operand := make([]byte, 100)
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for i := 0; i < b.N; i += n {
				m, err := merger.Merge(nil, operand)
				check(b, err)
				for range n - 1 {
					check(b, m.MergeOlder(operand))
				}
				if v, _, err := m.Finish(true); len(v) != 100*n || err != nil {
					b.Fatal(len(v), err)
				}
			}
		})
	}
}

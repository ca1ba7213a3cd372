package plot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"coldchain/bench/measure"
)

// wellFormed reads a plot as XML and returns its texts.
func wellFormed(t *testing.T, svg []byte) (texts []string) {
	t.Helper()
	if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
		t.Errorf("a coordinate is no number:\n%s", svg)
	}
	d := xml.NewDecoder(bytes.NewReader(svg))
	in := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Local
		case xml.CharData:
			if in == "text" && strings.TrimSpace(string(token)) != "" {
				texts = append(texts, string(token))
			}
		}
	}
}

func TestBars(t *testing.T) {
	texts := wellFormed(t, Bars("Floors & whole", "readings/s", []Bar{
		{Name: "bare <consumer>", Value: measure.SpreadOf(1_900_000, 2_000_000, 2_100_000)},
		{Name: "worker", Value: measure.SpreadOf(941_000), Main: true},
	}))
	for _, want := range []string{"Floors & whole", "readings/s", "bare <consumer>", "2 M", "941 k",
		"worker", "0", "500 k"} {
		if !slices.Contains(texts, want) {
			t.Errorf("no %q in %q", want, texts)
		}
	}
}

func TestLines(t *testing.T) {
	texts := wellFormed(t, Lines("Latency", "5,000 readings/s", Axis{"percentile", Percentile},
		Axis{"ms", Log}, []Series{
			{"projection", [][2]float64{{0, 20}, {50, 150}, {99, 217}, {99.9, 230}}},
			{"bare consumer", [][2]float64{{0, 0.9}, {50, 2}, {99, 5}}},
		}))
	for _, want := range []string{"Latency", "percentile", "ms", "projection", "bare consumer",
		"99.9 %", "0 %", "100", "1 k"} {
		if !slices.Contains(texts, want) {
			t.Errorf("no %q in %q", want, texts)
		}
	}
}

func TestLinesOfNothing(t *testing.T) {
	wellFormed(t, Lines("Empty", "", Axis{"x", Log}, Axis{"y", Linear}, nil))
}

func TestShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.434: "0.434", 1.78: "1.78", 12.04: "12",
		999: "999", 941_000: "941 k", 1_970_652: "1.97 M", 2e9: "2 G"} {
		if got := Short(v); got != want {
			t.Errorf("%v is %q, not %q", v, got, want)
		}
	}
}

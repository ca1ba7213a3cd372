package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"coldchain/internal/words/wordstest"
	"coldchain/joins"
)

const goldenAnswers = "../../internal/words/testdata"

// TestAnswerPrinterInWords: what is printed for many orders is what is printed for each.
func TestAnswerPrinterInWords(t *testing.T) {
	var out, want bytes.Buffer
	a := newAnswerPrinter(streams{out: &out}, true)
	for i, g := range wordstest.Load(t, goldenAnswers) {
		if err := a.print(joins.Compliance, g.OrderID, g.JSON); err != nil {
			t.Fatalf("%s: %v", g.Name, err)
		}
		screen, err := os.ReadFile(goldenAnswers + "/" + g.Name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			want.WriteByte('\n')
		}
		want.Write(screen)
	}
	if err := a.finish(nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want.Bytes()) {
		t.Errorf("got\n%s\nwant\n%s", &out, &want)
	}
}

func TestAnswerPrinterAsJSON(t *testing.T) {
	var out bytes.Buffer
	a := newAnswerPrinter(streams{out: &out}, false)
	for _, line := range []string{`{"orderID":"O-1"}`, `{"orderID":"O-2"}`} {
		if err := a.print(joins.Compliance, "", []byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	err := a.finish(errors.New("cut off"))
	if err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("the failure is told as %v", err)
	}
	want := "{\"orderID\":\"O-1\"}\n{\"orderID\":\"O-2\"}\n"
	if out.String() != want || a.count != 2 {
		t.Errorf("%d answers: %q, want %q", a.count, out.String(), want)
	}
}

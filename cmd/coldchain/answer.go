package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"coldchain/internal/words"
	"coldchain/joins"
)

// showAnswer writes a projection in words, as wide and as coloured as what it is written to allows.
func showAnswer(out io.Writer, layout words.Screen, projection []byte) error {
	p, err := words.Parse(projection)
	if err != nil {
		return err
	}
	return layout.Write(out, p)
}

// layout is how an answer is laid out on the standard output.
func (s streams) layout() words.Screen {
	return words.Screen{Width: width(s.out), Colour: colour(s.out)}
}

// answerPrinter prints many answers: as JSON, one a line, or in words, with a blank line between.
type answerPrinter struct {
	out     *bufio.Writer
	layout  words.Screen
	inWords bool
	count   int
}

func newAnswerPrinter(s streams, inWords bool) *answerPrinter {
	return &answerPrinter{bufio.NewWriterSize(s.out, 1<<16), s.layout(), inWords, 0}
}

// print prints the answer for one order, and nothing of another topic.
func (a *answerPrinter) print(to joins.Topic, _ string, projection []byte) error {
	if to != joins.Compliance {
		return nil
	}
	a.count++
	if !a.inWords {
		_, err := a.out.Write(append(projection, '\n'))
		return err
	}
	if a.count > 1 {
		if err := a.out.WriteByte('\n'); err != nil {
			return err
		}
	}
	return showAnswer(a.out, a.layout, projection)
}

// finish writes what is still held; err is why the printing ended, if it failed.
func (a *answerPrinter) finish(err error) error {
	if err = errors.Join(err, a.out.Flush()); err != nil {
		return fmt.Errorf("write the answers: %w", err)
	}
	return nil
}

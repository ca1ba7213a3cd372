package feed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// line is one line of a file that is not blank, without its end.
type line struct {
	number int
	text   []byte
}

// lines yields the lines of a file; the text is valid until the next one.
func lines(r io.Reader) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 64<<10), maxLine)
		for n := 1; s.Scan(); n++ {
			text := s.Bytes()
			if n == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			text = bytes.TrimSpace(text)
			if len(text) > 0 && !yield(line{n, text}, nil) {
				return
			}
		}
		if err := s.Err(); errors.Is(err, bufio.ErrTooLong) {
			yield(line{}, errTooLong)
		} else if err != nil {
			yield(line{}, fmt.Errorf("read lines: %w", err))
		}
	}
}

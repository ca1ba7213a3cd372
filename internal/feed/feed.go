// Package feed reads files of events into records for the input topics: tables of readings (CSV),
// events as JSON, and log records as the program itself writes them down.
//
// A row that can't be used is a *Refused with the line and the reason; reading goes on after it.
// Any other error ends the file. The package knows the shape of files, not what an event means:
// that is asked of a Check.
package feed

import (
	"errors"
	"fmt"
	"iter"
)

// Row is one record to be written, and where it comes from. Its byte slices belong to whoever
// received the row.
type Row struct {
	Line       int
	Topic      string
	Partition  int32 // AnyPartition: by its key
	Offset     int64 // of a log record; 0 for events
	Timestamp  int64 // ms since the epoch
	Key, Value []byte
}

// AnyPartition marks a row whose partition its key decides.
const AnyPartition = -1

// Refused is why a row can't be used.
type Refused struct {
	Line   int
	Reason string
}

func (r *Refused) Error() string { return fmt.Sprintf("line %d: %s", r.Line, r.Reason) }

// Rows yields rows, a *Refused for each row that can't be used, and any other error last.
type Rows = iter.Seq2[Row, error]

// errTooLong ends a file whose lines are longer than any record can be.
var errTooLong = errors.New("a line is longer than 16 MiB: is it a file of lines?")

const maxLine = 16 << 20

func refuse(line int, format string, args ...any) *Refused {
	return &Refused{Line: line, Reason: fmt.Sprintf(format, args...)}
}

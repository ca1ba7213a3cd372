package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Log reads log records, one a line: {"topic", "partition", "offset", "timestamp", "key", "value"}, key and value text or null. They are taken as
// they are, without a check: a log holds bad records too. A record without an offset has its line's number less one.
func Log(r io.Reader) Rows {
	return func(yield func(Row, error) bool) {
		for l, err := range lines(r) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(logRow(l)) {
				return
			}
		}
	}
}

func logRow(l line) (Row, error) {
	var rec struct {
		Topic     *string         `json:"topic"`
		Partition *int32          `json:"partition"`
		Offset    *int64          `json:"offset"`
		Timestamp *int64          `json:"timestamp"`
		Key       json.RawMessage `json:"key"`
		Value     json.RawMessage `json:"value"`
	}
	d := json.NewDecoder(bytes.NewReader(l.text))
	if err := d.Decode(&rec); err != nil {
		return Row{}, refuse(l.number, "not a log record: %v", err)
	}
	switch {
	case d.More():
		return Row{}, refuse(l.number, "not a log record: text after it")
	case rec.Topic == nil || *rec.Topic == "":
		return Row{}, refuse(l.number, "the record names no topic")
	case rec.Partition == nil || *rec.Partition < 0:
		return Row{}, refuse(l.number, "the record names no partition")
	case rec.Timestamp == nil || *rec.Timestamp < 0:
		return Row{}, refuse(l.number, "the record has no timestamp")
	}
	row := Row{Line: l.number, Topic: *rec.Topic, Partition: *rec.Partition, Offset: int64(l.number - 1), Timestamp: *rec.Timestamp}
	if rec.Offset != nil {
		row.Offset = *rec.Offset
	}
	var err error
	if row.Key, err = optional(rec.Key); err == nil {
		row.Value, err = optional(rec.Value)
	}
	if err != nil {
		return Row{}, refuse(l.number, "key and value are texts or null: %v", err)
	}
	return row, nil
}

// optional is a text, or nil where it is null or missing.
func optional(raw json.RawMessage) ([]byte, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	return textOrNull(raw)
}

// Partitions is how many partitions each topic of a log has at least: one more than the greatest that a record names.
func Partitions(rows Rows) (map[string]int32, error) {
	out := map[string]int32{}
	for row, err := range rows {
		var refused *Refused
		if errors.As(err, &refused) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("find the partitions: %w", err)
		}
		out[row.Topic] = max(out[row.Topic], row.Partition+1)
	}
	return out, nil
}

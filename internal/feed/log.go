package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Log reads log records, one a line: {"topic", "partition", "offset", "timestamp", "key", "value"},
// key and value text or null. They are taken as they are, without a check: a log holds bad records
// too. A record without an offset has its line's number less one.
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
	row := Row{Line: l.number, Topic: *rec.Topic, Partition: *rec.Partition,
		Offset: int64(l.number - 1), Timestamp: *rec.Timestamp}
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

// Survey reads a log for how many partitions each topic has at least, which is one more than the
// greatest that a record names, and for whether the offsets of each partition ascend.
func Survey(rows Rows) (partitions map[string]int32, ascending bool, err error) {
	type place struct {
		topic     string
		partition int32
	}
	partitions, ascending = map[string]int32{}, true
	latest := map[place]int64{}
	for row, err := range rows {
		var refused *Refused
		if errors.As(err, &refused) {
			continue
		}
		if err != nil {
			return nil, false, fmt.Errorf("find the partitions: %w", err)
		}
		partitions[row.Topic] = max(partitions[row.Topic], row.Partition+1)
		at := place{row.Topic, row.Partition}
		if before, ok := latest[at]; ok && row.Offset < before {
			ascending = false
		}
		latest[at] = row.Offset
	}
	return partitions, ascending, nil
}

// ByOffset gives the rows of a log in the order of their offsets, which is that of each partition;
// rows that can't be used come first. It holds the whole log in memory.
func ByOffset(rows Rows) Rows {
	return func(yield func(Row, error) bool) {
		var all []Row
		for row, err := range rows {
			if err == nil {
				all = append(all, row)
			} else if !yield(row, err) {
				return
			}
		}
		slices.SortStableFunc(all, func(a, b Row) int { return cmp.Compare(a.Offset, b.Offset) })
		for _, row := range all {
			if !yield(row, nil) {
				return
			}
		}
	}
}

package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Events says what events are that don't say so themselves.
type Events struct {
	Topic string // of events without {"topic", "key", "value"} around them; "": they are refused
	Type  string // of events without a type; "": they are left as they are
}

// Lines reads events, one JSON object a line: either wrapped, {"topic": …, "key": …, "value": …}
// with the value as an object or as text, or bare.
func (e Events) Lines(r io.Reader, check Check) Rows {
	return func(yield func(Row, error) bool) {
		for l, err := range lines(r) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(e.row(l.number, l.text, check)) {
				return
			}
		}
	}
}

// Array reads events that are the elements of one JSON array. It holds the whole file in memory.
func (e Events) Array(r io.Reader, check Check) Rows {
	return func(yield func(Row, error) bool) {
		all, err := io.ReadAll(r)
		if err != nil {
			yield(Row{}, fmt.Errorf("read JSON: %w", err))
			return
		}
		all = bytes.TrimPrefix(all, []byte("\ufeff"))
		d := json.NewDecoder(bytes.NewReader(all))
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			yield(Row{}, errors.New("the file is not a JSON array"))
			return
		}
		for d.More() {
			var raw json.RawMessage
			if err := d.Decode(&raw); err != nil {
				yield(Row{}, refuse(lineOf(all, d.InputOffset()),
					"not JSON: %v; the rest of the file is not read", err))
				return
			}
			at := lineOf(all, d.InputOffset()-int64(len(raw)))
			if !yield(e.row(at, raw, check)) {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(Row{}, refuse(lineOf(all, int64(len(all))), "the array does not end: %v", err))
		}
	}
}

func lineOf(text []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(text)))
	return 1 + bytes.Count(text[:offset], []byte{'\n'})
}

// row makes the record of one event.
func (e Events) row(number int, text []byte, check Check) (Row, error) {
	if !utf8.Valid(text) { // the decoder below would put replacement characters
		return Row{}, refuse(number, "not UTF-8")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil || fields == nil {
		return Row{}, refuse(number, "not a JSON object")
	}
	row := Row{Line: number, Topic: e.Topic, Partition: AnyPartition}
	topic, wrapped := fields["topic"]
	if value, ok := fields["value"]; wrapped && ok {
		if err := row.unwrap(topic, fields["key"], value); err != nil {
			return Row{}, refuse(number, "%v", err)
		}
		return checked(row, check)
	}
	if row.Topic == "" {
		return Row{}, refuse(number,
			"the event does not say which topic it is for; name it with --topic")
	}
	row.Value = bytes.Clone(text)
	if _, ok := fields["type"]; !ok && e.Type != "" {
		row.Value = withType(text, e.Type, len(fields) == 0)
	}
	return checked(row, check)
}

// unwrap takes the topic, key and value of a wrapped event. A key that is missing is that of the
// event, one that is null is none.
func (r *Row) unwrap(topic, key, value json.RawMessage) error {
	if err := json.Unmarshal(topic, &r.Topic); err != nil || r.Topic == "" {
		return errors.New("the topic is not a text")
	}
	var err error
	if key != nil {
		if r.Key, err = textOrNull(key); err != nil {
			return errors.New("the key is neither a text nor null")
		}
		if r.Key == nil {
			r.Key = []byte{} // unlike a missing key it is not looked up in the event
		}
	}
	switch value[0] {
	case '"', 'n':
		r.Value, err = textOrNull(value)
	default:
		var b bytes.Buffer
		err = json.Compact(&b, value)
		r.Value = b.Bytes()
	}
	if err != nil {
		return fmt.Errorf("the value is not JSON: %w", err)
	}
	return nil
}

// textOrNull is the content of a JSON string, or nil of null.
func textOrNull(raw json.RawMessage) ([]byte, error) {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		return nil, fmt.Errorf("read a text: %w", err)
	}
	if text == nil {
		return nil, nil
	}
	return []byte(*text), nil
}

// withType puts a type in front of an object's other fields, and leaves those as they are.
func withType(object []byte, kind string, empty bool) []byte {
	out := append([]byte(`{"type":`), quoted(kind)...)
	if !empty {
		out = append(out, ',')
	}
	return append(out, object[1:]...)
}

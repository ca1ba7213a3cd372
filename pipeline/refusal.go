package pipeline

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twmb/franz-go/pkg/kgo"
)

// refusal is a record of the errors topic.
type refusal struct {
	Topic     string  `json:"topic"`
	Partition int32   `json:"partition"`
	Offset    int64   `json:"offset"`
	Code      string  `json:"code"`
	Timestamp int64   `json:"timestamp"` // of the refused record, ms
	Key       *string `json:"key,omitempty"`
	KeyBytes  int     `json:"keyBytes,omitempty"` // length of a key that was cut; absent if it is whole
}

const (
	// refusedKeyBytes is how much of a refused record's key is shown.
	refusedKeyBytes = 1024
	// maxRefusalBytes bounds the value of a record of the errors topic: JSON takes six
	// bytes at most for one of key and code, and the rest is short. So any broker takes
	// it, whatever the key was.
	maxRefusalBytes = 8 << 10
	// maxCodeBytes is the longest code that maxRefusalBytes leaves room for.
	maxCodeBytes = 64
)

// Refuse writes a record of the errors topic about r, keyed "topic-partition", in the
// same transaction. Bytes of a key that are no UTF-8 are replaced; a long key is cut.
func (o *Output) Refuse(r *kgo.Record, code string) {
	if o.off || o.err != nil {
		return
	}
	line := refusal{Topic: r.Topic, Partition: r.Partition, Offset: r.Offset,
		Code: code[:min(len(code), maxCodeBytes)], Timestamp: r.Timestamp.UnixMilli()}
	if r.Key != nil {
		key, cut := shownKey(r.Key, refusedKeyBytes)
		line.Key = &key
		if cut {
			line.KeyBytes = len(r.Key)
		}
	}
	value, err := json.Marshal(line)
	if err != nil {
		panic(err) // strings and integers only
	}
	o.Emit(ErrorsTopic, []byte(r.Topic+"-"+strconv.Itoa(int(r.Partition))), value)
	o.refused(r.Topic, line.Code)
}

// shownKey is a key as UTF-8 text of at most that many bytes, and whether that cut it.
func shownKey(key []byte, most int) (shown string, cut bool) {
	var b strings.Builder
	for len(key) > 0 {
		r, n := utf8.DecodeRune(key) // U+FFFD for a byte that is no UTF-8
		if b.Len()+utf8.RuneLen(r) > most {
			return b.String(), true
		}
		b.WriteRune(r)
		key = key[n:]
	}
	return b.String(), false
}

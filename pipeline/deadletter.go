package pipeline

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twmb/franz-go/pkg/kgo"
)

// deadLetter describes a record that was refused, in the dead-letter topic.
type deadLetter struct {
	Topic     string  `json:"topic"`
	Partition int32   `json:"partition"`
	Offset    int64   `json:"offset"`
	Code      string  `json:"code"`
	Timestamp int64   `json:"timestamp"` // of the refused record, ms
	Key       *string `json:"key,omitempty"`
	KeyBytes  int     `json:"keyBytes,omitempty"` // length of a key that was cut
}

const (
	// deadKeyBytes is how much of the refused record's key a dead letter shows.
	deadKeyBytes = 1024
	// maxDeadLetterBytes bounds the value of a dead letter: JSON takes at most six bytes
	// for one of key and code, and the rest is short. So any broker takes it, whatever the
	// key was.
	maxDeadLetterBytes = 8 << 10
	// maxCodeBytes is the longest code that maxDeadLetterBytes leaves room for.
	maxCodeBytes = 64
)

// DeadLetter refuses r: it writes a record about it to the dead-letter topic, keyed
// "topic-partition", in the transaction of the cycle. Bytes of a key that are not UTF-8 are
// replaced, and a long key is cut.
func (o *Output) DeadLetter(r *kgo.Record, code string) {
	if o.off || o.err != nil {
		return
	}
	line := deadLetter{Topic: r.Topic, Partition: r.Partition, Offset: r.Offset,
		Code: code[:min(len(code), maxCodeBytes)], Timestamp: r.Timestamp.UnixMilli()}
	if r.Key != nil {
		key, cut := shownKey(r.Key, deadKeyBytes)
		line.Key = &key
		if cut {
			line.KeyBytes = len(r.Key)
		}
	}
	value, err := json.Marshal(line)
	if err != nil {
		panic(err) // strings and integers only
	}
	o.Emit(DeadLetterTopic, []byte(r.Topic+"-"+strconv.Itoa(int(r.Partition))), value)
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

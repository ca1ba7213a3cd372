package pipeline

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// TestDeadLetterBound: no dead letter is larger than the documented bound.
func TestDeadLetterBound(t *testing.T) {
	var got []byte
	topic := &topicInfo{name: DeadLetterTopic, kind: sink, partitions: 1}
	out := Output{topics: map[string]*topicInfo{DeadLetterTopic: topic},
		send: func(r *kgo.Record) { got = r.Value }, refused: func(string, string) {}}
	f := func(key string, most int) deadLetter {
		t.Helper()
		out.DeadLetter(&kgo.Record{Topic: strings.Repeat("t", 249), Partition: -1 << 31,
			Offset: -1 << 63, Key: []byte(key),
			Timestamp: time.UnixMilli(-1 << 63)}, strings.Repeat("\x01", maxCodeBytes+1))
		var r deadLetter
		if err := json.Unmarshal(got, &r); err != nil || len(got) > most {
			t.Errorf("%d bytes, at most %d are promised: %v", len(got), most, err)
		}
		return r
	}
	for _, c := range []string{"\x00", "<", "\u2028", "\xff", "é", "\U0001F600", `"`, "x"} {
		for _, n := range []int{1, deadKeyBytes - 1, deadKeyBytes, deadKeyBytes + 1, 200_000} {
			for _, before := range []string{"", "a", "ab", "abc"} {
				key := before + strings.Repeat(c, n)
				r := f(key, maxDeadLetterBytes)
				whole := bytes.ToValidUTF8([]byte(strings.ReplaceAll(key, "\xff", "\uFFFD")), nil)
				cut := len(whole) > deadKeyBytes
				if len(*r.Key) > deadKeyBytes || !strings.HasPrefix(string(whole), *r.Key) ||
					len(*r.Key) < min(len(whole), deadKeyBytes-3) {
					t.Errorf("%d times %q: the key is shown with %d bytes", n, c, len(*r.Key))
				}
				if want := len(key); cut && r.KeyBytes != want || !cut && r.KeyBytes != 0 {
					t.Errorf("%d times %q: keyBytes is %d, the key has %d", n, c, r.KeyBytes, want)
				}
			}
		}
	}
}

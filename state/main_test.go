package state

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.uber.org/goleak"
)

// childEnv makes the test binary play a worker that a test kills or lets fail.
const childEnv = "COLDCHAIN_STATE_TEST_CHILD"

func TestMain(m *testing.M) {
	if role := os.Getenv(childEnv); role != "" {
		child(role)
		return
	}
	goleak.VerifyTestMain(m)
}

// count is the value that most tests keep: a number and some ballast.
type count struct {
	n       uint64
	ballast int
}

func (c *count) AppendBinary(b []byte) ([]byte, error) {
	b = binary.BigEndian.AppendUint64(b, c.n)
	for i := range c.ballast {
		b = append(b, byte(c.n)+byte(i))
	}
	return b, nil
}

func (c *count) Size() int { return 16 + c.ballast }

type countCodec struct{}

func (countCodec) Decode(_, value []byte) (encoding.BinaryAppender, error) {
	if len(value) < 8 {
		return nil, fmt.Errorf("%d bytes, want at least 8", len(value))
	}
	c := &count{binary.BigEndian.Uint64(value), len(value) - 8}
	for i, got := range value[8:] {
		if got != byte(c.n)+byte(i) {
			return nil, errors.New("ballast is damaged")
		}
	}
	return c, nil
}

func openPool(t testing.TB, o Options) *Pool {
	t.Helper()
	if o.FS == nil {
		o.FS = vfs.NewMem()
	}
	if o.Dir == "" {
		o.Dir = "/state"
	}
	p, err := OpenPool(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func openStore(t testing.TB, p *Pool, task string) *Store {
	t.Helper()
	s, err := p.Open(t.Context(), task, "lineage", countCodec{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newStore opens a store that the test need not close.
func newStore(t testing.TB, o Options) *Store {
	t.Helper()
	p := openPool(t, o)
	s := openStore(t, p, "task-0")
	t.Cleanup(func() {
		if !s.closed {
			check(t, s.Abandon())
		}
		check(t, p.Close())
	})
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(s *Store, key string, n uint64) { s.Put([]byte(key), &count{n: n}) }

// get is the writer's view of a key: its number, 0 for absent.
func get(t testing.TB, s *Store, key string) uint64 {
	t.Helper()
	v, _, err := s.Get([]byte(key))
	check(t, err)
	return number(v)
}

func view(t testing.TB, s *Store, key string) uint64 {
	t.Helper()
	v, err := s.View([]byte(key))
	check(t, err)
	return number(v)
}

func number(v any) uint64 {
	if v == nil {
		return 0
	}
	return v.(*count).n
}

// listing is what a scan shows, as text.
func listing(t testing.TB, scan func(lower, upper []byte, fn func([]byte, any) error) error,
	lower, upper []byte) string {
	t.Helper()
	text := ""
	check(t, scan(lower, upper, func(key []byte, v any) error {
		text += fmt.Sprintf("%s=%d ", key, number(v))
		return nil
	}))
	return text
}

func at(offset int64) map[Position]int64 { return map[Position]int64{pos("in", 0): offset} }

func pos(topic string, partition int32) Position {
	return Position{Topic: topic, Partition: partition}
}

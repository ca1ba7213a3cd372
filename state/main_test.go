package state

import (
	"bytes"
	"encoding/binary"
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
func count(n uint64, ballast int) []byte {
	b := binary.BigEndian.AppendUint64(nil, n)
	for i := range ballast {
		b = append(b, byte(n)+byte(i))
	}
	return b
}

// number is the inverse, 0 if there is no value. A value that is not whole ends the test binary.
func number(value []byte, there bool) uint64 {
	if !there {
		return 0
	}
	n := binary.BigEndian.Uint64(value)
	if !bytes.Equal(value, count(n, len(value)-8)) {
		panic(fmt.Sprintf("a value is damaged: %x", value))
	}
	return n
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
	s, err := p.Open(t.Context(), task, "lineage")
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

func put(s *Store, key string, n uint64) { s.Put([]byte(key), count(n, 0)) }

// get is the writer's view of a key: its number, 0 for absent.
func get(t testing.TB, s *Store, key string) uint64 {
	t.Helper()
	v, there, err := s.Get([]byte(key))
	check(t, err)
	return number(v, there)
}

func view(t testing.TB, s *Store, key string) uint64 {
	t.Helper()
	v, there, err := s.View([]byte(key))
	check(t, err)
	return number(v, there)
}

// listing is what a scan shows, as text.
func listing(t testing.TB, scan func(lower, upper []byte, fn func(key, value []byte) error) error,
	lower, upper []byte) string {
	t.Helper()
	text := ""
	check(t, scan(lower, upper, func(key, v []byte) error {
		text += fmt.Sprintf("%s=%d ", key, number(v, true))
		return nil
	}))
	return text
}

func at(offset int64) map[Position]int64 { return map[Position]int64{pos("in", 0): offset} }

func pos(topic string, partition int32) Position {
	return Position{Topic: topic, Partition: partition}
}

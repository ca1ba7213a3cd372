package joins

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"

	"coldchain/joins/rule"
)

// decoders are all readers of what the stages keep and send, by name. One that reads gives what it
// read as it is written again.
var decoders = map[string]func(b []byte) (again []byte, err error){
	"order":    func(b []byte) ([]byte, error) { return rewritten[order](b) },
	"result":   func(b []byte) ([]byte, error) { return rewritten[result](b) },
	"voyage":   func(b []byte) ([]byte, error) { return rewritten[voyage](b) },
	"boarding": func(b []byte) ([]byte, error) { return rewritten[boarding](b) },
	"unheard":  func(b []byte) ([]byte, error) { return rewritten[unheard](b) },
	"streamtime": func(b []byte) ([]byte, error) {
		w, err := decodeWatermark(b)
		return w.append(nil), err
	},
	"container": func(b []byte) ([]byte, error) {
		c, err := decodeContainer(b)
		if err != nil {
			return nil, err
		}
		rules, err := specimenRules()
		if err != nil {
			return nil, err
		}
		for _, u := range c.custodies { // their folds stay encoded until they are needed
			if err := u.prepare(rules); err != nil {
				return nil, err
			}
		}
		return c.append(nil), nil
	},
	"timer": func(b []byte) ([]byte, error) {
		due, err := decodeTimer(b)
		return encodeTimer(nil, due), err
	},
	"rule": func(b []byte) ([]byte, error) {
		m := &Memory{}
		id := digest{1} // any will do
		m.Put(append([]byte{ruleSpace}, id[:]...), b)
		r, err := newTaskRules(m).get(id)
		if err != nil {
			return nil, err
		}
		return append([]byte{ruleFormat.Version}, r.text...), nil
	},
	"leg": func(b []byte) ([]byte, error) {
		l, err := decodeLeg(b)
		return l.append(nil), err
	},
	"terms": func(b []byte) ([]byte, error) {
		if len(b) == 0 || b[0] != termsKind {
			return nil, unknownKind(b)
		}
		x, err := decodeTerms(b[1:])
		return x.append([]byte{termsKind}), err
	},
	"voyageleg": func(b []byte) ([]byte, error) {
		if len(b) == 0 || b[0] != voyageLegKind {
			return nil, unknownKind(b)
		}
		l, err := decodeVoyageLeg(b[1:])
		return l.append([]byte{voyageLegKind}), err
	},
}

// rewritten reads a value, in memory that read another one before, and writes it again.
func rewritten[T any, P interface {
	*T
	decode(b []byte) error
	append(b []byte) []byte
}](b []byte) ([]byte, error) {
	v := P(new(T))
	if err := v.decode(bytes.Clone(b)); err != nil {
		return nil, err
	}
	once := v.append(nil)
	if err := v.decode(bytes.Clone(b)); err != nil {
		return nil, err
	}
	if twice := v.append(nil); !bytes.Equal(once, twice) {
		return nil, fmt.Errorf("read as %x, then as %x", once, twice)
	}
	return once, nil
}

// specimenRules are the rules that judge the custodies of specimens.
func specimenRules() (*taskRules, error) {
	rules := newTaskRules(&Memory{})
	texts := [][]byte{}
	for _, text := range []string{specimenRule, largestRule()} {
		own, err := rule.Parse([]byte(text))
		if err != nil {
			return nil, err
		}
		texts = append(texts, own.AppendJSON(nil))
	}
	book, err := rule.ParseBook([]byte(sampleBook))
	if err != nil {
		return nil, err
	}
	texts = append(texts, ruleText(book.For(nil)))
	for _, id := range book.Products() {
		texts = append(texts, ruleText(book.For(&id)))
	}
	for _, text := range texts {
		if _, err := rules.learn(text); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// Whatever bytes there are, no decoder panics, and what one reads can be written and read again as
// the same.
func FuzzDecodeValues(f *testing.F) {
	for _, x := range fixtures(f) {
		f.Add(x.value)
	}
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, decode := range decoders {
			first, err := decode(bytes.Clone(b))
			if err != nil {
				continue
			}
			second, err := decode(bytes.Clone(first))
			if err != nil {
				t.Fatalf("%s: can't be read again: %v", name, err)
			}
			if !bytes.Equal(first, second) {
				t.Fatalf("%s: written as %x, then as %x", name, first, second)
			}
		}
	})
}

// No part of a value is read as the whole, nor one with something behind it.
func TestCutValuesAreRefused(t *testing.T) {
	for _, x := range fixtures(t) {
		decode := decoders[x.name]
		for n := range len(x.value) {
			if _, err := decode(x.value[:n]); err == nil {
				t.Errorf("%s: the first %d of %d bytes were read", x.name, n, len(x.value))
			}
		}
		if _, err := decode(append(bytes.Clone(x.value), 0)); err == nil {
			t.Errorf("%s: a byte too many was read", x.name)
		}
	}
}

// Damaged values take memory in proportion to their length.
func TestDecodersDoNotTrustCounts(t *testing.T) {
	var hostile [][]byte
	for _, n := range []uint64{100, 1 << 20, 1 << 40, 1<<64 - 1} {
		hostile = append(hostile, binary.AppendUvarint([]byte{1}, n))
	}
	// counts that are as great as the rest allows
	for _, fill := range []byte{0, 1, 2, 0x7f, 0xff} {
		b := append([]byte{1}, bytes.Repeat([]byte{fill}, 1<<16)...)
		hostile = append(hostile, b, append([]byte{1, 0x80, 0x80, 0x03}, b...))
	}
	for _, x := range fixtures(t) { // each length in it made great
		for i := 1; i < min(len(x.value), 60); i++ {
			b := binary.AppendUvarint(bytes.Clone(x.value[:i]), 1<<15)
			hostile = append(hostile, append(b, bytes.Repeat([]byte{0}, 1<<15)...))
		}
	}
	for name, decode := range decoders {
		for _, b := range hostile {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := decode(b)
			runtime.ReadMemStats(&after)
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<16+500*uint64(len(b)) {
				t.Errorf("%s: %d bytes for a value of %d: %x (%v)", name, n, len(b),
					b[:min(len(b), 60)], err)
			}
		}
	}
}

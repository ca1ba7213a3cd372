package fleet

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Record is one record of one of the three input topics.
type Record struct {
	Topic      string
	Key, Value []byte
	Time       int64 // event time, ms since the epoch; what the record's timestamp should be
	At         int64 // when it reaches the broker, in the world's time; after Time if it is late
}

// Topics names the three input topics. An empty name stands for the default.
type Topics struct {
	Orders, Voyages, Metrics string
}

// withDefaults fills in the names that are missing.
func (t Topics) withDefaults() Topics {
	if t.Orders == "" {
		t.Orders = "orders"
	}
	if t.Voyages == "" {
		t.Voyages = "voyages"
	}
	if t.Metrics == "" {
		t.Metrics = "container-metrics"
	}
	return t
}

// object writes one JSON object field by field: names are constants of this package and need no
// escaping.
type object struct{ b []byte }

func (o *object) name(name string) {
	if len(o.b) == 0 {
		o.b = append(o.b, '{')
	} else {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

func (o *object) text(name, v string) {
	o.name(name)
	o.b = appendText(o.b, v)
}

// milli writes a number given in thousandths.
func (o *object) milli(name string, v int64) {
	o.name(name)
	o.b = appendMilli(o.b, v)
}

func (o *object) integer(name string, v int64) {
	o.name(name)
	o.b = strconv.AppendInt(o.b, v, 10)
}

func (o *object) flag(name string, v bool) {
	o.name(name)
	o.b = strconv.AppendBool(o.b, v)
}

// instant writes a time given in ms since the epoch.
func (o *object) instant(name string, ms int64) {
	o.name(name)
	o.b = append(o.b, '"')
	o.b = appendTime(o.b, ms)
	o.b = append(o.b, '"')
}

func (o *object) done() []byte { return append(o.b, '}') }

func appendTime(b []byte, ms int64) []byte {
	layout := "2006-01-02T15:04:05Z"
	if ms%1000 != 0 {
		layout = "2006-01-02T15:04:05.000Z"
	}
	return time.UnixMilli(ms).UTC().AppendFormat(b, layout)
}

// appendMilli writes thousandths as a decimal number without trailing zeros.
func appendMilli(b []byte, v int64) []byte {
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	b = strconv.AppendInt(b, v/1000, 10)
	frac := v % 1000
	if frac == 0 {
		return b
	}
	b = append(b, '.', byte('0'+frac/100))
	if frac%100 != 0 {
		b = append(b, byte('0'+frac/10%10))
	}
	if frac%10 != 0 {
		b = append(b, byte('0'+frac%10))
	}
	return b
}

func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= ' ' || c >= utf8.RuneSelf:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

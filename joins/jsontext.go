package joins

import (
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"
)

// Projections are written by hand, field after field, so that the same answer has the same bytes everywhere.

const hexDigits = "0123456789abcdef"

// appendQuoted writes a JSON string. Only what must be escaped is.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		from = i
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

// appendFixed writes an integer number of 10^-digits as the shortest decimal.
func appendFixed(b []byte, v int64, digits int) []byte {
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	b = strconv.AppendInt(b, v/unit, 10)
	rest := v % unit
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		unit /= 10
		b = append(b, byte('0'+rest/unit))
		rest %= unit
	}
	return b
}

func appendMilli(b []byte, v int64) []byte { return appendFixed(b, v, 3) }

// appendDegreeMinutes writes a sum of thousandths x ms in degree-minutes, truncated to thousandths.
func appendDegreeMinutes(b []byte, u uint128) []byte {
	const minute = 60_000
	if q, ok := u.div(minute); ok {
		return appendMilli(b, q)
	}
	whole, rest := new(big.Int).QuoRem(u.big().Quo(u.big(), big.NewInt(minute)), big.NewInt(1000), new(big.Int))
	b = append(b, whole.String()...)
	frac := appendMilli(nil, rest.Int64())
	return append(b, frac[1:]...)
}

// appendTime writes a time in ms since the epoch, quoted, in UTC, with three fractional digits where they are not zero.
func appendTime(b []byte, ms int64) []byte {
	layout := `"2006-01-02T15:04:05Z"`
	if ms%1000 != 0 {
		layout = `"2006-01-02T15:04:05.000Z"`
	}
	return time.UnixMilli(ms).UTC().AppendFormat(b, layout)
}

// object writes the names of a JSON object's fields.
type object struct {
	b    []byte
	some bool
}

func (o *object) open()  { o.b, o.some = append(o.b, '{'), false }
func (o *object) close() { o.b, o.some = append(o.b, '}'), true }

func (o *object) name(n string) {
	if o.some {
		o.b = append(o.b, ',')
	}
	o.some = true
	o.b = append(o.b, '"')
	o.b = append(o.b, n...)
	o.b = append(o.b, '"', ':')
}

func (o *object) text(n, v string)      { o.name(n); o.b = appendQuoted(o.b, v) }
func (o *object) int(n string, v int64) { o.name(n); o.b = strconv.AppendInt(o.b, v, 10) }
func (o *object) bool(n string, v bool) { o.name(n); o.b = strconv.AppendBool(o.b, v) }
func (o *object) time(n string, v int64) {
	o.name(n)
	o.b = appendTime(o.b, v)
}
func (o *object) milli(n string, v int64) { o.name(n); o.b = appendMilli(o.b, v) }
func (o *object) raw(n string, v []byte)  { o.name(n); o.b = append(o.b, v...) }

func (o *object) optional(n string, v *string) {
	if v != nil {
		o.text(n, *v)
	}
}

func (o *object) texts(n string, v []string) {
	o.name(n)
	o.b = append(o.b, '[')
	for i, s := range v {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendQuoted(o.b, s)
	}
	o.b = append(o.b, ']')
}

// list writes n objects.
func (o *object) list(name string, n int, fields func(i int)) {
	o.name(name)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.open()
		fields(i)
		o.close()
	}
	o.b = append(o.b, ']')
}

package jsontext

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Answers are written field after field, so that the same answer has the same bytes everywhere.

const hexDigits = "0123456789abcdef"

// AppendQuoted writes a JSON string. Only what must be escaped is.
func AppendQuoted(b []byte, s string) []byte {
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

// AppendFixed writes an integer number of 10^-digits as the shortest decimal.
func AppendFixed(b []byte, v int64, digits int) []byte {
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

// AppendMilli writes an integer number of thousandths as the shortest decimal.
func AppendMilli(b []byte, v int64) []byte { return AppendFixed(b, v, 3) }

// AppendTime writes a time in ms since the epoch, quoted, in UTC, with three fractional digits
// where they are not zero.
func AppendTime(b []byte, ms int64) []byte {
	layout := `"2006-01-02T15:04:05Z"`
	if ms%1000 != 0 {
		layout = `"2006-01-02T15:04:05.000Z"`
	}
	return time.UnixMilli(ms).UTC().AppendFormat(b, layout)
}

// Writer writes JSON objects, field after field, behind the bytes in B.
type Writer struct {
	B    []byte
	some bool // the innermost object has a field already
}

// Open begins an object.
func (w *Writer) Open() { w.B, w.some = append(w.B, '{'), false }

// Close ends an object.
func (w *Writer) Close() { w.B, w.some = append(w.B, '}'), true }

// Name writes the name of a field, whose value is to follow. Names need no escapes.
func (w *Writer) Name(n string) {
	if w.some {
		w.B = append(w.B, ',')
	}
	w.some = true
	w.B = append(w.B, '"')
	w.B = append(w.B, n...)
	w.B = append(w.B, '"', ':')
}

// Text writes a field that is a string.
func (w *Writer) Text(n, v string) { w.Name(n); w.B = AppendQuoted(w.B, v) }

// Int writes a field that is an integer.
func (w *Writer) Int(n string, v int64) { w.Name(n); w.B = strconv.AppendInt(w.B, v, 10) }

// Bool writes a field that is true or false.
func (w *Writer) Bool(n string, v bool) { w.Name(n); w.B = strconv.AppendBool(w.B, v) }

// Time writes a field that is a time, in ms since the epoch.
func (w *Writer) Time(n string, ms int64) { w.Name(n); w.B = AppendTime(w.B, ms) }

// Milli writes a field that is a number of thousandths.
func (w *Writer) Milli(n string, v int64) { w.Name(n); w.B = AppendMilli(w.B, v) }

// Raw writes a field whose value is JSON already.
func (w *Writer) Raw(n string, v []byte) { w.Name(n); w.B = append(w.B, v...) }

// Optional writes a text, or nothing where it is nil.
func (w *Writer) Optional(n string, v *string) {
	if v != nil {
		w.Text(n, *v)
	}
}

// Texts writes a field that is a list of strings.
func (w *Writer) Texts(n string, v []string) {
	w.Name(n)
	w.B = append(w.B, '[')
	for i, s := range v {
		if i > 0 {
			w.B = append(w.B, ',')
		}
		w.B = AppendQuoted(w.B, s)
	}
	w.B = append(w.B, ']')
}

// List writes a field that is a list of n objects, whose fields are written by fields.
func (w *Writer) List(name string, n int, fields func(i int)) {
	w.Name(name)
	w.B = append(w.B, '[')
	for i := range n {
		if i > 0 {
			w.B = append(w.B, ',')
		}
		w.Open()
		fields(i)
		w.Close()
	}
	w.B = append(w.B, ']')
	w.some = true
}

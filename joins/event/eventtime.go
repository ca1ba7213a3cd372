package event

import (
	"coldchain/joins/internal/jsontext"
	"coldchain/joins/measure"
)

// Bounds of all times, in ms since the epoch: the years 1 to 9999 in UTC.
const (
	minTime = -62_135_596_800_000
	maxTime = 253_402_300_799_999
)

// secondsBelow is the bound of numbers that count seconds: the others count ms.
const secondsBelow = 100_000_000_000

const (
	msPerSecond = 1000
	msPerDay    = 86_400_000
)

func inYears(ms int64) bool { return ms >= minTime && ms <= maxTime }

// eventTime is the event's time: the first of the names that give it, or the record's timestamp
// where there is none or it is 0.
func (d *Decoder) eventTime(r *Record) (ms int64, ok bool) {
	if v := d.fields.get(fieldTime); v != nil {
		ms, given, ok := d.instant(v)
		if !ok || given {
			return ms, ok
		}
	}
	return r.Timestamp, inYears(r.Timestamp)
}

// optionalTime is the time in a field; nil if it is absent or 0.
func (d *Decoder) optionalTime(n name) (ms *int64, ok bool) {
	v := d.fields.get(only(n))
	if v == nil {
		return nil, true
	}
	t, given, ok := d.instant(v)
	if !ok || !given {
		return nil, ok
	}
	return &t, true
}

// timeOr is the time in a field; otherwise if it is absent or 0.
func (d *Decoder) timeOr(n name, otherwise int64) (ms int64, ok bool) {
	t, ok := d.optionalTime(n)
	if t == nil {
		return otherwise, ok
	}
	return *t, ok
}

// instant is a time of an event, in ms. The number 0 says that there is none: it is the only time
// that is ok and not given.
func (d *Decoder) instant(v *jsontext.Value) (ms int64, given, ok bool) {
	switch v.Kind {
	case jsontext.Number:
		n, ok := measure.ParseDecimal(v.Raw)
		if !ok {
			return 0, false, false
		}
		i, ok := n.Whole()
		if !ok {
			return 0, false, false
		}
		return fromNumber(i)
	case jsontext.String:
		b := d.text(v)
		if len(b) > len("2006-01-02") && b[4] == '-' {
			ms, ok = d.parseTime(b)
			return ms, true, ok
		}
		i, ok := parseInteger(b)
		if !ok {
			return 0, false, false
		}
		return fromNumber(i)
	case jsontext.Null, jsontext.Bool, jsontext.Object, jsontext.Array:
	}
	return 0, false, false
}

// fromNumber is the time that a number of seconds or ms means.
func fromNumber(i int64) (ms int64, given, ok bool) {
	if i == 0 {
		return 0, false, true
	}
	if i < secondsBelow {
		if i < minTime/msPerSecond {
			return 0, false, false
		}
		i *= msPerSecond
	}
	return i, true, i <= maxTime
}

// parseInteger reads an optional sign and digits. A number beyond all times is cut to one that
// still is.
func parseInteger(b []byte) (i int64, ok bool) {
	negative := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		b = b[1:]
	}
	if len(b) == 0 {
		return 0, false
	}
	for _, c := range b {
		if c -= '0'; c > 9 {
			return 0, false
		}
		i = min(i*10+int64(c), maxTime+1)
	}
	if negative {
		i = -i
	}
	return i, true
}

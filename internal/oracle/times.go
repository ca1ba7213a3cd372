package oracle

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"time"
)

const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

var (
	rfc3339 = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)` +
		`(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d))$`)
	spaced    = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d) T(\d\d):(\d\d) Z$`)
	localTime = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?$`)
)

var errNoTime = errors.New("not a time")

// parseTime reads a time of an event in any of the accepted forms, in milliseconds since the epoch.
// present is false for the number 0, which stands for "no time".
func parseTime(v *value) (ms int64, present bool, err error) {
	switch v.kind {
	case isNumber:
		return numberTime(v.text)
	case isText:
		if textWhole.MatchString(v.text) {
			return numberTime(v.text)
		}
		ms, err := textTime(v.text)
		return ms, true, err
	}
	return 0, false, errNoTime
}

// numberTime takes numbers below 10^11 as seconds, the others as milliseconds.
func numberTime(text string) (int64, bool, error) {
	r, err := parseNumber(text)
	if err != nil || !r.IsInt() {
		return 0, false, errNoTime
	}
	n := new(big.Int).Set(r.Num())
	if n.Sign() == 0 {
		return 0, false, nil
	}
	if n.Cmp(power(10, 11)) < 0 {
		n.Mul(n, big.NewInt(second))
	}
	if !n.IsInt64() {
		return 0, false, errNoTime
	}
	return n.Int64(), true, checkYear(n.Int64())
}

func textTime(s string) (int64, error) {
	// Year, month, day, hour, minute, second, fraction, and the offset's sign, hours and minutes.
	var f []string
	if m := rfc3339.FindStringSubmatch(s); m != nil {
		f = m[1:]
	} else if m := spaced.FindStringSubmatch(s); m != nil {
		f = append(m[1:], "", "", "", "", "")
	} else if m := localTime.FindStringSubmatch(s); m != nil {
		f = append(m[1:], "", "", "")
	} else {
		return 0, errNoTime
	}
	n := func(i int) int {
		k, _ := strconv.Atoi(f[i])
		return k
	}
	if n(3) > 23 || n(4) > 59 || n(5) > 59 || n(8) > 23 || n(9) > 59 {
		return 0, errNoTime
	}
	d := time.Date(n(0), time.Month(n(1)), n(2), n(3), n(4), n(5), 0, time.UTC)
	if d.Year() != n(0) || int(d.Month()) != n(1) || d.Day() != n(2) || n(0) < 1 {
		return 0, errNoTime // a date that does not exist, or the year 0
	}
	fraction, _ := strconv.ParseInt((f[6] + "000")[:3], 10, 64)
	ms := d.UnixMilli() + fraction
	offset := int64(n(8))*hour + int64(n(9))*minute
	if f[7] == "-" {
		offset = -offset
	}
	return ms - offset, checkYear(ms - offset)
}

// checkYear refuses years outside 1 to 9999 in UTC.
func checkYear(ms int64) error {
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	after := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	if ms < first || ms >= after {
		return errNoTime
	}
	return nil
}

// timeText writes a time in UTC, with three fractional digits only where the milliseconds are not
// zero.
func timeText(ms int64) string {
	layout := "2006-01-02T15:04:05Z"
	if ms%second != 0 {
		layout = "2006-01-02T15:04:05.000Z"
	}
	return time.UnixMilli(ms).UTC().Format(layout)
}

// durationText writes a duration in Go's notation.
func durationText(ms int64) string { return (time.Duration(ms) * time.Millisecond).String() }

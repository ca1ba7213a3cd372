package words

import (
	"strconv"
	"strings"
	"time"
)

// Duration puts milliseconds in words: the days, hours, minutes, seconds that are there, at most
// three of them.
func Duration(ms int64) string {
	if ms < 1000 {
		return strconv.FormatInt(ms, 10) + " ms"
	}
	var parts []string
	for _, u := range []struct {
		ms   int64
		name string
	}{{86_400_000, "d"}, {3_600_000, "h"}, {60_000, "min"}, {1000, "s"}} {
		if n := ms / u.ms; n > 0 && len(parts) < 3 {
			parts = append(parts, strconv.FormatInt(n, 10)+" "+u.name)
		}
		ms %= u.ms
	}
	if ms > 0 && len(parts) < 3 {
		parts = append(parts, strconv.FormatInt(ms, 10)+" ms")
	}
	return strings.Join(parts, " ")
}

func milliseconds(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

// instant is a time to the minute, to the second or the millisecond where that says more; always
// UTC, which is said once on the screen or beside it.
func instant(t time.Time) string {
	t = t.UTC()
	switch {
	case t.Nanosecond() != 0:
		return t.Format("2006-01-02 15:04:05.000")
	case t.Second() != 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02 15:04")
}

// after is a time that is told behind another: the date only where it is another.
func after(first, t time.Time) string {
	s := instant(t)
	if first.UTC().Format(time.DateOnly) == t.UTC().Format(time.DateOnly) {
		return s[len("2006-01-02 "):]
	}
	return s
}

// span is "2026-03-05 20:20 to 21:35 UTC".
func span(from, to time.Time) string { return instant(from) + " to " + after(from, to) + " UTC" }

// percent puts a share in words with two decimals, cut and not rounded, so that nothing short of
// the whole reads as 100 %.
func percent(share float64) string {
	hundredths := int64(share*1e6+0.5) / 100
	return strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64) + " %"
}

// number is a number of thousandths, as short as it goes.
func number(thousandths int64) string {
	return strconv.FormatFloat(float64(thousandths)/1000, 'f', -1, 64)
}

func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatInt(n, 10) + " " + many
}

// list is "a, b and c".
func list(parts []string) string { return joined(parts, "and") }

func joined(parts []string, word string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " " + word + " " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// sentence is a text with a capital at its beginning.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

package event

// parseTime reads a date with a time of day:
//
//	2006-01-02T15:04Z, with :05 and with :05.123, with ±07:00 for the Z
//	2006-01-02 T15:04 Z
//	2006-01-02 15:04:05, with .123, in the decoder's zone
//
// b is longer than the date.
func (d *Decoder) parseTime(b []byte) (ms int64, ok bool) {
	if ms, end := parseUTC(b, 0); end == len(b) {
		return ms, true
	}
	day, ok := parseDate(b)
	if !ok {
		return 0, false
	}
	rest := b[len("2006-01-02"):]
	separator := rest[0]
	rest = rest[1:]
	if separator == ' ' && len(rest) == len("T15:04 Z") && rest[0] == 'T' {
		if clock, n := parseClock(rest[1:]); n == len("15:04") && string(rest[1+n:]) == " Z" {
			return day + clock, inYears(day + clock)
		}
		return 0, false
	}
	clock, n := parseClock(rest)
	if n == 0 {
		return 0, false
	}
	zone := rest[n:]
	switch {
	case separator == 'T':
		offset, ok := parseOffset(zone)
		ms = day + clock - offset
		return ms, ok && inYears(ms)
	case separator == ' ' && n >= len("15:04:05") && len(zone) == 0:
		wall := day + clock
		if d.Zone == nil {
			return wall, true
		}
		fraction := (wall%msPerSecond + msPerSecond) % msPerSecond
		unix, ok := d.span.earliest(d.Zone, (wall-fraction)/msPerSecond)
		ms = unix*msPerSecond + fraction
		return ms, ok && inYears(ms)
	}
	return 0, false
}

// parseDate reads YYYY-MM-DD from the start of b and gives the midnight that
// begins the day, in ms since the epoch.
func parseDate(b []byte) (ms int64, ok bool) {
	_ = b[9]
	century, year := twoDigits(b[0], b[1]), twoDigits(b[2], b[3])
	month, day := twoDigits(b[5], b[6]), twoDigits(b[8], b[9])
	if century|year|month|day < 0 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	return midnight(100*century+year, month, day)
}

// midnight is the one that begins a day, in ms since the epoch. It is not ok if there is no such
// day.
func midnight(year, month, day int) (ms int64, ok bool) {
	if year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year) {
		return 0, false
	}
	// Years are counted from March, so that the leap day ends them.
	if month < 3 {
		year--
		month += 12
	}
	days := 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1
	return int64(days-daysToEpoch) * msPerDay, true
}

// daysToEpoch is from 0000-03-01 to 1970-01-01.
const daysToEpoch = 719_468

func daysIn(month, year int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// parseClock reads 15:04, 15:04:05 or 15:04:05.123 from the start of b and
// returns the ms of the day, and the length of what it read; 0 if malformed.
func parseClock(b []byte) (ms int64, n int) {
	if len(b) < len("15:04") || b[2] != ':' {
		return 0, 0
	}
	hour, minute, second := twoDigits(b[0], b[1]), twoDigits(b[3], b[4]), 0
	n = len("15:04")
	if len(b) >= len("15:04:05") && b[5] == ':' {
		second = twoDigits(b[6], b[7])
		n = len("15:04:05")
	}
	if hour|minute|second < 0 || hour > 23 || minute > 59 || second > 59 {
		return 0, 0
	}
	ms = int64(hour*3600+minute*60+second) * msPerSecond
	if n < len("15:04:05") || len(b) == n || b[n] != '.' {
		return ms, n
	}
	first := n + 1
	for n = first; n < len(b) && b[n]-'0' <= 9; {
		n++
	}
	if n == first {
		return 0, 0
	}
	unit := int64(msPerSecond / 10)
	for _, c := range b[first:min(n, first+3)] {
		ms += int64(c-'0') * unit
		unit /= 10
	}
	return ms, n
}

// parseOffset reads Z or ±15:04, in ms east of UTC.
func parseOffset(b []byte) (ms int64, ok bool) {
	if len(b) == 1 && b[0] == 'Z' {
		return 0, true
	}
	if len(b) != len("+15:04") || b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	ms, n := parseClock(b[1:])
	if b[0] == '-' {
		ms = -ms
	}
	return ms, n != 0
}

// twoDigits is the number ab, or negative.
func twoDigits(a, b byte) int {
	a, b = a-'0', b-'0'
	if a > 9 || b > 9 {
		return -1
	}
	return int(a)*10 + int(b)
}

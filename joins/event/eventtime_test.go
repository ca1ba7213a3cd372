package event

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"coldchain/joins/internal/jsontext"
)

// readInstant reads one JSON value as a time.
func readInstant(d *Decoder, json string) (ms int64, given, ok bool) {
	b := []byte(json)
	var v jsontext.Value
	if end := jsontext.Read(b, 0, 0, &v); end != len(b) {
		panic("no JSON: " + json)
	}
	return d.instant(&v)
}

func TestInstant(t *testing.T) {
	var d Decoder
	f := func(json, want string) {
		t.Helper()
		ms, given, ok := readInstant(&d, json)
		at, err := time.Parse(time.RFC3339Nano, want)
		if err != nil {
			t.Fatal(err)
		}
		if !ok || !given || ms != at.UnixMilli() {
			got := time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
			t.Errorf("%s: got %s, %v, %v, want %s", json, got, given, ok, want)
		}
	}
	f(`"2019-01-25T13:30Z"`, "2019-01-25T13:30:00Z")
	f(`"2019-01-25T13:30:07Z"`, "2019-01-25T13:30:07Z")
	f(`"2019-01-25T13:30:07.5Z"`, "2019-01-25T13:30:07.5Z")
	f(`"2019-01-25T13:30:07.05Z"`, "2019-01-25T13:30:07.05Z")
	f(`"2019-01-25T13:30:07.123999999999999999Z"`, "2019-01-25T13:30:07.123Z")
	f(`"1969-12-31T23:59:59.9999Z"`, "1969-12-31T23:59:59.999Z")
	f(`"2019-01-25T13:30+05:30"`, "2019-01-25T08:00:00Z")
	f(`"2019-01-25T13:30:00.25-23:59"`, "2019-01-26T13:29:00.25Z")
	f(`"2019-01-25T13:30:00+23:59"`, "2019-01-24T13:31:00Z")
	f(`"2019-01-25T13:30:00-00:00"`, "2019-01-25T13:30:00Z")
	f(`"2019-01-25 T13:30 Z"`, "2019-01-25T13:30:00Z")
	f(`"2019-03-05 20:20:00"`, "2019-03-05T20:20:00Z")
	f(`"2019-03-05 20:20:00.0625"`, "2019-03-05T20:20:00.062Z")
	f(`"2019\u002d03-05 20:20:00"`, "2019-03-05T20:20:00Z")
	f(`"2020-02-29T00:00Z"`, "2020-02-29T00:00:00Z")
	f(`"2000-02-29T00:00Z"`, "2000-02-29T00:00:00Z")
	f(`"1970-01-01T00:00Z"`, "1970-01-01T00:00:00Z") // a time, not the integer 0
	f(`"0001-01-01T00:00:00Z"`, "0001-01-01T00:00:00Z")
	f(`"0001-01-01T12:00:00+12:00"`, "0001-01-01T00:00:00Z")
	f(`"9999-12-31T23:59:59.999Z"`, "9999-12-31T23:59:59.999Z")
	f(`1548423000`, "2019-01-25T13:30:00Z")
	f(`1548423000.0`, "2019-01-25T13:30:00Z")
	f(`1.548423e9`, "2019-01-25T13:30:00Z")
	f(`"1548423000"`, "2019-01-25T13:30:00Z")
	f(`"+1548423000"`, "2019-01-25T13:30:00Z")
	f(`"00000000000000000000001548423000"`, "2019-01-25T13:30:00Z")
	f(`1548423000123`, "2019-01-25T13:30:00.123Z")
	f(`"1548423000123"`, "2019-01-25T13:30:00.123Z")
	f(`99999999999`, "5138-11-16T09:46:39Z")
	f(`100000000000`, "1973-03-03T09:46:40Z")
	f(`1`, "1970-01-01T00:00:01Z")
	f(`-1`, "1969-12-31T23:59:59Z")
	f(`"-1"`, "1969-12-31T23:59:59Z")
	f(`-62135596800`, "0001-01-01T00:00:00Z")
	f(`253402300799999`, "9999-12-31T23:59:59.999Z")
}

func TestInstantZeroIsNone(t *testing.T) {
	var d Decoder
	for _, json := range []string{`0`, `-0`, `0.0`, `0e9`, `"0"`, `"-0"`, `"+000"`} {
		if ms, given, ok := readInstant(&d, json); !ok || given || ms != 0 {
			t.Errorf("%s: got %d, %v, %v", json, ms, given, ok)
		}
	}
}

func TestInstantRefused(t *testing.T) {
	var d Decoder
	f := func(json string) {
		t.Helper()
		if ms, _, ok := readInstant(&d, json); ok {
			t.Errorf("%s was read as %s", json, time.UnixMilli(ms).UTC().Format(time.RFC3339Nano))
		}
	}
	f(`true`)
	f(`{}`)
	f(`[1548423000]`)
	f(`""`)
	f(`" "`)
	f(`"now"`)
	f(`"2019-01-25"`)
	f(`"2019-01-25 "`)
	f(`"2019-01-25T"`)
	f(`"2019-01-25T13"`)
	f(`"2019-01-25T13:3Z"`)
	f(`"2019-01-25T13:30"`)
	f(`"2019-01-25T13:30:00"`)
	f(`"2019-01-25T13:30:0Z"`)
	f(`"2019-01-25T13:30:Z"`)
	f(`"2019-01-25T13:30.5Z"`)
	f(`"2019-01-25T13:30:00.Z"`)
	f(`"2019-01-25T13:30:00,5Z"`)
	f(`"2019-01-25T13:30:00z"`)
	f(`"2019-01-25t13:30:00Z"`)
	f(`"2019-01-25T13:30:00ZZ"`)
	f(`"2019-01-25T13:30:00Z "`)
	f(`" 2019-01-25T13:30:00Z"`)
	f(`"2019-01-25T13:30:00+24:00"`)
	f(`"2019-01-25T13:30:00+05:60"`)
	f(`"2019-01-25T13:30:00+0530"`)
	f(`"2019-01-25T13:30:00+05"`)
	f(`"2019-01-25T13:30:00+05:30:00"`)
	f(`"2019-01-25T13:30:00 Z"`)
	f(`"2019-01-25T24:00:00Z"`)
	f(`"2019-01-25T13:60:00Z"`)
	f(`"2016-12-31T23:59:60Z"`)
	f(`"2019-01-25T-1:30:00Z"`)
	f(`"2019-02-30T13:30Z"`)
	f(`"2019-02-29T13:30Z"`)
	f(`"1900-02-29T13:30Z"`)
	f(`"2019-04-31T13:30Z"`)
	f(`"2019-00-10T13:30Z"`)
	f(`"2019-13-10T13:30Z"`)
	f(`"2019-01-00T13:30Z"`)
	f(`"2019-01-32T13:30Z"`)
	f(`"2019-1-25T13:30:00Z"`)
	f(`"2019/01/25T13:30:00Z"`)
	f(`"2019-01/25T13:30:00Z"`)
	f(`"0000-12-31T23:59:00-00:01"`)
	f(`"0001-01-01T00:00:00+00:01"`)
	f(`"9999-12-31T23:59:59-00:01"`)
	f(`"10000-01-01T00:00:00Z"`)
	f(`"-001-01-01T00:00:00Z"`)
	f(`"2019-01-25 T13:30Z"`)
	f(`"2019-01-25 T13:30 z"`)
	f(`"2019-01-25 T13:30  Z"`)
	f(`"2019-01-25 T13:30:00 Z"`)
	f(`"2019-01-25 t13:30 Z"`)
	f(`"2019-01-25 T1:30  Z"`)
	f(`"2019-01-25 13:30"`)
	f(`"2019-01-25 13:30:00Z"`)
	f(`"2019-01-25 13:30:00 Z"`)
	f(`"2019-01-25 13:30:00+01:00"`)
	f(`"2019-01-25 13:30:00."`)
	f(`"2019-01-25  13:30:00"`)
	f(`"2019-02-30 13:30:00"`)
	f(`1548423000.5`)
	f(`0.5`)
	f(`1e-400`)
	f(`1e400`)
	f(`1e300`)
	f(`253402300800000`)
	f(`-62135596801`)
	f(`-62135596800000`)
	f(`-100000000000000000000`)
	f(`"1548423000.0"`)
	f(`"1.5e9"`)
	f(`"1 548 423 000"`)
	f(`"0x5c4b1058"`)
	f(`"-"`)
	f(`"99999999999999999999999999"`)
	f(`"-99999999999999999999999999"`)
}

// Each day of the calendar is where the standard library has it.
func TestParseDateAllDays(t *testing.T) {
	day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; day.Year() <= 9999; day = day.AddDate(0, 0, 1) {
		text := fmt.Sprintf("%04d-%02d-%02d", day.Year(), int(day.Month()), day.Day())
		if ms, ok := parseDate([]byte(text)); !ok || ms != day.UnixMilli() {
			t.Fatalf("%s: got %d, %v, want %d", text, ms, ok, day.UnixMilli())
		}
	}
}

var timeForm = regexp.MustCompile(
	`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

func FuzzInstant(f *testing.F) {
	for _, seed := range []string{
		"2019-01-25T13:30:07.123Z", "2019-01-25T13:30+05:30", "2019-01-25 T13:30 Z",
		"2019-01-25 13:30:00.5", "1548423000", "-1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d Decoder
		ms, given, ok := d.instant(&jsontext.Value{Raw: []byte(text), Kind: jsontext.String})
		if ok && given && !inYears(ms) {
			t.Fatalf("%q: %d", text, ms)
		}
		if timeForm.MatchString(text) {
			full := text
			if text[16] != ':' {
				full = text[:16] + ":00" + text[16:]
			}
			at, err := time.Parse(time.RFC3339Nano, full)
			valid := err == nil && !strings.HasPrefix(text, "0000") &&
				at.UTC().Year() >= 1 && at.UTC().Year() <= 9999
			if ok != valid || ok && ms != at.UnixMilli() {
				t.Fatalf("%q: got %d, %v, want %v, %v", text, ms, ok, at, err)
			}
		} else if _, err := time.Parse(time.RFC3339, text); ok && err == nil {
			t.Fatalf("%q has another form", text)
		}
		i, err := strconv.ParseInt(text, 10, 64)
		if err == nil && i > 0 && i < secondsBelow && ms != i*1000 {
			t.Fatalf("%q: got %d", text, ms)
		}
	})
}

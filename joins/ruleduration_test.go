package joins

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

func TestParseDuration(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int64
	}{
		{"0", 0}, {"0s", 0}, {"0h", 0}, {"1ms", 1}, {"1h", 3_600_000}, {"1h30m", 5_400_000}, {"24h0m0s", 86_400_000},
		{"1.5s", 1500}, {".5s", 500}, {"5.s", 5000}, {"0.001s", 1}, {"1000us", 1}, {"1000µs", 1}, {"1000μs", 1}, {"1000000ns", 1},
		{"1m1m", 120_000}, {"0.5h0.25m", 1_815_000}, {"0.5ms0.5ms", 1}, {"0.0000005s0.0009995s", 1}, {"0.3333s0.0667s", 400},
		{"0.000000000000000s", 0}, {"0.00001h", 36}, {"0.0000000000005h0.9999999999995h", 3_600_000},
		{"0.5ns0.5ns999999ns", 1}, {"0001s", 1000}, {"2562047h47m16.854s", 9_223_372_036_854},
	} {
		if got, err := parseDuration(c.in); err != nil || got != c.want {
			t.Errorf("%q: %d, %v, want %d", c.in, got, err, c.want)
		}
	}
}

func TestParseDurationRefused(t *testing.T) {
	for _, c := range []struct {
		in   string
		want error
	}{
		{"", errDurationForm}, {"1", errDurationForm}, {"00", errDurationForm}, {"0.0", errDurationForm}, {"-1s", errDurationForm},
		{"+1s", errDurationForm}, {"-0", errDurationForm}, {" 1s", errDurationForm}, {"1s ", errDurationForm}, {"1 s", errDurationForm},
		{"1d", errDurationForm}, {"1H", errDurationForm}, {"h", errDurationForm}, {".s", errDurationForm}, {"1.2.3s", errDurationForm},
		{"1e3s", errDurationForm}, {"1s2", errDurationForm}, {"1mm", errDurationForm}, {"1\xb5s", errDurationForm}, {"1h-1m", errDurationForm},
		{strings.Repeat("0", maxDurationText) + "s", errDurationForm},
		{"0.5ms", errDurationWhole}, {"1ns", errDurationWhole}, {"1.0005s", errDurationWhole}, {"999us", errDurationWhole},
		// Go's own parser takes these for 0 and 1 ms.
		{"0.1ns", errDurationWhole}, {"0.0000000001s", errDurationWhole}, {"1000000.9ns", errDurationWhole}, {"0.00100000000001s", errDurationWhole},
		{"2562047h47m16.855s", errDurationLong}, {"9223372036854775808ns", errDurationLong}, {"99999999999999999999999999h", errDurationLong},
		{"2562047h2562047h", errDurationLong},
	} {
		if got, err := parseDuration(c.in); !errors.Is(err, c.want) {
			t.Errorf("%q: %d, %v, want %v", c.in, got, err, c.want)
		}
	}
}

func TestDurationRoundTrip(t *testing.T) {
	same := func(n uint64) bool {
		ms := int64(n % (math.MaxInt64 / uint64(time.Millisecond)))
		got, err := parseDuration(formatDuration(ms))
		return err == nil && got == ms
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

package main

import (
	"os"
	"regexp"
	"strconv"
)

var highWater = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// peakRSS is the most memory that this process had resident, in bytes. Getrusage would also count
// what the process that started it had, from before it became this program.
func peakRSS() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return usage().Maxrss << 10
	}
	m := highWater.FindSubmatch(status)
	if m == nil {
		return usage().Maxrss << 10
	}
	kb, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		return usage().Maxrss << 10
	}
	return kb << 10
}

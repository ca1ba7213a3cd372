//go:build !linux

package main

// peakRSS is the most memory that this process had resident, in bytes.
func peakRSS() int64 { return usage().Maxrss }

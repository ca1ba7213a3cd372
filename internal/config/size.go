package config

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// byteUnits from the greatest on, the binary ones first: the order in which a
// size is written.
var byteUnits = []struct {
	name  string
	bytes uint64
}{
	{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10},
	{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"kB", 1e3}, {"B", 1},
}

// maxSize leaves room to add sizes up.
const maxSize = 1 << 60

// size is a number of bytes, at least least.
func size(field func(*Config) *int64, least int64) value {
	return value{
		kind: "bytes",
		set: func(c *Config, s string) error {
			n, err := parseSize(s)
			if err != nil {
				return err
			}
			if n < least {
				return fmt.Errorf("must be at least %s", formatSize(least))
			}
			*field(c) = n
			return nil
		},
		clear: func(c *Config) { *field(c) = 0 },
		show:  func(c *Config) any { return formatSize(*field(c)) },
	}
}

// parseSize reads an integer with a unit, or without one for bytes.
func parseSize(s string) (int64, error) {
	digits, unit := s, uint64(1)
	for _, u := range byteUnits {
		if d, ok := strings.CutSuffix(s, u.name); ok {
			digits, unit = strings.TrimSuffix(d, " "), u.bytes
			break
		}
	}
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, errors.New("is no size: write it as 64MiB, 1GiB or 500MB")
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	hi, n := bits.Mul64(n, unit)
	if err != nil || hi != 0 || n > maxSize {
		return 0, errors.New("is more than any memory")
	}
	return int64(n), nil
}

// formatSize writes a size in the greatest unit of which it is a multiple.
func formatSize(n int64) string {
	for _, u := range byteUnits {
		if n != 0 && uint64(n)%u.bytes == 0 {
			return strconv.FormatUint(uint64(n)/u.bytes, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10)
}

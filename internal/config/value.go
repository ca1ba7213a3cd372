package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the image has no zone files

	"coldchain/pipeline"
)

// value is one kind of value: how its text becomes a field of the
// configuration, and how the field is shown. Where the default is empty, an
// empty text is no value: then clear is called instead of set.
type value struct {
	kind   string
	set    func(c *Config, text string) error
	clear  func(c *Config)
	show   func(c *Config) any // a text, bool, int or list
	secret bool
}

type (
	zoneField     = *time.Location
	durationField = time.Duration
)

// text is a text that passes the checks.
func text(field func(*Config) *string, checks ...func(string) error) value {
	return value{
		kind: "text",
		set: func(c *Config, s string) error {
			for _, check := range checks {
				if err := check(s); err != nil {
					return err
				}
			}
			*field(c) = s
			return nil
		},
		clear: func(c *Config) { *field(c) = "" },
		show:  func(c *Config) any { return *field(c) },
	}
}

// secret is a text that is never shown.
func secret(field func(*Config) *string) value {
	v := text(field)
	v.secret = true
	v.show = func(c *Config) any {
		if *field(c) == "" {
			return ""
		}
		return "(hidden)"
	}
	return v
}

// list is texts with commas between them, each of which passes the check.
func list(field func(*Config) *[]string, check func(string) error) value {
	return value{
		kind: "list",
		set: func(c *Config, s string) error {
			var items []string
			for item := range strings.SplitSeq(s, ",") {
				item = strings.TrimSpace(item)
				if err := check(item); err != nil {
					return err
				}
				items = append(items, item)
			}
			*field(c) = items
			return nil
		},
		clear: func(c *Config) { *field(c) = nil },
		show:  func(c *Config) any { return append([]string{}, *field(c)...) },
	}
}

// choice is one of a few texts.
func choice(field func(*Config) *string, options ...string) value {
	return text(field, func(s string) error { return oneOf(s, options...) })
}

func partitioner(field func(*Config) *pipeline.Partitioner) value {
	return value{
		kind: "text",
		set: func(c *Config, s string) (err error) {
			// Not the empty name: a source's producers are to be named.
			if err := oneOf(s, pipeline.Murmur2.String(), pipeline.CRC32.String(),
				pipeline.FNV1a.String()); err != nil {
				return err
			}
			*field(c), err = pipeline.ParsePartitioner(s)
			return err
		},
		show: func(c *Config) any { return field(c).String() },
	}
}

func oneOf(s string, options ...string) error {
	for _, o := range options {
		if s == o {
			return nil
		}
	}
	return fmt.Errorf("must be one of %s", strings.Join(options, ", "))
}

// number is an integer from least to most.
func number(field func(*Config) *int, least, most int) value {
	return value{
		kind: "integer",
		set: func(c *Config, s string) error {
			n, err := strconv.Atoi(s)
			if err != nil || n < least || n > most {
				return fmt.Errorf("must be an integer from %d to %d", least, most)
			}
			*field(c) = n
			return nil
		},
		show: func(c *Config) any { return *field(c) },
	}
}

func flag(field func(*Config) *bool) value {
	return value{
		kind: "bool",
		set: func(c *Config, s string) error {
			*field(c) = s == "true"
			return oneOf(s, "true", "false")
		},
		show: func(c *Config) any { return *field(c) },
	}
}

// zone is a time zone by its IANA name; none is UTC.
func zone(field func(*Config) *zoneField) value {
	return value{
		kind: "zone",
		set: func(c *Config, s string) error {
			loc, err := time.LoadLocation(s)
			if err != nil || s == "Local" {
				return errors.New("is no zone of the IANA database: " +
					"give a name such as Europe/Oslo")
			}
			*field(c) = loc
			return nil
		},
		clear: func(c *Config) { *field(c) = time.UTC },
		show:  func(c *Config) any { return (*field(c)).String() },
	}
}

// duration is a duration in Go's notation that passes the check.
func duration(field func(*Config) *durationField, check func(time.Duration) error) value {
	return value{
		kind: "duration",
		set: func(c *Config, s string) error {
			d, err := time.ParseDuration(s)
			if err != nil {
				return errors.New("is no duration: write it as 90s, 10m or 2160h " +
					"(the units are ms, s, m and h; a day is 24h)")
			}
			*field(c) = d
			return check(d)
		},
		show: func(c *Config) any { return (*field(c)).String() },
	}
}

func positive(d time.Duration) error {
	if d <= 0 {
		return errors.New("must be more than 0")
	}
	return nil
}

func notNegative(d time.Duration) error {
	if d < 0 {
		return errors.New("must not be negative")
	}
	return nil
}

// level is the log level.
var level = value{
	kind: "text",
	set: func(c *Config, s string) error {
		if err := oneOf(s, "debug", "info", "warn", "error"); err != nil {
			return err
		}
		return c.Log.Level.UnmarshalText([]byte(s))
	},
	show: func(c *Config) any { return strings.ToLower(c.Log.Level.String()) },
}

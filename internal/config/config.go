// Package config is the configuration of a worker.
//
// A value comes from, in this order, the later over the earlier: its default,
// the file, an environment variable, a flag. The table in settings.go is the
// only place that names them; file keys, variables, flags, the printed
// configuration and its reference all follow from it.
//
// Invariants: what is not known is an error, in the file and among the
// variables that begin with COLDCHAIN_. All problems are reported at once, each
// with its place. A Config that Load returned without an error is valid, knows
// where each value came from, and is not changed any more.
package config

import (
	"log/slog"
	"time"

	"coldchain/pipeline"
)

// Config is what a worker runs with. The comments of settings.go's table say
// what each field means.
type Config struct {
	Brokers   []string
	Group     string
	Rules     string // a path
	State     string // a folder
	Listen    string
	Advertise string // never empty
	Threads   int    // at least 1

	Topics      struct{ Orders, Voyages, Metrics, Compliance string }
	Zone        struct{ Orders, Voyages, Metrics *time.Location } // never nil
	Partitioner struct{ Orders, Voyages, Metrics pipeline.Partitioner }
	Replication int // -1: the broker's default

	Retention        time.Duration
	RetentionMax     time.Duration
	Lead             time.Duration
	ProgressInterval time.Duration
	Hold             time.Duration
	CatchUpLag       int // records
	SessionTimeout   time.Duration
	Memory           Memory
	Flush            struct{ Age time.Duration }
	Cycle            struct {
		Records int
		Linger  time.Duration
	}

	TLS struct {
		Enabled       bool
		CA, Cert, Key string // paths
	}
	SASL struct {
		Mechanism      string // empty: none
		User, Password string
	}
	Log struct {
		Level  slog.Level
		Format string // text or json
	}

	entries map[string]entry // by name: what was given, and where
}

// entry is one value as it was given.
type entry struct {
	text   string
	origin string
}

// Origin is where the value of a key came from: "default", "derived", "file
// path:line", "env NAME" or "flag --name".
func (c *Config) Origin(name string) string { return c.entries[name].origin }

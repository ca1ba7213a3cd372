package state

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// Options of a pool. The zero value of every field but Dir is usable.
type Options struct {
	// Dir is the state directory. One process at a time uses it.
	Dir string
	// CacheBytes is the size of the block cache that all stores share; what Pebble's memtables hold
	// counts against it. Default 32 MiB.
	CacheBytes int64
	// DirtyBytes is how much committed state, all stores together, may wait in memory to be
	// written. Default 64 MiB.
	DirtyBytes int64
	// DirtyAge is how long committed state may wait to be written. Default 30 s.
	DirtyAge time.Duration
	// FS is the file system; nil means the operating system's. Tests give one that fails or
	// forgets; Dir is absolute then.
	FS vfs.FS
	// Logger; nil discards. What Pebble says about its routine is at level Debug.
	Logger *slog.Logger
}

func (o Options) withDefaults() (Options, error) {
	var problems []error
	if o.Dir == "" {
		problems = append(problems, errors.New("no state directory given"))
	}
	for _, f := range []struct {
		name  string
		value *int64
		def   int64
	}{
		{"CacheBytes", &o.CacheBytes, 32 << 20},
		{"DirtyBytes", &o.DirtyBytes, 64 << 20},
		{"DirtyAge", (*int64)(&o.DirtyAge), int64(30 * time.Second)},
	} {
		if *f.value == 0 {
			*f.value = f.def
		}
		if *f.value < 0 {
			problems = append(problems, fmt.Errorf("%s is negative", f.name))
		}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.FS == nil {
		o.FS = vfs.Default
		// The lock below is known by its name within the process: two names of one directory must
		// not pass for two.
		abs, err := filepath.Abs(o.Dir)
		if err != nil {
			problems = append(problems, err)
		}
		o.Dir = abs
	}
	o.FS = orderedFS{o.FS}
	return o, errors.Join(problems...)
}

package state

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/sstable/block"
)

// pebbleFormat is fixed here and raised by hand: an upgrade of the library must not change what is
// on disk.
const pebbleFormat = pebble.FormatTableFormatV6

// memTableBytes is small: only what begins or migrates a store goes through a memtable. Every store
// holds up to two, which Pebble takes from the shared block cache.
const memTableBytes = 128 << 10

// blockBytes is what Pebble compresses and reads at once. Much of an order's answer is the same text
// as in the one before: a block must hold several for that to be found.
const blockBytes = 16 << 10

// compression is the fastest on the machine: MinLZ, with which a replay of a large fleet takes less
// time than with Snappy, and Snappy on ARM.
func compression() *sstable.CompressionProfile { return block.FastestCompression }

// maxSublevels is how many overlapping layers of fresh tables a store may have before Flush waits
// for a compaction.
const maxSublevels = 12

// pebbleOptions are those of a task's database.
func (p *Pool) pebbleOptions(l *listener) *pebble.Options {
	o := &pebble.Options{
		FS:                 p.fs,
		Cache:              p.cache,
		FileCache:          p.files,
		FormatMajorVersion: pebbleFormat,
		Merger:             merger,
		DisableWAL:         true, // I2
		MemTableSize:       memTableBytes,
		// Keys are all over the place: each compaction of fresh tables rewrites much of the level
		// below. The filters spare reads most of the tables.
		L0CompactionThreshold: 8,
		// Pebble stalls a writer by blocking it, for ever if the disk has failed. Flush has its own
		// brake, which a failure releases, so Pebble's two are set out of reach.
		MemTableStopWritesThreshold: 1 << 20,
		L0StopWritesThreshold:       1 << 20,
		Logger:                      l,
		EventListener: &pebble.EventListener{
			BackgroundError: l.backgroundError,
			DataCorruption:  l.corruption,
			LowDiskSpace:    l.lowDisk,
			CompactionEnd:   l.compactionEnd,
		},
	}
	// In the last level too, where only the writer's point reads consult them: keys that are new to
	// a stage are looked for once.
	for i := range o.Levels {
		o.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
		o.Levels[i].Compression = compression
		o.Levels[i].BlockSize = blockBytes
	}
	return o
}

// listener hears what Pebble says about one database. Pebble calls it from its own goroutines,
// often with its locks held, so nothing here calls Pebble.
type listener struct {
	log       *slog.Logger
	failure   *failure
	compacted chan struct{} // holds a token after a compaction
}

func newListener(log *slog.Logger) *listener {
	return &listener{log: log, failure: newFailure(), compacted: make(chan struct{}, 1)}
}

func (l *listener) backgroundError(err error) {
	if l.failure.set(err) {
		l.log.Error("write of the store failed; it must be opened again", "error", err)
		return
	}
	// Pebble tries again at once and without end. The store is lost already: slow the loop down
	// until it is closed.
	time.Sleep(10 * time.Millisecond)
}

// corruption replaces Pebble's default, which ends the process. A damaged table fails the reads
// that meet it; who reads gets the error.
func (l *listener) corruption(i pebble.DataCorruptionInfo) {
	l.log.Error("damaged file in the store", "file", i.Path, "error", i.Details,
		"hint", "stop the worker and remove the task's folder: it is rebuilt from the log")
}

func (l *listener) lowDisk(i pebble.LowDiskSpaceInfo) {
	l.log.Warn("disk space is low", "availableBytes", i.AvailBytes, "totalBytes", i.TotalBytes)
}

func (l *listener) compactionEnd(pebble.CompactionInfo) {
	select {
	case l.compacted <- struct{}{}:
	default:
	}
}

// Infof is pebble.Logger's: routine.
func (l *listener) Infof(format string, args ...any) {
	l.log.Debug(fmt.Sprintf(format, args...))
}

// Errorf is pebble.Logger's.
func (l *listener) Errorf(format string, args ...any) {
	l.log.Error(fmt.Sprintf(format, args...))
}

// Fatalf is pebble.Logger's: Pebble can't go on, mostly because an edit of its manifest failed
// halfway, and must not return from here. Nothing is lost: the log still has what the store lacks.
func (l *listener) Fatalf(format string, args ...any) {
	l.log.Error("the store can't go on and ends the process", "error", fmt.Sprintf(format, args...),
		"hint", "check the disk (full, read-only, failing), then start again: the store resumes "+
			"from its last complete write and the log")
	os.Exit(1)
}

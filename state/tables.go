package state

import (
	"fmt"

	"github.com/cockroachdb/pebble/v2/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// tableBytes is how long a table of a flush may become, as far as it is known while it is written.
const tableBytes = 4 << 20

// tableOptions are those that Pebble writes a table of level 0 with.
func (p *Pool) tableOptions() sstable.WriterOptions {
	o := p.pebbleOptions(newListener(p.log))
	o.EnsureDefaults()
	return o.MakeWriterOptions(0, o.FormatMajorVersion.MaxTableFormat())
}

// tables writes entries, which must come in key order, into tables beside a store.
type tables struct {
	pool *Pool
	task string

	paths  []string
	writer *sstable.Writer // of the last path; nil = none is open
}

func (p *Pool) newTables(task string) *tables { return &tables{pool: p, task: task} }

func (t *tables) set(key, value []byte) error {
	if err := t.begin(); err != nil {
		return err
	}
	return t.writer.Set(key, value)
}

func (t *tables) merge(key, operand []byte) error {
	if err := t.begin(); err != nil {
		return err
	}
	return t.writer.Merge(key, operand)
}

func (t *tables) delete(key []byte) error {
	if err := t.begin(); err != nil {
		return err
	}
	return t.writer.Delete(key)
}

// begin makes room for an entry.
func (t *tables) begin() error {
	if t.writer != nil && t.writer.Raw().EstimatedSize() >= tableBytes {
		if err := t.finish(); err != nil {
			return err
		}
	}
	if t.writer != nil {
		return nil
	}
	path, err := t.pool.aside(t.task)
	if err != nil {
		return err
	}
	path = fmt.Sprintf("%s.%d", path, len(t.paths)) // clocks may be coarse
	f, err := t.pool.fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("create a table: %w", err)
	}
	t.paths = append(t.paths, path)
	t.writer = sstable.NewWriter(objstorageprovider.NewFileWritable(f), t.pool.tables)
	return nil
}

// finish ends the table that is being written, durably.
func (t *tables) finish() error {
	if t.writer == nil {
		return nil
	}
	w := t.writer
	t.writer = nil
	return w.Close()
}

// remove removes what Pebble has not taken in. What it leaves, the next OpenPool removes.
func (t *tables) remove() {
	_ = t.finish()
	for _, path := range t.paths {
		_ = t.pool.fs.Remove(path)
	}
}

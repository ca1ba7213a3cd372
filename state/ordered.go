package state

import (
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// orderedFS makes Pebble's markers safe on a file system that reorders changes of a folder before
// they are synced. Pebble names its new manifest by an empty marker file and removes the one
// before, with one sync of the folder at the end: if power goes in between, the marker may be there
// and the manifest not. Here the folder is synced before a marker is made and before one is
// removed. That happens when a database is opened and when its manifest has grown too long, so it
// costs nothing.
type orderedFS struct{ vfs.FS }

func (f orderedFS) syncBefore(name string) error {
	if !strings.HasPrefix(f.PathBase(name), "marker.") {
		return nil
	}
	return syncDir(f.FS, f.PathDir(name))
}

func (f orderedFS) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	if err := f.syncBefore(name); err != nil {
		return nil, err
	}
	return f.FS.Create(name, c)
}

func (f orderedFS) Remove(name string) error {
	if err := f.syncBefore(name); err != nil {
		return err
	}
	return f.FS.Remove(name)
}

// Unwrap is vfs.FS's.
func (f orderedFS) Unwrap() vfs.FS { return f.FS }

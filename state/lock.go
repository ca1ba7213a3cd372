package state

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// The lock is a lock of the operating system on the file LOCK: it ends with the process, however
// that ends. Taking it empties the file, so a second file names the holder.
const (
	lockName   = "LOCK"
	holderName = "HOLDER"
)

// dirLock is this process's hold on a state directory.
type dirLock struct {
	fs     vfs.FS
	holder string
	lock   io.Closer
}

// lockDir takes the lock of dir. The error of a lock taken says by whom.
func lockDir(fsys vfs.FS, dir string) (*dirLock, error) {
	holder := fsys.PathJoin(dir, holderName)
	lock, err := fsys.Lock(fsys.PathJoin(dir, lockName))
	if err != nil {
		if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
			return nil, fmt.Errorf("lock state directory %s: %w", dir, err)
		}
		return nil, fmt.Errorf("state directory %s is in use by %s (%w): stop that process, or "+
			"give this one a directory of its own",
			dir, readHolder(fsys, holder), err)
	}
	l := &dirLock{fs: fsys, holder: holder, lock: lock}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	text := fmt.Sprintf("process %d on %s since %s\n", os.Getpid(), host,
		time.Now().UTC().Format(time.RFC3339))
	if err := writeFile(fsys, holder, text); err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", holder, err), lock.Close())
	}
	return l, nil
}

func (l *dirLock) Close() error {
	// Removed before the lock goes, or it would be the next holder's file.
	return errors.Join(l.fs.Remove(l.holder), l.lock.Close())
}

func readHolder(fsys vfs.FS, name string) string {
	f, err := fsys.Open(name)
	if err != nil {
		return "another process"
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, 512))
	if text := strings.TrimSpace(string(b)); err == nil && text != "" {
		return text
	}
	return "another process"
}

func writeFile(fsys vfs.FS, name, text string) error {
	f, err := fsys.Create(name, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte(text))
	return errors.Join(err, f.Close())
}

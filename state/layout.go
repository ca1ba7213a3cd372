package state

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// Folders of the state directory.
const (
	tasksName = "tasks"
	// asideName has stores that are being made or removed, and tables of flushes that Pebble has not
	// taken in. OpenPool sweeps what a crash has left there.
	asideName = "aside"
)

func (p *Pool) taskDir(task string) string {
	return p.fs.PathJoin(p.dir, tasksName, dirName(task))
}

// dirName is task as a file name: letters, digits, '_', '-' and inner dots as they are, every other
// byte as %XX. Two tasks never share one.
func dirName(task string) string {
	var b strings.Builder
	for i := range len(task) {
		switch c := task[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-',
			c == '.' && i > 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// aside is a name of its own for what is being made or removed for a task. The parent is made.
func (p *Pool) aside(task string) (string, error) {
	parent := p.fs.PathJoin(p.dir, asideName)
	if err := makeDir(p.fs, parent); err != nil {
		return "", err
	}
	return p.fs.PathJoin(parent, fmt.Sprintf("%s.%d", dirName(task), time.Now().UnixNano())), nil
}

// move renames a folder between tasks and aside, for good.
func (p *Pool) move(from, to string) error {
	if err := p.fs.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(syncDir(p.fs, p.fs.PathDir(to)), syncDir(p.fs, p.fs.PathDir(from)))
}

// removeTask removes the store of a task. It is moved away first: a crash in between must not leave
// half a store where the next Open looks.
func (p *Pool) removeTask(task string) error {
	grave, err := p.aside(task)
	if err != nil {
		return err
	}
	if err := p.move(p.taskDir(task), grave); err != nil {
		return err
	}
	return p.fs.RemoveAll(grave)
}

// makeDir creates dir and its parents where they are missing, so that they survive a loss of power:
// the durable files of a store are lost if the entry of a folder above them is.
func makeDir(fs vfs.FS, dir string) error {
	var made []string
	for d := dir; d != fs.PathDir(d); d = fs.PathDir(d) {
		if _, err := fs.Stat(d); err == nil {
			break
		}
		made = append(made, d)
	}
	if err := fs.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, d := range made {
		if err := syncDir(fs, fs.PathDir(d)); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(fs vfs.FS, dir string) error {
	d, err := fs.OpenDir(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

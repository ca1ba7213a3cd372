package state

import (
	"fmt"
	"log/slog"
	"net/url"
)

// Copies are the stores that lie in the state directory, by task, with the sum of their offsets: how fresh they are. Called before stores are opened; one
// that cannot be read counts as none, which its Open will say.
func (p *Pool) Copies() (map[string]int64, error) {
	copies := map[string]int64{}
	tasks := p.fs.PathJoin(p.dir, tasksName)
	if _, err := p.fs.Stat(tasks); err != nil {
		return copies, nil //nolint:nilerr // there are none yet
	}
	names, err := p.fs.List(tasks)
	if err != nil {
		return nil, fmt.Errorf("list the stores in %s: %w", tasks, err)
	}
	for _, name := range names {
		task, err := url.PathUnescape(name) // the inverse of dirName
		if err != nil {
			continue
		}
		db, m, err := p.openDB(p.taskDir(task), newListener(slog.New(slog.DiscardHandler)))
		if err != nil {
			p.options.Logger.Warn("a store cannot be read", "task", task, "err", err)
			continue
		}
		if err := db.Close(); err != nil {
			return nil, fmt.Errorf("close the store of task %s: %w", task, err)
		}
		for _, offset := range m.offsets {
			copies[task] += offset
		}
	}
	return copies, nil
}

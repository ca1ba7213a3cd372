package state

import (
	"fmt"
	"log/slog"
	"net/url"
)

// Retained are the stores that an earlier process left in the state directory: by task, the sum of
// their offsets, which says how fresh they are. It is called before stores are opened. A store that
// cannot be read counts as none; its Open tells the error.
func (p *Pool) Retained() (map[string]int64, error) {
	retained := map[string]int64{}
	tasks := p.fs.PathJoin(p.dir, tasksName)
	if _, err := p.fs.Stat(tasks); err != nil {
		return retained, nil //nolint:nilerr // there are none yet
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
			retained[task] += offset
		}
	}
	return retained, nil
}

package state

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/cockroachdb/pebble/v2"
)

// openStore opens the database of a task that the caller has taken.
func (p *Pool) openStore(task, lineage string) (*Store, error) {
	log := p.log.With("task", task)
	if err := p.create(task, lineage, log); err != nil {
		return nil, fmt.Errorf("create it: %w", err)
	}
	l := newListener(log)
	db, m, err := p.openDB(p.taskDir(task), l)
	if err != nil {
		return nil, err
	}
	if m.lineage != lineage {
		log.Warn("the store was made from other topics or another topology: "+
			"it is removed and begun anew",
			"was", m.lineage, "is", lineage, "folder", p.taskDir(task))
		if err := db.Close(); err != nil {
			return nil, fmt.Errorf("close the store of lineage %q: %w", m.lineage, err)
		}
		if err := p.removeTask(task); err != nil {
			return nil, fmt.Errorf("remove the store of lineage %q: %w", m.lineage, err)
		}
		return p.openStore(task, lineage)
	}
	p.stores.Add(1)
	s := &Store{task: task, pool: p, db: db, listener: l, log: log, offsets: m.offsets}
	s.memory = newMemory(&s.mu, p)
	return s, nil
}

func (p *Pool) openDB(dir string, l *listener) (*pebble.DB, meta, error) {
	o := p.pebbleOptions(l)
	o.ErrorIfNotExists = true
	db, err := pebble.Open(dir, o)
	if err != nil {
		return nil, meta{}, err
	}
	err = p.migrate(db, l)
	var m meta
	if err == nil {
		m, err = readMeta(db)
	}
	if err != nil {
		return nil, meta{}, errors.Join(err, db.Close())
	}
	return db, m, nil
}

// create makes the database of a task that has none. It is made aside and moved to its place when
// it says durably what it is: so whatever lies among the tasks is a whole store or none of ours.
func (p *Pool) create(task, lineage string, log *slog.Logger) (err error) {
	dir := p.taskDir(task)
	if files, err := p.fs.List(dir); err == nil && len(files) > 0 {
		return nil
	}
	made, err := p.aside(task)
	if err != nil {
		return err
	}
	l := newListener(log)
	db, err := pebble.Open(made, p.pebbleOptions(l))
	if err != nil {
		return err
	}
	if err := errors.Join(begin(db, formatOf(p.migrations), lineage, l.failure),
		db.Close()); err != nil {
		return fmt.Errorf("write format and lineage: %w", err)
	}
	if err := p.fs.RemoveAll(dir); err != nil { // an empty folder
		return err
	}
	return p.move(made, dir)
}

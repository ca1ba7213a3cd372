package joins

import (
	"coldchain/joins/inbox"
)

// agenda is what the ends of cycles are about, until it is done. What a cycle changed holds if the
// cycle does.
type agenda struct {
	agendaState
	committed agendaState
}

type agendaState struct {
	releasing bool  // what was held back goes out, though the task is behind
	fresh     bool  // progress is sent of those of which something came
	all       bool  // and of all others
	shown     int64 // stream time as of which progress of all was sent
	restored  bool  // the task was restored, and could send nothing since
}

func (w *agenda) commit()   { w.committed = w.agendaState }
func (w *agenda) rollback() { w.agendaState = w.committed }

// EndCycle implements Processor. It looks at the containers of which more than sums can have
// changed, and sends what changed in what is material. What only progressed is sent when progress is
// due: every interval of the containers that something came for, and when the inputs are exhausted
// of all.
func (s *containers) EndCycle(c Cycle, emit Emit) (more bool, err error) {
	if s.watermark != s.watermarkIn {
		s.key = s.watermark.append(s.key[:0])
		s.state.Put([]byte{watermarkSpace}, s.key)
		s.watermarkIn = s.watermark
	}
	s.caughtUp = s.caughtUp || c.CaughtUp
	w := &s.agenda
	w.restored = w.restored || c.Restoring
	w.releasing = w.releasing || c.Behind && c.Release
	v := &s.visitor
	v.begin(c, emit)
	if err := v.visit(s.inbox.Full(), inbox.Full, fold); err != nil {
		return false, err
	}
	if c.Restoring || c.Behind && !w.releasing {
		return s.inbox.Full().Len() > 0, nil
	}
	if w.restored {
		s.inbox.Doubt()
		w.restored = false
	}
	s.plan(c)
	s.inbox.Ring(s.stream())
	how := judgeMaterial
	if w.fresh {
		how = judgeAll
	}
	if err := v.visit(s.inbox.Broken(), inbox.Broken, how); err != nil {
		return false, err
	}
	if w.releasing = w.releasing && s.inbox.Broken().Len() > 0; c.Behind {
		return w.releasing || s.inbox.Full().Len() > 0, nil
	}
	if w.fresh {
		err = v.visit(s.inbox.Due(), inbox.Fresh, judgeAll)
	}
	if w.all && err == nil {
		err = v.visit(s.inbox.All(), inbox.Live, judgeAll)
	}
	w.all = w.all && s.inbox.All().Len() > 0
	w.fresh = w.fresh && (w.all || s.inbox.Due().Len() > 0)
	if err == nil {
		err = s.sweep(c)
	}
	return w.fresh || s.inbox.Broken().Len()+s.inbox.Full().Len() > 0, err
}

// plan notes what progress is due.
func (s *containers) plan(c Cycle) {
	w := &s.agenda
	if !c.progress() {
		return
	}
	w.fresh = true
	s.inbox.VisitFresh()
	if c.Exhausted && !w.all && w.shown != s.stream() {
		w.all, w.shown = true, s.stream()
		s.inbox.VisitAll()
	}
}

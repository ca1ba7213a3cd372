package joins

import (
	"encoding/binary"
	"fmt"

	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
	"coldchain/joins/rule"
)

var ruleFormat = wire.Format{Name: "rule", Version: 1}

// ruleSpace is the key space of the rules by which custodies are judged: a task keeps each once,
// under the digest of its JSON.
const ruleSpace = 'u'

// taskRules are the rules of a task's custodies. They belong to one stage.
type taskRules struct {
	state State
	known map[digest]*taskRule
}

// taskRule is a rule with its JSON. It is never changed.
type taskRule struct {
	id   digest
	text []byte
	rule *judge.Rule
}

// taskRulesKept is how many rules are kept in memory.
const taskRulesKept = 10_000

func newTaskRules(s State) *taskRules { return &taskRules{s, map[digest]*taskRule{}} }

// reset forgets what an aborted cycle may have learned.
func (t *taskRules) reset() { clear(t.known) }

// mark is a short form of the rule's id, 0 for none.
func (r *taskRule) mark() uint64 {
	if r == nil {
		return 0
	}
	return r.id.mark()
}

func (d digest) mark() uint64 { return binary.BigEndian.Uint64(d[:]) | 1 }

// ruleMark is the mark of a rule's JSON, 0 for none.
func ruleMark(text []byte) uint64 {
	if len(text) == 0 {
		return 0
	}
	return digestOf(text).mark()
}

// judged is what judges; nil for no rule.
func (r *taskRule) judged() *judge.Rule {
	if r == nil {
		return nil
	}
	return r.rule
}

// learn takes a rule's JSON, and stores it if it is new; nil for the empty text.
func (t *taskRules) learn(text []byte) (*taskRule, error) {
	if len(text) == 0 {
		return nil, nil
	}
	id := digestOf(text)
	if r, there := t.known[id]; there {
		return r, nil
	}
	k := append([]byte{ruleSpace}, id[:]...)
	_, there, err := t.state.Get(k)
	if err != nil {
		return nil, err
	}
	if !there {
		t.state.Put(k, append([]byte{ruleFormat.Version}, text...))
	}
	return t.keep(id, text)
}

// get returns a rule that was learned; nil for the zero id.
func (t *taskRules) get(id digest) (*taskRule, error) {
	if id == (digest{}) {
		return nil, nil
	}
	if r, there := t.known[id]; there {
		return r, nil
	}
	value, there, err := t.state.Get(append([]byte{ruleSpace}, id[:]...))
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, fmt.Errorf("rule %x of a custody is not in the state", id)
	}
	r := ruleFormat.Open(value)
	text := r.Take(uint64(len(r.B)))
	if err := r.Close(ruleFormat.Name); err != nil {
		return nil, err
	}
	return t.keep(id, text)
}

func (t *taskRules) keep(id digest, text []byte) (*taskRule, error) {
	parsed, err := rule.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("rule of a custody: %w", err)
	}
	if len(t.known) >= taskRulesKept {
		clear(t.known)
	}
	r := &taskRule{id, append([]byte(nil), text...), judge.Compile(parsed)}
	t.known[id] = r
	return r, nil
}

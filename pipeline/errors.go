package pipeline

import (
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// GapError says that records which a task needs are no longer in the log. The
// engine stops with it; nothing is skipped.
type GapError struct {
	Task     Task
	Position Position
	From, To int64 // the records missing are [From, To)
}

func (e *GapError) Error() string {
	return fmt.Sprintf("task %v: records %d to %d of %v are needed and no longer in the log "+
		"(retention, or DeleteRecords): restore an older store that reaches %d, or "+
		"begin again under another group name from what is left",
		e.Task, e.From, e.To-1, e.Position, e.To)
}

// AheadError says that a store holds more than the group has committed, so its
// outputs would be sent again (I1).
type AheadError struct {
	Task             Task
	Position         Position
	Store, Committed int64
}

func (e *AheadError) Error() string {
	return fmt.Sprintf("task %v: the store is at offset %d of %v but the group has committed %d: "+
		"the group's offsets were reset or have expired; remove the task's store to rebuild it "+
		"from the log, or set the offsets back",
		e.Task, e.Store, e.Position, e.Committed)
}

// fatalError ends the engine; any other error of a thread makes it join anew.
type fatalError struct{ err error }

func (e *fatalError) Error() string { return e.err.Error() }
func (e *fatalError) Unwrap() error { return e.err }

func fatal(format string, args ...any) error { return &fatalError{fmt.Errorf(format, args...)} }

var (
	// errStale: the group moved on since this thread last learnt what it owns (I6).
	errStale = errors.New("the group has a newer generation than the one that this thread owns " +
		"its tasks under")
	// errRebalanced: the client aborted the transaction and gives no reason of its own.
	errRebalanced = errors.New("the group was rebalanced during the cycle, or its coordinator " +
		"did not take the offsets")
	// errNotLive: records came of a task that was taken away or paused meanwhile.
	errNotLive = errors.New("the task is not live")
	// errRejoin asks for a new session; what the stores hold is known.
	errRejoin = errors.New("session is to be made anew")
	// errUnsettled: nobody could say whether the last transaction was committed (I7).
	errUnsettled = errors.New("the outcome of the last commit is unknown")
)

func isForbidden(err error) bool {
	for _, forbidden := range []error{kerr.TopicAuthorizationFailed, kerr.GroupAuthorizationFailed,
		kerr.TransactionalIDAuthorizationFailed, kerr.ClusterAuthorizationFailed,
		kerr.SaslAuthenticationFailed} {
		if errors.Is(err, forbidden) {
			return true
		}
	}
	return false
}

// classify makes the errors that trying again cannot heal fatal, with a hint.
func classify(err error) error {
	var gap *GapError
	var ahead *AheadError
	var large *TooLargeError
	var newer *NewerGroupError
	var loss *kgo.ErrDataLoss
	var f *fatalError
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case errors.As(err, &gap), errors.As(err, &ahead), errors.As(err, &large),
		errors.As(err, &newer):
		return &fatalError{err}
	case errors.As(err, &loss):
		return fatal("the log lost records that were read: %w: check for unclean leader "+
			"elections, then restore the stores from before", err)
	case isForbidden(err):
		return fatal("%w: grant read on the sources, the sinks and the group, write and create "+
			"on the internal, sink and dead-letter topics, and the transactional ids that begin "+
			"with the group's name", err)
	case errors.Is(err, kerr.UnknownTopicID), errors.Is(err, kerr.InconsistentTopicID):
		return fatal("%w: a topic was deleted and made anew under the run; start again, the "+
			"stores of another lineage are rebuilt", err)
	case errors.Is(err, kerr.InvalidTimestamp):
		return fatal("%w: the clock of this machine is further from the broker's than "+
			"message.timestamp.before.max.ms "+
			"and message.timestamp.after.max.ms of the topic allow; set it", err)
	case errors.Is(err, kerr.InvalidRecord), errors.Is(err, kerr.PolicyViolation):
		return fatal("%w: the broker will never take this output; check the topic's settings", err)
	case errors.Is(err, kerr.InvalidSessionTimeout):
		return fatal("%w: choose a session timeout within that range", err)
	case errors.Is(err, kerr.InvalidTransactionTimeout):
		return fatal("%w: the transaction timeout is above the broker's transaction.max.timeout.ms",
			err)
	default:
		return err
	}
}

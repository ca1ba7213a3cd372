package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// memberName is a thread's client id, by which its instance knows it again among the
// members of the group, and its transactional id.
func (e *Engine) memberName(thread int) string {
	return e.instancePrefix() + strconv.Itoa(thread)
}

func (e *Engine) instancePrefix() string { return e.t.Name + "-" + e.o.Instance + "-" }

// threadOf is the number of the thread of this instance that has the name. No member of
// another instance has one, also where the name of one instance begins with that of the
// other: what follows the prefix is a number.
func (e *Engine) threadOf(name string) (thread int, ok bool) {
	n, ok := strings.CutPrefix(name, e.instancePrefix())
	number, err := strconv.ParseUint(n, 10, 16)
	return int(number), ok && err == nil
}

// evictEarlier ends what earlier processes of this instance left behind: members of the
// group, and transactions. The processes have ended, since only one of an instance runs at a
// time.
func (e *Engine) evictEarlier(ctx context.Context) {
	e.evict(ctx, func(name string) bool {
		_, ok := e.threadOf(name)
		return ok
	})
	if err := e.fenceEarlier(ctx); err != nil && ctx.Err() == nil {
		e.o.Logger.Warn("transactions that an earlier process left open may hold up readers "+
			"until they time out", "err", err)
	}
}

// evict puts the members that match out of the group. A member that died without
// leaving holds up the rebalance, and keeps its tasks, until its session times out. The
// group can do without: where this fails, it waits.
func (e *Engine) evict(ctx context.Context, matches func(clientID string) bool) {
	evicted, err := e.evictMembers(ctx, matches)
	if err != nil && ctx.Err() == nil {
		e.o.Logger.Warn("members that died may hold up the group until their sessions end",
			"err", err)
	}
	if len(evicted) > 0 {
		e.o.Logger.Info("put members that died out of the group", "members", evicted)
	}
}

// evictMembers returns the client ids of those that it put out.
func (e *Engine) evictMembers(ctx context.Context, matches func(string) bool) (evicted []string,
	err error) {
	describe := kmsg.NewPtrDescribeGroupsRequest()
	describe.Groups = []string{e.t.Name}
	described, err := describe.RequestWith(ctx, e.cl)
	if err != nil {
		return nil, fmt.Errorf("describe group %s: %w", e.t.Name, err)
	}
	leave := kmsg.NewPtrLeaveGroupRequest()
	leave.Group = e.t.Name
	for _, g := range described.Groups {
		if err := kerr.ErrorForCode(g.ErrorCode); err != nil && !groupIsNew(err) {
			return nil, fmt.Errorf("describe group %s: %w", e.t.Name, err)
		}
		for _, m := range g.Members {
			if !matches(m.ClientID) {
				continue
			}
			member := kmsg.NewLeaveGroupRequestMember()
			member.MemberID, member.Reason = m.MemberID, kmsg.StringPtr("its process has ended")
			leave.Members = append(leave.Members, member)
			evicted = append(evicted, m.ClientID)
		}
	}
	if len(evicted) == 0 {
		return nil, nil
	}
	left, err := leave.RequestWith(ctx, e.cl)
	if err == nil {
		err = kerr.ErrorForCode(left.ErrorCode)
	}
	if err != nil {
		return nil, fmt.Errorf("put members out of group %s: %w", e.t.Name, err)
	}
	for _, m := range left.Members {
		err := kerr.ErrorForCode(m.ErrorCode)
		if err != nil && !errors.Is(err, kerr.UnknownMemberID) { // that one is gone already
			return nil, fmt.Errorf("put member %s out of group %s: %w", m.MemberID, e.t.Name, err)
		}
	}
	return evicted, nil
}

// fenceEarlier ends the transactions of earlier threads that have no successor. The others
// are ended by the thread of the same name when it begins.
func (e *Engine) fenceEarlier(ctx context.Context) error {
	open, err := e.adm.ListTransactions(ctx, nil, []string{"Ongoing"})
	var errs []error
	for name := range open {
		if thread, ok := e.threadOf(name); ok && thread >= e.o.Threads {
			errs = append(errs, e.fence(ctx, name))
		}
	}
	return errors.Join(append(errs, err)...)
}

// fence ends the transaction that a producer of that transactional id left open: until
// then nobody reads what lies behind it.
func (e *Engine) fence(ctx context.Context, transactionalID string) error {
	init := kmsg.NewPtrInitProducerIDRequest()
	init.TransactionalID = &transactionalID
	init.TransactionTimeoutMillis = int32(e.o.TransactionTimeout.Milliseconds())
	resp, err := init.RequestWith(ctx, e.cl)
	if err == nil {
		err = kerr.ErrorForCode(resp.ErrorCode)
	}
	if err != nil && !errors.Is(err, kerr.ConcurrentTransactions) { // it is being ended
		return fmt.Errorf("end the transaction of %s: %w", transactionalID, err)
	}
	return nil
}

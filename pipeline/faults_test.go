package pipeline_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	. "coldchain/pipeline"
)

// cutter makes connections that can lose an EndTxn: before the broker has it, or
// only its reply.
type cutter struct {
	replies, requests atomic.Int32 // how many more to lose
	lost              atomic.Int32
}

func (c *cutter) opts() []kgo.Opt {
	return []kgo.Opt{kgo.RequestRetries(0), kgo.Dialer(func(ctx context.Context, network,
		host string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, host)
		if err != nil {
			return nil, err
		}
		return &cutConn{Conn: conn, c: c}, nil
	})}
}

type cutConn struct {
	net.Conn
	c    *cutter
	lose atomic.Bool
}

var errCut = fmt.Errorf("cut by the test: %w", net.ErrClosed)

func (c *cutConn) Write(b []byte) (int, error) {
	if len(b) >= 6 && binary.BigEndian.Uint16(b[4:]) == uint16(kmsg.EndTxn) {
		if c.c.requests.Add(-1) >= 0 {
			c.c.lost.Add(1)
			c.Close()
			return 0, errCut
		}
		if c.c.replies.Add(-1) >= 0 {
			c.lose.Store(true)
		}
	}
	return c.Conn.Write(b)
}

func (c *cutConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.lose.Load() { // the broker has answered
		c.c.lost.Add(1)
		c.Close()
		return 0, errCut
	}
	return n, err
}

// TestAmbiguousCommit loses the reply to a commit, or the commit, and expects the
// truth all the same (I7).
func TestAmbiguousCommit(t *testing.T) {
	for _, what := range []string{"reply", "request"} {
		t.Run(what, func(t *testing.T) {
			w, rng := newWorld(t), seeded(t)
			w.createTopic(w.name+"-transfers", 3)
			transfers := w.fill(rng, 0, 500, nil)
			var c cutter
			e := w.start(w.engine(func(o *Options) {
				o.ClientOpts = append(o.ClientOpts, c.opts()...)
			}))
			eventually(t, "the first 500 are through", func() bool {
				return caughtUp(bankTasks, e)
			})
			if what == "reply" {
				c.replies.Store(1)
			} else {
				c.requests.Store(4) // the client tries more than once
			}
			transfers = w.fill(rng, 500, 500, transfers)
			eventually(t, "a commit is settled", func() bool {
				return c.lost.Load() > 0 && e.Counted("pipeline_cycles_total", "settled") > 0
			})
			// What the engine left open to its last would hide later outputs from readers until it
			// timed out.
			c.requests.Store(0)
			c.replies.Store(0)
			eventually(t, "the engine joined anew", func() bool {
				return e.Counted("pipeline_rejoins_total", "") > 0 && caughtUp(bankTasks, e)
			})
			if err := e.stop(); err != nil {
				t.Fatal(err)
			}
			if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
				t.Fatal(err)
			}
			w.check(transfers, w.disk)
		})
	}
}

// TestStaleMemberIsFenced kicks a member out of the group; until it notices, it
// wants to commit transactions that have outputs and no input (I6).
func TestStaleMemberIsFenced(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-in", 1)
	o := w.options()
	o.ProgressInterval, o.SessionTimeout, o.HeartbeatInterval = 20*time.Millisecond, 8*time.Second,
		2*time.Second
	e, err := New(Ticker(w.name), o)
	if err != nil {
		t.Fatal(err)
	}
	r := w.start(e)
	committed := func() float64 { return r.Counted("pipeline_cycles_total", "committed") }
	aborted := func() float64 { return r.Counted("pipeline_cycles_total", "aborted") }
	eventually(t, "some ticks", func() bool { return committed() > 3 })
	// Its heartbeats come every two seconds; leave most of one interval.
	group, err := w.adm.DescribeGroups(w.ctx(), w.name)
	if err != nil || len(group[w.name].Members) != 1 {
		t.Fatalf("%+v, %v", group, err)
	}
	leave := kmsg.NewPtrLeaveGroupRequest()
	leave.Group = w.name
	m := kmsg.NewLeaveGroupRequestMember()
	m.MemberID = group[w.name].Members[0].MemberID
	leave.Members = append(leave.Members, m)
	before := aborted()
	if resp, err := leave.RequestWith(w.ctx(), w.cl); err != nil || resp.ErrorCode != 0 {
		t.Fatal(resp, err)
	}
	eventually(t, "a stale transaction was aborted", func() bool { return aborted() > before })
	sent := len(w.read(w.name + "-ticks"))
	at := aborted()
	eventually(t, "more stale transactions or a new membership",
		func() bool { return aborted() > at+3 || committed() > float64(sent) })
	// What is readable is what was committed as a member, never more.
	if got := len(w.read(w.name + "-ticks")); float64(got) > committed()+1 {
		t.Errorf("%d ticks are out, %v cycles were committed", got, committed())
	}
	back := committed()
	eventually(t, "the member joined again and goes on",
		func() bool { return committed() > back+2 })
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if got := len(w.read(w.name + "-ticks")); float64(got) != committed() {
		t.Errorf("%d ticks are out, %v cycles were committed", got, committed())
	}
}

// TestMovesBetweenThreads: workers with several threads join and leave while
// records flow; a task's store is never open twice.
func TestMovesBetweenThreads(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 300, nil)
	a := w.start(w.engine(func(o *Options) { o.Threads = 3; o.Advertise = "a:1" }))
	eventually(t, "a runs everything", func() bool { return caughtUp(bankTasks, a) })
	other := NewDisk()
	b := w.start(w.engine(func(o *Options) {
		o.Threads, o.Advertise, o.OpenStore = 3, "b:1", other.Open
	}))
	transfers = w.fill(rng, 300, 300, transfers)
	eventually(t, "both run some", func() bool {
		return len(b.Tasks()) > 0 && len(a.Tasks()) > 0 && caughtUp(bankTasks, a, b)
	})
	for _, s := range b.Tasks() {
		eventually(t, "a knows who runs "+s.Task.String(),
			func() bool { return a.RouteTo(s.Task) == "b:1" })
		if strings.HasPrefix(s.Task.Stage, "accounts") && a.Has(s.Task) {
			t.Errorf("%v is with both", s.Task)
		}
	}
	if err := b.stop(); err != nil {
		t.Fatal(err)
	}
	transfers = w.fill(rng, 600, 300, transfers)
	eventually(t, "a runs everything again", func() bool { return caughtUp(bankTasks, a) })
	if err := a.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.check(transfers, w.disk)
}

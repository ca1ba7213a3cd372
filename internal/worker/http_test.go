package worker_test

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"coldchain/internal/generate"
	"coldchain/internal/oracle"
	"coldchain/internal/testkafka"
	"coldchain/joins"
	"coldchain/joins/event"
)

// fetch asks a worker.
func fetch(t *testing.T, url string) (status int, kind string, body []byte) {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second,
		Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, err = io.ReadAll(r.Body); err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, r.Header.Get("Content-Type"), body
}

func parsed(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// TestQueries: each of two workers answers for every order what is published, its own and the
// other's; and says how it is.
func TestQueries(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		rules, records := generate.Orders(41, 40)
		b := &bed{t: t, c: c, rules: rules, records: records}
		b.fill(1, records)
		want := b.want()
		var addrs []string
		var stops []func() error
		for range 2 {
			addr, stop := b.start(t.TempDir(), 1)
			addrs, stops = append(addrs, addr), append(stops, stop)
		}
		tasks := b.spread(addrs)
		b.await(want)

		for i, addr := range addrs {
			if len(tasks[i].Peers) != 1 || tasks[i].Peers[0] != addrs[1-i] {
				t.Errorf("worker %s has the peers %v, want %s", addr, tasks[i].Peers, addrs[1-i])
			}
			for id, projection := range orders(want) {
				status, kind, body := fetch(t, "http://"+addr+"/api/orders/"+id)
				var answer struct{ Projection json.RawMessage }
				if err := json.Unmarshal(body, &answer); err != nil || status != http.StatusOK ||
					kind != "application/json" {
					t.Fatalf("order %s: %d %s %v %s", id, status, kind, err, body)
				}
				if !reflect.DeepEqual(parsed(t, answer.Projection), parsed(t, []byte(projection))) {
					t.Fatalf("order %s\n got %s\nwant %s", id, answer.Projection, projection)
				}
			}
			status, kind, body := fetch(t, "http://"+addr+"/api/orders/never-heard-of")
			if status != http.StatusNotFound || kind != "application/problem+json" ||
				!strings.Contains(string(body), "No event has named this order.") {
				t.Errorf("an unknown order: %d %s %s", status, kind, body)
			}
			if status, _, body := fetch(t, "http://"+addr+"/readyz"); status != http.StatusOK {
				t.Errorf("/readyz: %d %s", status, body)
			}
			if status, _, body := fetch(t, "http://"+addr+"/metrics"); status != http.StatusOK ||
				!strings.Contains(string(body), "\npipeline_") {
				t.Errorf("/metrics: %d %s", status, body)
			}
		}
		for _, stop := range stops {
			if err := stop(); err != nil {
				t.Errorf("stop: %v", err)
			}
		}
	})
}

// taskList is the answer of /api/tasks.
type taskList struct {
	Tasks []struct {
		Task, Stage, State string
	}
	Peers []string
}

// tasks is how many tasks there are: each stage has as many as its source has partitions, or as the
// orders have if it reads none.
func tasks() (n int) {
	partitions := map[joins.Input]int{
		event.Voyages: oracle.VoyagePartitions, event.ContainerMetrics: oracle.MetricsPartitions,
	}
	for _, stage := range joins.Stages {
		n += cmp.Or(partitions[stage.Inputs[0]], oracle.OrderPartitions)
	}
	return n
}

// spread waits until the tasks of all stages run, and each worker has some of the orders'.
func (b *bed) spread(addrs []string) []taskList {
	b.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		lists := make([]taskList, len(addrs))
		running, each := map[string]bool{}, true
		for i, addr := range addrs {
			_, _, body := fetch(b.t, "http://"+addr+"/api/tasks")
			if err := json.Unmarshal(body, &lists[i]); err != nil {
				b.t.Fatalf("%v in %s", err, body)
			}
			orders := 0
			for _, task := range lists[i].Tasks {
				running[task.Task] = task.State == "running"
				if task.Stage == "orders" {
					orders++
				}
			}
			each = each && orders > 0
		}
		ready := each && len(running) == tasks()
		for _, r := range running {
			ready = ready && r
		}
		if ready {
			return lists
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("the tasks are not spread and running: %+v", lists)
		}
	}
}

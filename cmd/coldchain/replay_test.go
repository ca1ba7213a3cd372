package main

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/generate"
	"coldchain/internal/oracle"
)

// TestReplayAgreesWithJudge: what ingest and run make of a file of log records is, order by order
// and byte for byte, what judge says of it.
func TestReplayAgreesWithJudge(t *testing.T) {
	rules, records := generate.Orders(51, 40)
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for _, r := range records {
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	log, book := file(t, "log.jsonl", lines.String()), file(t, "rules.yaml", string(rules))
	code, judged, errs := invoke(t, "judge", "--rules", book, "--records", log)
	if code != 0 {
		t.Fatalf("judge: %d %s", code, errs)
	}

	addr := broker(t)
	if code, _, errs := invoke(t, "ingest", "--brokers", addr, "--records", log); code != 0 {
		t.Fatalf("ingest: %d %s", code, errs)
	}
	code, out, errs := invoke(t, "run", "--brokers", addr, "--rules", book, "--state", t.TempDir(),
		"--listen", "127.0.0.1:0", "--until-end", "--json")
	if code != 0 {
		t.Fatalf("run: %d %s", code, errs)
	}
	last := out[strings.LastIndexByte(strings.TrimRight(out, "\n"), '\n')+1:]
	var figures replayFigures
	readings := len(slices.DeleteFunc(slices.Clone(records), func(r oracle.Record) bool {
		return r.Topic != "container-metrics"
	}))
	if err := json.Unmarshal([]byte(last), &figures); err != nil ||
		figures.Readings != int64(readings) || figures.StateBytes == 0 || figures.PeakRSS == 0 {
		t.Errorf("%v in the last line %q, which should tell of %d readings", err, last, readings)
	}

	got := compacted(t, addr, "compliance")
	want := strings.Split(strings.TrimRight(judged, "\n"), "\n")
	if len(got) != len(want) {
		t.Errorf("%d orders in compliance, judge has %d", len(got), len(want))
	}
	for _, line := range want {
		var p struct{ OrderID string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		if got[p.OrderID] != line {
			t.Fatalf("order %s\n run   %s\n judge %s", p.OrderID, got[p.OrderID], line)
		}
	}
}

// compacted is the last value of each key of a topic.
func compacted(t *testing.T, addr, topic string) map[string]string {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(addr), kgo.ConsumeTopics(topic),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.KeepControlRecords())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ends, err := kadm.NewClient(client).ListCommittedOffsets(t.Context(), topic)
	if err != nil {
		t.Fatal(err)
	}
	left := map[int32]int64{}
	ends.Each(func(o kadm.ListedOffset) {
		if o.Offset > 0 {
			left[o.Partition] = o.Offset
		}
	})
	view := map[string]string{}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for len(left) > 0 {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			t.Fatalf("read %s: %v, left %v", topic, err, left)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if !r.Attrs.IsControl() {
				view[string(r.Key)] = string(r.Value)
			}
			if r.Offset >= left[r.Partition]-1 {
				delete(left, r.Partition)
			}
		})
	}
	return view
}

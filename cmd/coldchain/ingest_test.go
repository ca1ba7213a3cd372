package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

func TestIngestTable(t *testing.T) {
	addr := broker(t)
	table := file(t, "readings.csv",
		"Timestamp,ID,Temperature(celsius),Door_Open\n2019-03-19 T15:50 Z,1739,4.5,0\n2019-02-30 "+
			"T15:50 Z,1739,4.5,0\n2019-03-19 T16:05 Z,1739,5,1\n")
	code, out, _ := invoke(t, "ingest", "--brokers", addr, table)
	if code != 1 || !strings.Contains(out, table+":3: refused: ") ||
		!strings.Contains(out, "container-metrics: 2 records written") {
		t.Errorf("%d: %s", code, out)
	}
	records := consume(t, addr, "container-metrics", 2)
	for i, want := range []string{
		`1739 1553010600000 {"type":"ContainerMetric","time":"2019-03-19 T15:50 Z","containerID":"1739","temperature":4.5,"door":false}`,
		`1739 1553011500000 {"type":"ContainerMetric","time":"2019-03-19 T16:05 Z","containerID":"1739","temperature":5,"door":true}`,
	} {
		r := records[i]
		if got := fmt.Sprintf("%s %d %s", r.Key, r.Timestamp.UnixMilli(), r.Value); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	// All three input topics are there now, to be kept for ever.
	client, err := kgo.NewClient(kgo.SeedBrokers(addr))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	topics, err := admin.ListTopics(t.Context(), "orders", "voyages", "container-metrics")
	if err != nil {
		t.Fatal(err)
	}
	configs, err := admin.DescribeTopicConfigs(t.Context(), "orders", "voyages",
		"container-metrics")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"orders", "voyages", "container-metrics"} {
		if n := len(topics[name].Partitions); n != 4 {
			t.Errorf("%s has %d partitions", name, n)
		}
		config, err := configs.On(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		kept := false
		for _, c := range config.Configs {
			kept = kept || c.Key == "retention.ms" && c.MaybeValue() == "-1"
		}
		if !kept {
			t.Errorf("%s is not kept for ever", name)
		}
	}
}

func TestIngestEvents(t *testing.T) {
	addr := broker(t)
	lines := file(t, "events.jsonl", `{"topic":"orders","key":"O-1","value":"{\"type\":\"OrderCreated\",\"orderID\":\"O-1\"}"}
{"topic":"orders","key":"O-2","value":{"type":"OrderCreated","orderID":"O-1"}}
`)
	array := file(t, "voyages.json",
		"\n [{\"voyageID\":\"V-1\",\"plannedDeparture\":\"2019-03-05T20:20Z\"}]")
	code, out, _ := invoke(t, "ingest", "--brokers", addr, "--topic", "voyages", "--type",
		"VoyageScheduled", "--json", lines, array)
	var got ingestResult
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if code != 1 || got.Written["orders"] != 1 || got.Written["voyages"] != 1 ||
		len(got.Refused) != 1 || got.Refused[0].File != lines || got.Refused[0].Line != 2 ||
		!strings.Contains(got.Refused[0].Reason, "key_mismatch") {
		t.Errorf("%d: %+v", code, got)
	}
	if r := consume(t, addr, "voyages", 1)[0]; string(r.Key) != "V-1" {
		t.Errorf("key %s of %s", r.Key, r.Value)
	}
}

func TestIngestLogRecords(t *testing.T) {
	addr := broker(t)
	log := file(t, "records.jsonl", `{"topic":"orders","partition":5,"offset":0,"timestamp":1772668800000,"key":"O-1","value":"first"}
{"topic":"orders","partition":0,"offset":0,"timestamp":4102444800000,"key":null,"value":null}
{"topic":"orders","partition":5,"offset":1,"timestamp":1772668700000,"key":"","value":"second"}
`)
	if code, out, errs := invoke(t, "ingest", "--brokers", addr, "--records", "--partitions",
		"2", log); code != 0 || out != "orders: 3 records written\n" {
		t.Fatalf("%d: %s%s", code, out, errs)
	}
	got := map[string]bool{}
	for _, r := range consume(t, addr, "orders", 3) {
		got[fmt.Sprintf("%d/%d %d %q %v %q %v", r.Partition, r.Offset, r.Timestamp.UnixMilli(),
			r.Key, r.Key == nil, r.Value, r.Value == nil)] = true
	}
	for _, want := range []string{
		`5/0 1772668800000 "O-1" false "first" false`, `0/0 4102444800000 "" true "" true`,
		`5/1 1772668700000 "" false "second" false`,
	} {
		if !got[want] {
			t.Errorf("no record %s; there are %v", want, got)
		}
	}
	more := file(t, "more.jsonl",
		`{"topic":"voyages","partition":2,"offset":0,"timestamp":5,"key":"V","value":"v"}`)
	code, _, errs := invoke(t, "ingest", "--brokers", addr, "--records", more)
	if code != 1 || !strings.Contains(errs, "topic voyages has 1 partitions, the file names 3") {
		t.Errorf("a topic that is too small: %d: %s", code, errs)
	}
}

package config

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"coldchain/pipeline"
)

// write puts a configuration file into a folder of the test's own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	c, err := Load("", []string{"HOME=/root", "COLDCHAINS=x"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{Group: "coldchain", State: "./coldchain-state", Listen: "127.0.0.1:8080",
		Advertise: "127.0.0.1:8080",
		Threads:   runtime.GOMAXPROCS(0), Replication: -1, Retention: 90 * 24 * time.Hour,
		RetentionMax: 400 * 24 * time.Hour, Lead: 5 * time.Minute,
		ProgressInterval: 10 * time.Second, Hold: 10 * time.Second, CatchUpLag: 50_000,
		SessionTimeout: 10 * time.Second, entries: c.entries}
	want.Topics.Orders, want.Topics.Voyages = "orders", "voyages"
	want.Topics.Metrics, want.Topics.Compliance = "container-metrics", "compliance"
	want.Zone.Orders, want.Zone.Voyages, want.Zone.Metrics = time.UTC, time.UTC, time.UTC
	want.Partitioner.Orders, want.Partitioner.Voyages = pipeline.Murmur2, pipeline.Murmur2
	want.Partitioner.Metrics = pipeline.Murmur2
	want.Memory.derive(func(string) bool { return false })
	want.Flush.Age, want.Cycle.Records, want.Cycle.Linger = 30*time.Second, 500_000, time.Second
	want.Log.Level, want.Log.Format = slog.LevelInfo, "text"
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestLaterSourceWins(t *testing.T) {
	path := write(t, `# a worker
brokers: [kafka-1:9092, "kafka-2:9092"]
group: fish
state: 5
threads: ~
topics: {orders: o, voyages: v}
zone:
  metrics: Europe/Oslo
memory:
  dirty: 1GiB
tls:
  enabled: True
`)
	env := []string{"COLDCHAIN_GROUP=meat", "COLDCHAIN_TOPICS_ORDERS=oo",
		"COLDCHAIN_PROGRESS_INTERVAL=1m", "COLDCHAIN_ADVERTISE=", "COLDCHAIN_LOG_LEVEL=debug",
		"PATH=/bin"}
	flags := map[string]string{"group": "fruit", "threads": "3", "partitioner.metrics": "fnv1a"}
	c, err := Load(path, env, flags, "brokers")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		key, origin string
		got, want   any
	}{
		{"brokers", "file " + path + ":2", strings.Join(c.Brokers, " "),
			"kafka-1:9092 kafka-2:9092"},
		{"group", "flag --group", c.Group, "fruit"},
		{"state", "file " + path + ":4", c.State, "5"},
		{"threads", "flag --threads", c.Threads, 3},
		{"topics.orders", "env COLDCHAIN_TOPICS_ORDERS", c.Topics.Orders, "oo"},
		{"topics.voyages", "file " + path + ":6", c.Topics.Voyages, "v"},
		{"topics.compliance", "default", c.Topics.Compliance, "compliance"},
		{"zone.metrics", "file " + path + ":8", c.Zone.Metrics.String(), "Europe/Oslo"},
		{"zone.orders", "default", c.Zone.Orders, time.UTC},
		{"memory.dirty", "file " + path + ":10", c.Memory.Dirty, int64(1 << 30)},
		{"memory.total", "derived", c.Memory.Total, max(2<<30, suggest(available()))},
		{"memory.cache", "derived", c.Memory.Cache, c.Memory.Total / cacheShare},
		{"tls.enabled", "file " + path + ":12", c.TLS.Enabled, true},
		{"progressInterval", "env COLDCHAIN_PROGRESS_INTERVAL", c.ProgressInterval, time.Minute},
		{"advertise", "env COLDCHAIN_ADVERTISE", c.Advertise, "127.0.0.1:8080"},
		{"partitioner.metrics", "flag --partitioner-metrics", c.Partitioner.Metrics,
			pipeline.FNV1a},
		{"log.level", "env COLDCHAIN_LOG_LEVEL", c.Log.Level, slog.LevelDebug},
	} {
		if v.got != v.want || c.Origin(v.key) != v.origin {
			t.Errorf("%s: %v from %s, want %v from %s", v.key, v.got, c.Origin(v.key),
				v.want, v.origin)
		}
	}
}

func TestFileFromEnvironment(t *testing.T) {
	path := write(t, "group: a\n")
	c, err := Load("", []string{"COLDCHAIN_CONFIG=" + path}, nil)
	if err != nil || c.Group != "a" {
		t.Errorf("%+v, %v", c, err)
	}
	_, err = Load("", []string{"COLDCHAIN_CONFIG=" + path + "x"}, nil)
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	for _, empty := range []string{"", "# nothing\n", "---\n", "null\n", "{}"} {
		if c, err := Load(write(t, empty), nil, nil); err != nil || c.Group != "coldchain" {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

func TestFileRefused(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"group: a\nGroup: b\n", "FILE:2: unknown key Group, did you mean group?"},
		{"topics:\n  order: b\n", "FILE:2: unknown key topics.order, did you mean topics.orders?"},
		{"progress_interval: 1s\n", "FILE:1: unknown key progress_interval, did " +
			"you mean progressInterval?"},
		{"\ndirty: 1MiB\n", "FILE:2: unknown key dirty, did you mean memory.dirty?"},
		{"topics.orders: o\n", "FILE:1: unknown key topics.orders: write orders below topics"},
		{"flux: 1\n", "FILE:1: unknown key flux: `coldchain config print` lists what there is"},
		{"group: a\ngroup: b\n", "FILE:2: group is here for the second time, first on line 1"},
		{"tls: {ca: a, enabled: true, ca: b}\n",
			"FILE:1: tls.ca is here for the second time, first on line 1"},
		{"topics: orders\n", "FILE:1: topics holds keys of its own (orders, voyages, metrics, " +
			"compliance): write them below it"},
		{"group: {a: b}\n", "FILE:1: group: must be one value (text)"},
		{"group: [a]\n", "FILE:1: group: must be one value (text)"},
		{"brokers: [[a]]\n", "FILE:1: brokers: must be a list of texts"},
		{"group: &g a\nrules: *g\n", "FILE:2: rules: aliases and tags are not allowed here: " +
			"write the value itself"},
		{"threads: !!int 4\n", "FILE:1: threads: aliases and tags are not allowed here: write " +
			"the value itself"},
		{"? [a]\n: b\n", "FILE:1: a key must be a plain word"},
		{"- a\n", "FILE:1: must be a mapping of keys to values"},
		{"group: a\n---\ngroup: b\n", "FILE:2: a second document begins here: leave one"},
		{"group: a\nrules: b: c\n", "FILE:2: is no YAML: mapping values are not allowed in " +
			"this context"},
		{"group: a\n b\nrules: [\n", "FILE:3: is no YAML: did not find expected node content"},
	} {
		path := write(t, c.in)
		_, err := Load(path, nil, nil)
		want := "configuration: " + strings.ReplaceAll(c.want, "FILE", path)
		if err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", c.in, err, want)
		}
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	path := write(t, "threads: many\nretention: 90d\n")
	_, err := Load(path,
		[]string{"COLDCHAIN_THREAD=2", "COLDCHAIN_MEMORY_DIRTY=64Mi",
			"COLDCHAIN_PORT_8080_TCP=tcp://10.0.0.1:8080", "COLDCHAIN_FLUX=1"},
		map[string]string{"zone.orders": "Mars", "nosuch": "1"}, "brokers", "rules", "group")
	want := "configuration: 10 problems\n  " + strings.Join([]string{
		path + `:1: threads: "many" must be an integer from 0 to 1024`,
		path + `:2: retention: "90d" is no duration: write it as 90s, 10m or 2160h (the units are ms, s, m and h; a day is 24h)`,
		"env COLDCHAIN_FLUX: is no variable of ours: unset it; `coldchain config print` lists " +
			"what there is",
		`env COLDCHAIN_MEMORY_DIRTY: memory.dirty: "64Mi" is no size: write it as 64MiB, 1GiB or 500MB`,
		"env COLDCHAIN_PORT_8080_TCP: is no variable of ours: Kubernetes sets it for a service " +
			"called coldchain, set enableServiceLinks: false in the pod",
		"env COLDCHAIN_THREAD: is no variable of ours, did you mean COLDCHAIN_THREADS?",
		`flag --zone-orders: zone.orders: "Mars" is no zone of the IANA database: give a name such as Europe/Oslo`,
		"flag --nosuch: there is no such key",
		"brokers is missing: set --brokers, COLDCHAIN_BROKERS, or brokers in the file",
		"rules is missing: set --rules, COLDCHAIN_RULES, or rules in the file",
	}, "\n  ")
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	var list *Error
	if !errors.As(err, &list) || len(list.Problems) != 10 {
		t.Errorf("%T: %+v", err, list)
	}
}

func TestVariablesOfTheScriptsAreNoConfiguration(t *testing.T) {
	environ := []string{"COLDCHAIN_IMAGE=x", "COLDCHAIN_KAFKA_IMAGE=x", "COLDCHAIN_CACHE=x",
		"COLDCHAIN_SEEDS=3", "COLDCHAIN_TEST_RUNGS=kfake"}
	if _, err := Load("", environ, nil); err != nil {
		t.Error(err)
	}
	if _, err := Load("", []string{"COLDCHAIN_IMAGES=x"}, nil); err == nil {
		t.Error("COLDCHAIN_IMAGES was taken")
	}
}

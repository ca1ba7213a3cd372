package config

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPrint(t *testing.T) {
	c, err := Load("", []string{"COLDCHAIN_SASL_PASSWORD=hunter2", "COLDCHAIN_SASL_USER=u"},
		map[string]string{"sasl.mechanism": "PLAIN", "brokers": "a:1,b:2", "threads": "4",
			"memory.dirty": "1048576", "advertise": "w<1>:80"})
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := c.Print(&table, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"KEY VALUE ORIGIN", "brokers a:1,b:2 flag --brokers", "rules - default",
		"threads 4 flag --threads", "memory.dirty 1MiB flag --memory-dirty",
		"topics.compliance compliance default", "zone.orders UTC default",
		"sasl.password (hidden) env COLDCHAIN_SASL_PASSWORD", "retention 2160h0m0s default",
	} {
		found := false
		for line := range strings.Lines(table.String()) {
			found = found || strings.Join(strings.Fields(line), " ") == want
		}
		if !found {
			t.Errorf("no line %q in\n%s", want, table.String())
		}
	}

	var text strings.Builder
	if err := c.Print(&text, true); err != nil {
		t.Fatal(err)
	}
	var list []printed
	if err := json.Unmarshal([]byte(text.String()), &list); err != nil || len(list) != len(Keys()) {
		t.Fatalf("%v in\n%s", err, text.String())
	}
	for _, want := range []string{
		`{"key":"brokers","value":["a:1","b:2"],"origin":"flag --brokers"}`,
		`{"key":"threads","value":4,"origin":"flag --threads"}`,
		`{"key":"tls.enabled","value":false,"origin":"default"}`,
		`{"key":"advertise","value":"w<1>:80","origin":"flag --advertise"}`,
	} {
		printed := strings.Fields(strings.ReplaceAll(text.String(), `": `, `":`))
		if !strings.Contains(strings.Join(printed, ""), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("no %s in\n%s", want, text.String())
		}
	}
	for _, out := range []string{table.String(), text.String()} {
		if strings.Contains(out, "hunter2") {
			t.Errorf("the password is printed:\n%s", out)
		}
	}
}

func TestWriteReference(t *testing.T) {
	var b strings.Builder
	if err := WriteReference(&b); err != nil {
		t.Fatal(err)
	}
	if want := "| `memory.dirty` | `COLDCHAIN_MEMORY_DIRTY` | `--memory-dirty` | " +
		"bytes |  | committed state"; !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
	if got := strings.Count(b.String(), "\n"); got != len(Keys())+2 {
		t.Errorf("%d lines for %d keys", got, len(Keys()))
	}
}

package config

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestValues(t *testing.T) {
	for _, c := range []struct{ key, text, wrong string }{
		{"brokers", "a:1, b:2", ""}, {"brokers", "a", "must be host:port"},
		{"brokers", "a:1,", "must be host:port"}, {"brokers", "a:0", "must be host:port"},
		{"brokers", "a:99999", "must be host:port"}, {"brokers", "[::1]:9092", ""},
		{"group", "a.b_c-1", ""}, {"group", "", "must be 1 to 200 letters"},
		{"group", "a b", "must be 1 to 200"}, {"group", "..", "must be"},
		{"group", strings.Repeat("a", 201), "must be"},
		{"state", "", "must not be empty"}, {"listen", ":8080", ""}, {"listen", "127.0.0.1:0", ""},
		{"listen", "8080", "must be host:port"}, {"listen", "a:http", "must be"},
		{"advertise", ":8080", "must be host:port"}, {"advertise", "worker-1:8080", ""},
		{"advertise", "", ""},
		{"threads", "0", ""}, {"threads", "-1", "from 0 to 1024"}, {"threads", "1.0", "from 0"},
		{"threads", "", "from 0"}, {"threads", "99999999999999999999", "from 0"},
		{"replication", "-1", ""}, {"replication", "-2", "from -1 to 32767"},
		{"topics.orders", "e", ""}, {"topics.orders", "", "must be"},
		{"zone.orders", "America/New_York", ""}, {"zone.orders", "", ""},
		{"zone.orders", "Local", "no zone"}, {"zone.orders", "+01:00", "no zone"},
		{"zone.orders", "../etc/passwd", "no zone"},
		{"partitioner.orders", "crc32", ""},
		{"partitioner.orders", "Murmur2", "must be one of murmur2, crc32, fnv1a"},
		{"partitioner.orders", "", "must be one of"},
		{"retention", "1h30m", ""}, {"retention", "0", "more than 0"},
		{"retention", "-1h", "more than 0"}, {"retention", "5", "is no duration"},
		{"cycle.linger", "0s", ""}, {"cycle.linger", "-1ms", "not be negative"},
		{"memory.dirty", "0", "at least 1B"}, {"memory.dirty", "1", ""}, {"memory.cache", "0", ""},
		{"memory.cache", "12 MB", ""}, {"memory.cache", "-1", "is no size"},
		{"memory.cache", "1.5GiB", "is no size"}, {"memory.cache", "MiB", "is no size"},
		{"memory.cache", "99999999TiB", "more than any memory"},
		{"memory.cache", "99999999999999999999", "more than any"},
		{"cycle.records", "0", "from 1"}, {"tls.enabled", "true", ""},
		{"tls.enabled", "yes", "must be one of true, false"}, {"tls.enabled", "", "must be one of"},
		{"sasl.mechanism", "plain", "must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512"},
		{"sasl.mechanism", "", ""},
		{"log.level", "warn", ""},
		{"log.level", "warn+1", "must be one of debug, info, warn, error"},
		{"log.format", "xml", "must be one of text, json"},
	} {
		_, err := Load("", nil, map[string]string{c.key: c.text})
		if (err == nil) != (c.wrong == "") ||
			err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s=%q: %v, want %q", c.key, c.text, err, c.wrong)
		}
	}
}

func TestValuesTogether(t *testing.T) {
	const login = "PLAIN"
	for _, c := range []struct {
		flags map[string]string
		wrong string
	}{
		{map[string]string{"topics.orders": "voyages"},
			"topics.orders (flag --topics-orders) and topics.voyages (default) are the same topic, " +
				`"voyages": give each its own`},
		{map[string]string{"tls.ca": "ca.pem"},
			"tls.ca (flag --tls-ca) has no effect: set tls.enabled to true"},
		{map[string]string{"tls.enabled": "true", "tls.cert": "c.pem"},
			"tls.cert and tls.key belong together"},
		{map[string]string{"tls.enabled": "true", "tls.cert": "c.pem", "tls.key": "k.pem",
			"tls.ca": "ca.pem"}, ""},
		{map[string]string{"sasl.user": "u"},
			"sasl.user (flag --sasl-user) has no effect: set sasl.mechanism"},
		{map[string]string{"sasl.password": "hunter2"},
			"sasl.password (flag --sasl-password) has no effect: set sasl.mechanism"},
		{map[string]string{"sasl.mechanism": login, "sasl.user": "u"},
			"sasl.mechanism (flag --sasl-mechanism) needs sasl.user and sasl.password: set " +
				"them, the password best as COLDCHAIN_SASL_PASSWORD"},
		{map[string]string{"sasl.mechanism": login, "sasl.user": "u", "sasl.password": "hunter2"},
			""},
		{map[string]string{"memory.total": "256MiB", "memory.limit": "80MiB"},
			"memory.limit of 80MiB is less than memory.dirty, memory.cache, memory.cycle and " +
				"memory.fetch together (81MiB): raise it or memory.total, or lower them"},
		{map[string]string{"memory.total": "256MiB", "memory.limit": "81MiB"}, ""},
		{map[string]string{"memory.dirty": "10GiB"}, ""},
		{map[string]string{"memory.total": "63MiB"}, "it must be at least 64MiB"},
	} {
		_, err := Load("", nil, c.flags)
		if (err == nil) != (c.wrong == "") ||
			err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%v: %v, want %q", c.flags, err, c.wrong)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

func TestAdvertise(t *testing.T) {
	name, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	for listen, want := range map[string]string{
		"127.0.0.1:80": "127.0.0.1:80", "worker:81": "worker:81", "[::1]:82": "[::1]:82",
		":83": name + ":83", "0.0.0.0:84": name + ":84", "[::]:85": name + ":85",
	} {
		if c, err := Load("", nil, map[string]string{"listen": listen}); err != nil ||
			c.Advertise != want {
			t.Errorf("%s: %v, %v, want %s", listen, c, err, want)
		}
	}
}

// Each default is what its own text says, and is shown as a text that gives the
// same value again.
func TestDefaultsAreShownAsTheyAreRead(t *testing.T) {
	defaults, err := Load("", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	again := map[string]string{}
	for _, s := range settings {
		if s.fallback == "" && s.value.clear == nil {
			t.Errorf("%s: has no default and can't be unset", s.name)
		}
		again[s.name] = strings.TrimSuffix(cell(s.value.show(defaults)), "-")
	}
	for _, s := range settings {
		c, err := Load("", nil, map[string]string{s.name: again[s.name]})
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
		} else if got := strings.TrimSuffix(cell(s.value.show(c)), "-"); got != again[s.name] {
			t.Errorf("%s: %s, then %s", s.name, again[s.name], got)
		}
	}
}

func TestNames(t *testing.T) {
	for _, k := range Keys() {
		if k.Help == "" || k.Type == "" || strings.ContainsAny(k.Help, "|\n") {
			t.Errorf("%s: type %q, help %q", k.Name, k.Type, k.Help)
		}
		if k.Secret != (k.Name == "sasl.password") {
			t.Errorf("%s: secret %v", k.Name, k.Secret)
		}
	}
	byName := map[string]Key{}
	for _, k := range Keys() {
		byName[k.Name] = k
	}
	if k := byName["progressInterval"]; k.Env != "COLDCHAIN_PROGRESS_INTERVAL" ||
		k.Flag != "progress-interval" || k.Default != "10s" || k.Type != "duration" {
		t.Errorf("%+v", k)
	}
	if k := byName["memory.dirty"]; k.Env != "COLDCHAIN_MEMORY_DIRTY" || k.Flag != "memory-dirty" {
		t.Errorf("%+v", k)
	}
}

func TestZonesNeedNoFiles(t *testing.T) {
	t.Setenv("ZONEINFO", "/nonexistent")
	c, err := Load("", nil, map[string]string{"zone.metrics": "Asia/Kathmandu"})
	if err != nil {
		t.Fatal(err)
	}
	if _, offset := time.Date(2026, 1, 1, 0, 0, 0, 0, c.Zone.Metrics).Zone(); offset != 20_700 {
		t.Errorf("offset %d", offset)
	}
}

package config

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	const mib, gib = 1 << 20, 1 << 30
	f := func(container, machine uint64, want int64) {
		t.Helper()
		if got := suggest(container, machine); got != want {
			t.Errorf("a container of %d on a machine of %d: %d, want %d", container, machine, got, want)
		}
	}
	f(0, 24*gib, 512*mib)
	f(0, 1.5*gib, 384*mib)
	f(0, 512*mib, 256*mib)
	f(0, 0, 256*mib)
	f(512*mib, 24*gib, 256*mib)
	f(8*gib, 24*gib, 512*mib)
	f(100*mib, 24*gib, 64*mib)
	f(777*mib+1, 0, 388*mib)
	f(48*gib, 2*gib, 512*mib) // a limit beyond the machine is none
}

// TestMemoryByOneNumber: everything follows from the total, and what is given stays.
func TestMemoryByOneNumber(t *testing.T) {
	path := write(t, "memory: 2GiB\n")
	c, err := Load(path, nil, map[string]string{"memory.cache": "1MiB",
		"memory.limit": "1792MiB"})
	if err != nil {
		t.Fatal(err)
	}
	want := Memory{Total: 2 << 30, Dirty: 256 << 20, Cache: 1 << 20, Cycle: 128 << 20,
		Fetch: 8 << 20, Limit: 1792 << 20}
	if c.Memory != want {
		t.Errorf("%+v, want %+v", c.Memory, want)
	}
	for key, origin := range map[string]string{"memory.total": "file " + path + ":1",
		"memory.dirty": "derived", "memory.cache": "flag --memory-cache"} {
		if got := c.Origin(key); got != origin {
			t.Errorf("%s is from %s, want %s", key, got, origin)
		}
	}
	const told = "memory 2GiB: dirty state 256MiB, block cache 1MiB, transactions 128MiB, " +
		"read ahead 8MiB, limit for Go's collector 1792MiB"
	if got := c.Memory.String(); got != told {
		t.Errorf("%s, want %s", got, told)
	}
	if c, err = Load("", []string{"COLDCHAIN_MEMORY=512MiB"}, nil); err != nil ||
		c.Memory.Dirty != 64<<20 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err = Load(write(t, "memory: [1]\n"), nil, nil); err == nil ||
		!strings.Contains(err.Error(), "memory.total: must be one value") {
		t.Error(err)
	}
}

// TestCollectorLimit: the collector keeps the process within its container, if it is in one.
func TestCollectorLimit(t *testing.T) {
	const mib, gib = 1 << 20, 1 << 30
	for _, c := range []struct {
		container, machine uint64
		want               int64
	}{{0, gib, 0}, {gib, gib, 0}, {1000 * mib, 8 * gib, 900 * mib}, {100 * mib, 0, 90 * mib}} {
		if got := collectorLimit(c.container, c.machine); got != c.want {
			t.Errorf("a container of %d on a machine of %d: %d, want %d", c.container, c.machine,
				got, c.want)
		}
	}
}

// TestAvailable: what a container or the machine has is found.
func TestAvailable(t *testing.T) {
	if container, machine := available(); container == 0 && machine < 64<<20 {
		t.Errorf("a container of %d, a machine of %d bytes", container, machine)
	}
}

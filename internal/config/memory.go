package config

import (
	"errors"
	"fmt"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// Memory is what a worker may take, in bytes. All but Limit are over all tasks or threads of the
// process. What was not given one by one is a share of Total.
type Memory struct {
	Total int64 // of the whole process; not enforced beyond its shares
	Dirty int64 // see settings.go
	Cache int64
	Cycle int64
	Fetch int64
	Limit int64 // 0: none
}

// The shares leave room for what a budget is exceeded by: what is fetched is a multiple of its size
// when it is uncompressed, and Go's collector needs room to work in.
const (
	dirtyShare = 8
	cacheShare = 8
	cycleShare = 16
	fetchShare = 256

	leastTotal   = 64 << 20
	leastDerived = 256 << 20
	mostDerived  = 512 << 20
)

// shares are the parts of the memory, each with its share of the total.
func (m *Memory) shares() []share {
	return []share{
		{"memory.dirty", &m.Dirty, func() int64 { return m.Total / dirtyShare }},
		{"memory.cache", &m.Cache, func() int64 { return m.Total / cacheShare }},
		{"memory.cycle", &m.Cycle, func() int64 { return m.Total / cycleShare }},
		{"memory.fetch", &m.Fetch, func() int64 { return m.Total / fetchShare }},
	}
}

type share struct {
	name  string
	field *int64
	of    func() int64
}

// available is the memory limit of the container, 0 if there is none, and the memory of the
// machine, 0 if it is not known.
func available() (container, machine uint64) {
	container, err := memlimit.FromCgroup()
	if err != nil { // no limit, no cgroups, or none that can be read
		container = 0
	}
	if machine, err = memlimit.FromSystem(); err != nil {
		machine = 0
	}
	return container, machine
}

// suggest is how much memory a worker takes that was not told how much: half of what its container
// may take, else a quarter of the machine's, within bounds that suit most.
func suggest(container, machine uint64) int64 {
	if container > 0 && (machine == 0 || container < machine) {
		return whole(min(max(container/2, leastTotal), mostDerived))
	}
	return whole(min(max(machine/4, leastDerived), mostDerived))
}

// collectorLimit keeps the process within its container; without one there is none. A limit near the
// budgets would have the collector work all the time.
func collectorLimit(container, machine uint64) int64 {
	if container == 0 || machine > 0 && container >= machine {
		return 0
	}
	return whole(container / 10 * 9)
}

// whole rounds down to MiB, which people can read.
func whole(n uint64) int64 { return int64(n >> 20 << 20) }

// derive fills in what was not given. given says whether a key was.
func (m *Memory) derive(given func(name string) bool) (derived []string) {
	if m.Total == 0 {
		m.Total = suggest(available())
		var sum int64
		for _, s := range m.shares() {
			if given(s.name) {
				sum += *s.field
			}
		}
		m.Total = max(m.Total, 2*sum)
		derived = append(derived, "memory.total")
	}
	for _, s := range m.shares() {
		if !given(s.name) {
			*s.field = s.of()
			derived = append(derived, s.name)
		}
	}
	if !given("memory.limit") {
		m.Limit = collectorLimit(available())
		derived = append(derived, "memory.limit")
	}
	return derived
}

// sum is what the parts take together.
func (m *Memory) sum() (n int64) {
	for _, s := range m.shares() {
		n += *s.field
	}
	return n
}

// check says what is wrong with the parts together.
func (m *Memory) check() error {
	switch {
	case m.Total < leastTotal:
		return fmt.Errorf("memory.total of %s is too little, it must be at least %s",
			formatSize(m.Total), formatSize(leastTotal))
	case m.Limit > 0 && m.Limit < m.sum():
		return errors.New("memory.limit of " + formatSize(m.Limit) + " is less than " +
			"memory.dirty, memory.cache, memory.cycle and memory.fetch together (" +
			formatSize(m.sum()) + "): raise it or memory.total, or lower them")
	}
	return nil
}

// String says what the memory is divided into, for people.
func (m *Memory) String() string {
	limit := "no limit for Go's collector"
	if m.Limit > 0 {
		limit = "limit for Go's collector " + formatSize(m.Limit)
	}
	return fmt.Sprintf("memory %s: dirty state %s, block cache %s, transactions %s, "+
		"read ahead %s, %s", formatSize(m.Total), formatSize(m.Dirty), formatSize(m.Cache),
		formatSize(m.Cycle), formatSize(m.Fetch), limit)
}

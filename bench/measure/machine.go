package measure

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// Machine is where and by which build figures were measured. What the system does not say is left
// out.
type Machine struct {
	CPU    string `json:"cpu,omitempty"`
	Cores  int    `json:"cores"`
	Memory int64  `json:"memoryBytes,omitempty"`
	System string `json:"system"`
	Go     string `json:"go"`
	Commit string `json:"commit,omitempty"`
	Dirty  bool   `json:"dirty,omitempty"` // the build had changes beside the commit
}

// ThisMachine is the one that this process runs on.
func ThisMachine() Machine {
	m := Machine{Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Go: runtime.Version(), CPU: entry("/proc/cpuinfo", "model name")}
	if name := strings.Trim(assigned("/etc/os-release", "PRETTY_NAME"), `"`); name != "" {
		m.System = name + ", " + m.System
	}
	if kb, _, ok := strings.Cut(entry("/proc/meminfo", "MemTotal"), " "); ok {
		if n, err := strconv.ParseInt(kb, 10, 64); err == nil {
			m.Memory = n << 10
		}
	}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, s := range build.Settings {
			switch s.Key {
			case "vcs.revision":
				m.Commit = s.Value
			case "vcs.modified":
				m.Dirty = s.Value == "true"
			}
		}
	}
	return m
}

// PeakRSS is the most memory that a process had resident, in bytes; 0 where the system does not
// say. What getrusage says is also that of the process that started it, from before it was the
// program.
func PeakRSS(pid int) int64 {
	kb, _, _ := strings.Cut(entry(fmt.Sprintf("/proc/%d/status", pid), "VmHWM"), " ")
	n, err := strconv.ParseInt(kb, 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// entry is the first value of a name in a file of lines "name : value".
func entry(file, name string) string { return lookUp(file, name, ":") }

func assigned(file, name string) string { return lookUp(file, name, "=") }

func lookUp(file, name, separator string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		key, value, ok := strings.Cut(lines.Text(), separator)
		if ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

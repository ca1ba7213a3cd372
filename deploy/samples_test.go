// Package deploy holds what brings the program up: images, scripts, sample configurations. Its
// tests hold the samples against the program: a sample that the program would refuse is worse than
// none.
package deploy

import (
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCompose: every port is published to this machine alone, and each service that is meant to be
// there is.
func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Image   string
			Command []string
			Ports   []string
		}
	}
	if err := yaml.Unmarshal(read(t, "compose.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	taken := map[string]string{}
	for name, service := range file.Services {
		for _, port := range service.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s publishes %s to everybody", name, port)
			}
			outside, _, _ := strings.Cut(strings.TrimPrefix(port, "127.0.0.1:"), ":")
			if taken[outside] != "" {
				t.Errorf("%s and %s publish port %s", taken[outside], name, outside)
			}
			taken[outside] = name
		}
	}
	commands := map[string]string{
		"kafka": "", "fleet": "simulate", "worker-1": "run", "worker-2": "run", "worker-3": "run",
	}
	for name, want := range commands {
		service, ok := file.Services[name]
		if !ok {
			t.Errorf("no service %s", name)
			continue
		}
		if got := strings.Join(service.Command, " "); want != "" &&
			!strings.HasPrefix(got, want+" --brokers kafka:9092") {
			t.Errorf("%s runs %q", name, got)
		}
	}
	for port, want := range map[string]string{
		"8081": "worker-1", "8082": "worker-2", "8083": "worker-3",
	} {
		if taken[port] != want {
			t.Errorf("port %s is published by %q, want %s", port, taken[port], want)
		}
	}
}

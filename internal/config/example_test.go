package config

import (
	"strings"
	"testing"
)

// TestExample holds the sample configuration to the defaults: it names every key, and changes none
// but the two that have no default.
func TestExample(t *testing.T) {
	const file = "../../deploy/coldchain.example.yaml"
	c, err := Load(file, nil, nil, "brokers", "rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range Keys() {
		e := c.entries[k.Name]
		if !strings.HasPrefix(e.origin, "file "+file) {
			t.Errorf("%s is not in the file", k.Name)
		}
		if given := k.Name == "brokers" || k.Name == "rules"; !given && e.text != k.Default {
			t.Errorf("%s is %q in the file, by default %q", k.Name, e.text, k.Default)
		}
	}
}

package config

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// Error is everything that is wrong with a configuration.
type Error struct{ Problems []string }

// Error lists the problems, one on a line.
func (e *Error) Error() string {
	if len(e.Problems) == 1 {
		return "configuration: " + e.Problems[0]
	}
	return fmt.Sprintf("configuration: %d problems\n  %s", len(e.Problems),
		strings.Join(e.Problems, "\n  "))
}

// envFile is the variable that stands in for the path of the file.
const envFile = envPrefix + "CONFIG"

// Load puts a configuration together. path is the file, empty for what
// COLDCHAIN_CONFIG names, or for none; environ is as os.Environ gives it; flags
// are the texts of the flags that were given, by the keys' names. required are
// the names of keys that must have a value.
//
// The error is an *Error, with all problems, unless the file can't be read.
func Load(path string, environ []string, flags map[string]string,
	required ...string) (*Config, error) {
	l := loader{config: &Config{entries: map[string]entry{}}}
	for _, s := range settings {
		l.config.entries[s.name] = entry{s.fallback, "default"}
		if err := s.apply(l.config, s.fallback); err != nil {
			return nil, fmt.Errorf("configuration: default of %s: %w", s.name, err)
		}
	}
	if path == "" {
		path = lookup(environ, envFile)
	}
	if path != "" {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read the configuration: %w", err)
		}
		l.file(path, b)
	}
	l.environment(environ)
	l.flags(flags)
	for _, name := range required {
		if l.config.entries[name].text == "" {
			l.wrong("", "%s is missing: set --%s, %s, or %s in the file",
				name, flagName(name), envName(name), name)
		}
	}
	l.config.derive()
	if l.problems == nil {
		// Values that were refused would only make for more noise.
		l.checkTogether()
	}
	if l.problems != nil {
		return nil, &Error{Problems: l.problems}
	}
	return l.config, nil
}

// loader collects values and what is wrong with them.
type loader struct {
	config   *Config
	problems []string
}

// wrong notes a problem; where is its place, empty if the text says it.
func (l *loader) wrong(where, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if where != "" {
		text = where + ": " + text
	}
	l.problems = append(l.problems, text)
}

// take sets a value from one source.
func (l *loader) take(s *setting, text, origin string) {
	l.config.entries[s.name] = entry{text, origin}
	if err := s.apply(l.config, text); err != nil {
		shown := fmt.Sprintf("%q ", text)
		if s.value.secret {
			shown = ""
		}
		l.wrong(strings.TrimPrefix(origin, "file "), "%s: %s%v", s.name, shown, err)
	}
}

// apply turns a text into the field; an empty one unsets it where that is the
// default.
func (s *setting) apply(c *Config, text string) error {
	if text == "" && s.fallback == "" {
		s.value.clear(c)
		return nil
	}
	return s.value.set(c, text)
}

// otherEnv says that a variable is one of the project's scripts and tests, which may be set where a
// worker runs.
func otherEnv(name string) bool {
	switch name {
	case envPrefix + "IMAGE", envPrefix + "KAFKA_IMAGE", envPrefix + "CACHE", envPrefix + "SEEDS":
		return true
	}
	return strings.HasPrefix(name, envPrefix+"TEST_")
}

// environment takes the variables that begin with the prefix.
func (l *loader) environment(environ []string) {
	for _, v := range slices.Sorted(slices.Values(environ)) {
		name, text, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, envPrefix) || name == envFile || otherEnv(name) {
			continue
		}
		i := slices.IndexFunc(settings, func(s setting) bool { return envName(s.name) == name })
		if i < 0 {
			l.wrong("env "+name, "is no variable of ours%s", envHint(name))
			continue
		}
		l.take(&settings[i], text, "env "+name)
	}
}

// envHint says what an unknown variable may have been meant as.
func envHint(name string) string {
	var known []string
	for _, s := range settings {
		known = append(known, envName(s.name))
	}
	if near := nearest(name, known); near != "" {
		return ", did you mean " + near + "?"
	}
	if strings.Contains(name, "_SERVICE_") || strings.HasPrefix(name, envPrefix+"PORT") {
		return ": Kubernetes sets it for a service called coldchain, " +
			"set enableServiceLinks: false in the pod"
	}
	return ": unset it; `coldchain config print` lists what there is"
}

// flags takes what was given on the command line.
func (l *loader) flags(flags map[string]string) {
	left := len(flags)
	for i := range settings {
		s := &settings[i]
		if text, given := flags[s.name]; given {
			l.take(s, text, "flag --"+flagName(s.name))
			left--
		}
	}
	if left == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		if !slices.ContainsFunc(settings, func(s setting) bool { return s.name == name }) {
			l.wrong("flag --"+name, "there is no such key")
		}
	}
}

// lookup is the value of a variable, empty if it is not set.
func lookup(environ []string, name string) string {
	for _, v := range slices.Backward(environ) {
		if n, text, _ := strings.Cut(v, "="); n == name {
			return text
		}
	}
	return ""
}

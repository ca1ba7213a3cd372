package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// file takes the values of a YAML file.
func (l *loader) file(path string, b []byte) {
	dec := yaml.NewDecoder(bytes.NewReader(b))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return // nothing is said, so the defaults hold
	} else if err != nil {
		l.syntax(path, b, err)
		return
	}
	if err := dec.Decode(&second); err == nil {
		l.wrong(fmt.Sprintf("%s:%d", path, second.Line), "a second document begins here: leave one")
		return
	} else if !errors.Is(err, io.EOF) {
		l.syntax(path, b, err)
		return
	}
	f := fileReader{loader: l, path: path, lines: map[string]int{}}
	if root := doc.Content[0]; root.Kind == yaml.MappingNode {
		f.mapping("", root)
	} else if !isNull(root) {
		l.wrong(f.at(root), "must be a mapping of keys to values")
	}
}

// syntax notes an error of the YAML parser. Those of its grammar, unlike those
// of its scanner, count lines from zero.
func (l *loader) syntax(path string, b []byte, err error) {
	var line int
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	if n, scanErr := fmt.Sscanf(msg, "line %d:", &line); n == 1 && scanErr == nil {
		_, msg, _ = strings.Cut(msg, ": ")
		if strings.HasPrefix(msg, "did not find expected") && !strings.Contains(msg, "line break") {
			line++
		}
		last := 1 + bytes.Count(bytes.TrimRight(b, "\r\n"), []byte("\n"))
		path = fmt.Sprintf("%s:%d", path, min(line, last))
	}
	l.wrong(path, "is no YAML: %s", msg)
}

// fileReader walks through one file.
type fileReader struct {
	*loader
	path  string
	lines map[string]int // where each key was seen
}

func (f *fileReader) at(n *yaml.Node) string { return fmt.Sprintf("%s:%d", f.path, n.Line) }

// mapping takes the keys of a mapping; prefix is the name of its own, with a
// dot, empty for the root.
func (f *fileReader) mapping(prefix string, m *yaml.Node) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, val := m.Content[i], m.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			f.wrong(f.at(key), "a key must be a plain word")
			continue
		}
		name := prefix + key.Value
		if first := f.lines[name]; first > 0 {
			f.wrong(f.at(key), "%s is here for the second time, first on line %d", name, first)
			continue
		}
		f.lines[name] = key.Line
		switch k := slices.IndexFunc(settings, func(s setting) bool { return s.name == name }); {
		case val.Kind == yaml.AliasNode || val.Style&yaml.TaggedStyle != 0:
			f.wrong(f.at(val), "%s: aliases and tags are not allowed here: write the value itself",
				name)
		case k >= 0 && !strings.Contains(key.Value, "."):
			f.setting(&settings[k], val)
		case isGroup(name) && !strings.Contains(key.Value, "."):
			total := slices.IndexFunc(settings, func(s setting) bool {
				return s.name == name+totalKey
			})
			if val.Kind == yaml.MappingNode {
				f.mapping(name+".", val)
			} else if total >= 0 {
				f.setting(&settings[total], val)
			} else if !isNull(val) {
				f.wrong(f.at(val), "%s holds keys of its own (%s): write them below it", name,
					strings.Join(members(name), ", "))
			}
		default:
			f.wrong(f.at(key), "unknown key %s%s", name, fileHint(name, key.Value))
		}
	}
}

// setting takes one value. A list may be written as one, or with commas.
func (f *fileReader) setting(s *setting, n *yaml.Node) {
	text := n.Value
	switch {
	case isNull(n):
		return
	case n.Kind == yaml.SequenceNode && s.value.kind == "list":
		var items []string
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				f.wrong(f.at(item), "%s: must be a list of texts", s.name)
				return
			}
			items = append(items, item.Value)
		}
		text = strings.Join(items, ",")
	case n.Kind != yaml.ScalarNode:
		f.wrong(f.at(n), "%s: must be one value (%s)", s.name, s.value.kind)
		return
	case n.Tag == "!!bool":
		text = strings.ToLower(text)
	}
	f.take(s, text, "file "+f.at(n))
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// isGroup says whether other keys stand below name.
func isGroup(name string) bool { return len(members(name)) > 0 }

// members are the last words of the keys below name.
func members(name string) []string {
	var below []string
	for _, s := range settings {
		if last, ok := strings.CutPrefix(s.name, name+"."); ok {
			below = append(below, last)
		}
	}
	return below
}

// fileHint says what an unknown key may have been meant as.
func fileHint(name, written string) string {
	known := make([]string, len(settings))
	for i, s := range settings {
		known[i] = s.name
	}
	if slices.Contains(known, name) {
		group, last, _ := strings.Cut(written, ".")
		return fmt.Sprintf(": write %s below %s", last, group)
	}
	if near := nearest(name, known); near != "" {
		return ", did you mean " + near + "?"
	}
	return ": `coldchain config print` lists what there is"
}

package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that is wrong with a rule or a rule book.
type Problem struct {
	Line int    // from 1
	Path string // such as rules.fresh-salmon.limits[0].above; empty for the whole
	Text string
}

func (p Problem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Text)
	}
	return fmt.Sprintf("line %d: %s: %s", p.Line, p.Path, p.Text)
}

// Error is all that is wrong with a rule or a rule book, by line.
type Error struct{ Problems []Problem }

// maxListed is how many of the problems the text of an error shows.
const maxListed = 50

// Error lists the problems, one on a line.
func (e *Error) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i == maxListed {
			fmt.Fprintf(&b, "and %d more", len(e.Problems)-i)
			break
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// reader reads nodes as what is expected of them and collects what is wrong, so that one look is
// enough to mend it all.
type reader struct{ problems []Problem }

func (r *reader) wrong(line int, path, format string, args ...any) {
	r.problems = append(r.problems, Problem{line, path, fmt.Sprintf(format, args...)})
}

func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.Line - b.Line })
	return &Error{Problems: r.problems}
}

// fields are the values of a mapping by key, nulls left out; nil if it is none. A key that repeats
// is a problem, and so is one that is not among known; nil known allows all.
func (r *reader) fields(n *node, path string, known []string) map[string]*node {
	if n.kind != mapNode {
		r.wrong(n.line, path, "must be a mapping, is %s", n.kind)
		return nil
	}
	lines := make(map[string]int, len(n.pairs))
	values := make(map[string]*node, len(n.pairs))
	for _, p := range n.pairs {
		if first, again := lines[p.key]; again {
			r.wrong(p.line, path, "the key %s is here for the second time, first on line %d",
				quote(p.key), first)
			continue
		}
		lines[p.key] = p.line
		if known != nil && !slices.Contains(known, p.key) {
			r.wrong(p.line, path, "unknown key %s%s", quote(p.key), meant(p.key, known))
			continue
		}
		if p.value.kind != nullNode {
			values[p.key] = p.value
		}
	}
	return values
}

// meant is a hint at what an unknown key stands for.
func meant(key string, known []string) string {
	plain := strings.NewReplacer("_", "", "-", "").Replace(key)
	for _, k := range known {
		if strings.EqualFold(k, plain) {
			return ", did you mean " + k + "?"
		}
	}
	return ": known here are " + strings.Join(known, ", ")
}

// quote writes a text so that it can be told from what stands around it.
func quote(s string) string { return strconv.Quote(clip(s)) }

// clip cuts what a hostile record may have made endless.
func clip(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

var plainKey = regexp.MustCompile(`^[-_0-9A-Za-z]+$`)

// subPath is the path of a key below path.
func subPath(path, key string) string {
	if !plainKey.MatchString(key) {
		key = quote(key)
	}
	if path == "" {
		return clip(key)
	}
	return path + "." + clip(key)
}

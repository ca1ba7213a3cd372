package joins

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// RuleProblem is one thing that is wrong with a rule or a rule book.
type RuleProblem struct {
	Line int    // from 1
	Path string // such as rules.fresh-salmon.limits[0].above; empty for the whole
	Text string
}

func (p RuleProblem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Text)
	}
	return fmt.Sprintf("line %d: %s: %s", p.Line, p.Path, p.Text)
}

// RuleError is all that is wrong with a rule or a rule book, by line.
type RuleError struct{ Problems []RuleProblem }

// maxListedProblems is how many of the problems the text of an error shows.
const maxListedProblems = 50

// Error lists the problems, one on a line.
func (e *RuleError) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i == maxListedProblems {
			fmt.Fprintf(&b, "and %d more", len(e.Problems)-i)
			break
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// ruleReader reads nodes as what is expected of them and collects what is
// wrong, so that one look is enough to mend it all.
type ruleReader struct{ problems []RuleProblem }

func (r *ruleReader) wrong(line int, path, format string, args ...any) {
	r.problems = append(r.problems, RuleProblem{Line: line, Path: path, Text: fmt.Sprintf(format, args...)})
}

func (r *ruleReader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b RuleProblem) int { return a.Line - b.Line })
	return &RuleError{Problems: r.problems}
}

// fields are the values of a mapping by key, nulls left out. A key that repeats
// is a problem, and so is one that is not among known; nil known allows all.
func (r *ruleReader) fields(n *ruleNode, path string, known []string) map[string]*ruleNode {
	if n.kind != mapNode {
		r.wrong(n.line, path, "must be a mapping, is %s", n.kind)
		return nil
	}
	lines := make(map[string]int, len(n.pairs))
	values := make(map[string]*ruleNode, len(n.pairs))
	for _, p := range n.pairs {
		if first, again := lines[p.key]; again {
			r.wrong(p.line, path, "the key %s is here for the second time, first on line %d", quoteKey(p.key), first)
			continue
		}
		lines[p.key] = p.line
		if known != nil && !slices.Contains(known, p.key) {
			r.wrong(p.line, path, "unknown key %s%s", quoteKey(p.key), meant(p.key, known))
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
	for _, k := range known {
		if strings.EqualFold(k, strings.NewReplacer("_", "", "-", "").Replace(key)) {
			return ", did you mean " + k + "?"
		}
	}
	return ": known here are " + strings.Join(known, ", ")
}

// quoteKey writes a key so that it can be told from the text around it.
func quoteKey(key string) string { return strconv.Quote(clip(key)) }

// clip cuts what a hostile record may have made endless.
func clip(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// subPath is the path of a key below path.
func subPath(path, key string) string {
	plain := key != "" && !strings.ContainsFunc(key, func(c rune) bool {
		return c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
	})
	if !plain {
		key = quoteKey(key)
	}
	if path == "" {
		return clip(key)
	}
	return path + "." + clip(key)
}

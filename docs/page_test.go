// Package docs holds what is written for people. Its tests hold it against the program: a page that
// names what does not exist is worse than none.
package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pages are all of them, by their path from this folder.
func pages(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"../*.md", "*.md", "formats/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[file] = string(b)
		}
	}
	return texts
}

// part is the text below a heading, up to the next heading of the same or a higher level.
func part(t *testing.T, page, title string) string {
	t.Helper()
	level := strings.Index(title, " ")
	_, rest, found := strings.Cut("\n"+pages(t)[page], "\n"+title+"\n")
	if !found {
		t.Fatalf("%s has no heading %q", page, title)
	}
	for n := 2; n <= level; n++ {
		rest, _, _ = strings.Cut(rest, "\n"+strings.Repeat("#", n)+" ")
	}
	return rest
}

// table gives the rows of the table that begins with a header of that first cell: their cells.
func table(t *testing.T, text, first string) (rows [][]string) {
	t.Helper()
	_, rest, found := strings.Cut(text, "| "+first+" |")
	if !found {
		t.Fatalf("there is no table of %q", first)
	}
	lines := strings.Split(rest, "\n")
	for _, line := range lines[min(2, len(lines)):] {
		if !strings.HasPrefix(line, "| ") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

var codeWord = regexp.MustCompile("`([^`]+)`")

// coded are the words of a cell that are set as code.
func coded(cell string) (list []string) {
	for _, m := range codeWord.FindAllStringSubmatch(cell, -1) {
		list = append(list, m[1])
	}
	return list
}

// generated holds a table of a page, which follows a heading, to its rows; -update writes them.
func generated(t *testing.T, page, title, header string, rows []string) {
	t.Helper()
	columns := strings.Count(header, "|") - 1
	want := header + "\n" + strings.Repeat("|---", columns) +
		"|\n" + strings.Join(rows, "\n") + "\n"
	text := pages(t)[page]
	at := strings.Index(text, "\n"+title+"\n")
	if at < 0 {
		t.Fatalf("%s has no heading %q", page, title)
	}
	begin := strings.Index(text[at:], "\n| ")
	if begin < 0 {
		t.Fatalf("%s has no table below %q", page, title)
	}
	begin += at + 1
	end := begin
	for strings.HasPrefix(text[end:], "|") {
		end += strings.Index(text[end:], "\n") + 1
	}
	switch {
	case text[begin:end] == want:
	case *update:
		if err := os.WriteFile(page, []byte(text[:begin]+want+text[end:]), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s, %q: the table is not that of the program; make docs writes it:\n%s",
			page, title, want)
	}
}

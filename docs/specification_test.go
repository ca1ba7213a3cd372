package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/rule"
)

const specification = "SPECIFICATION.md"

var (
	numbered  = regexp.MustCompile(`(?m)^##+ (\d+)(?:\.(\d+))? `)
	citation  = regexp.MustCompile(`\bSPECIFICATION (\d+(?:\.\d+)?)\b`)
	otherForm = regexp.MustCompile(`(?i)\b(section|chapter|paragraph) \d[\d.]* of the spec`)
	reference = regexp.MustCompile(`\b[Ss]ection\s+(\d+(?:\.\d+)?)\b`)
)

// sections are the numbers of the headings of the specification.
func sections(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, m := range numbered.FindAllStringSubmatch(pages(t)[specification], -1) {
		number := m[1]
		if m[2] != "" {
			number += "." + m[2]
		}
		if found[number] {
			t.Errorf("%s has section %s twice", specification, number)
		}
		found[number] = true
	}
	if len(found) < 40 {
		t.Fatalf("%s has %d numbered sections", specification, len(found))
	}
	return found
}

// TestCitations: every section of the specification that a file of the project cites exists,
// and all of them are cited in one form.
func TestCitations(t *testing.T) {
	known := sections(t)
	cited := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(" .go .md .yaml .yml ",
			" "+filepath.Ext(path)+" ") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range citation.FindAllSubmatch(text, -1) {
			cited++
			if !known[string(m[1])] {
				t.Errorf("%s cites SPECIFICATION %s: there is no such section", path, m[1])
			}
		}
		if m := otherForm.Find(text); m != nil {
			t.Errorf("%s says %q: cite it as SPECIFICATION n.m", path, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cited == 0 {
		t.Error("nothing cites the specification: the form of the citation has changed")
	}
}

// TestSectionsRefer: where a section of the specification refers to another, that one exists.
func TestSectionsRefer(t *testing.T) {
	known := sections(t)
	refers := reference.FindAllStringSubmatch(pages(t)[specification], -1)
	for _, m := range refers {
		if !known[m[1]] {
			t.Errorf("%s refers to section %s, which it does not have", specification, m[1])
		}
	}
	if len(refers) < 20 {
		t.Errorf("%s refers to %d sections: their form has changed", specification, len(refers))
	}
}

// TestSpecifiedCodes: SPECIFICATION 2.9 has the codes in their order.
func TestSpecifiedCodes(t *testing.T) {
	var told []event.Code
	title := "### 2.9 Codes of records that cannot be used"
	for _, row := range table(t, part(t, specification, title), "code") {
		told = append(told, event.Code(coded(row[0])[0]))
	}
	if !slices.Equal(told, event.Codes()) {
		t.Errorf("the specification has the codes %q, the program %q", told, event.Codes())
	}
}

// TestSpecifiedKeys: SPECIFICATION 4 has every key of rules and limits and every bound, and no
// other.
func TestSpecifiedKeys(t *testing.T) {
	told := func(title, first string) (list []string) {
		for _, row := range table(t, part(t, specification, title), first) {
			for _, word := range coded(row[0]) {
				word, _, _ = strings.Cut(word, ":")
				list = append(list, word)
			}
		}
		return list
	}
	read := map[string][]string{}
	for _, key := range rule.Keys() {
		if key.Of != "entry" || key.Name != "version" { // which only answers show
			read[key.Of] = append(read[key.Of], key.Name)
		}
	}
	for _, b := range rule.Bounds() {
		read["bound"] = append(read["bound"], b.String())
	}
	sameNames(t, "4.2", told("### 4.2 Keys of a rule", "key"), read["entry"])
	sameNames(t, "4.3", told("### 4.3 Keys of a limit", "key"), read["limit"])
	sameNames(t, "4.3", told("### 4.3 Keys of a limit", "bound"), read["bound"])
	pullDown := coded(part(t, specification, "### 4.2 Keys of a rule"))
	for _, name := range read["pullDown"] {
		if !slices.Contains(pullDown, name) {
			t.Errorf("SPECIFICATION 4.2 does not tell of %s", name)
		}
	}
}

// TestSpecifiedEvents: SPECIFICATION 2 has every type of event, and no other.
func TestSpecifiedEvents(t *testing.T) {
	var told, read []string
	for _, title := range []string{"### 2.3 Events of orders", "### 2.4 Events of voyages"} {
		for _, row := range table(t, part(t, specification, title), "type") {
			told = append(told, coded(row[0])...)
		}
	}
	for _, topic := range sources {
		read = append(read, event.Types(topic)...)
	}
	other := part(t, specification, "### 2.6 Other names and shapes")
	for _, row := range table(t, other, "written") {
		if strings.HasPrefix(row[0], "type ") {
			told = append(told, coded(row[0])[0])
		}
	}
	sameNames(t, "2", append(told, "ContainerMetric"), read)
	names := map[string]bool{}
	for _, title := range []string{"### 2.2 Times", "### 2.6 Other names and shapes"} {
		for _, word := range coded(part(t, specification, title)) {
			names[word] = true
		}
	}
	for _, topic := range sources {
		for _, name := range event.Names(topic) {
			if name.Rank > 0 && !names[name.Text] {
				t.Errorf("SPECIFICATION 2 does not tell of %s, a name of %s", name.Text, name.Field)
			}
		}
	}
}

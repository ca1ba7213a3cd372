package docs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"coldchain/joins"
	"coldchain/joins/judge"
)

// TestStages: the table of DESIGN.md has the stages with their inputs and outputs.
func TestStages(t *testing.T) {
	rows := table(t, part(t, "DESIGN.md", "## The stages"), "stage (key)")
	if len(rows) != len(joins.Stages) {
		t.Fatalf("DESIGN.md has %d stages, the program %d", len(rows), len(joins.Stages))
	}
	for i, stage := range joins.Stages {
		if name, _, _ := strings.Cut(rows[i][0], " "); name != stage.Name {
			t.Errorf("DESIGN.md has %s for stage %d, %s", name, i, stage.Name)
		}
		var reads []string
		for _, input := range stage.Inputs {
			reads = append(reads, input.String())
		}
		if told := coded(rows[i][1]); !slices.Equal(told, reads) {
			t.Errorf("by DESIGN.md %s reads %q, it reads %q", stage.Name, told, reads)
		}
		var writes []string
		for _, topic := range stage.Outputs {
			writes = append(writes, topic.String())
		}
		if told := coded(rows[i][3]); !slices.Equal(told, writes) {
			t.Errorf("by DESIGN.md %s writes %q, it writes %q", stage.Name, told, writes)
		}
	}
}

// TestTopics: the pages of formats have the internal topics and the sinks with their keys.
func TestTopics(t *testing.T) {
	made := map[string]bool{}
	for _, row := range table(t, part(t, "formats/group.md", "## Topics"), "topic") {
		made[coded(row[0])[0]] = true
	}
	keys := map[string]string{}
	for _, row := range table(t, pages(t)["formats/messages.md"], "topic") {
		keys[coded(row[0])[0]] = row[1]
	}
	for topic := range joins.NumTopics {
		name := topic.String()
		if topic != joins.Compliance { // which has a page of its own, and a setting for its name
			if keys[name] != topic.Key() {
				t.Errorf("by formats/messages.md the key of %s is %q, it is %s", name, keys[name],
					topic.Key())
			}
			name = "coldchain-" + name
		}
		if !made[name] {
			t.Errorf("formats/group.md does not tell of %s", name)
		}
	}
}

// TestNumbersOfNames: the table of formats/messages.md has the numbers of bases, phases, verdicts.
func TestNumbersOfNames(t *testing.T) {
	rows := table(t, part(t, "formats/messages.md", "## Numbers"), "number")
	if len(rows) != judge.NumBases {
		t.Fatalf("formats/messages.md has %d numbers, there are %d bases", len(rows),
			judge.NumBases)
	}
	for n, row := range rows {
		names := []string{"", "", ""}
		names[0] = judge.Basis(n).String()
		if n < int(judge.NumPhases) {
			names[1] = judge.Phase(n).String()
		}
		if n < int(judge.NumVerdicts) {
			names[2] = judge.Verdict(n).String()
		}
		basis, _, _ := strings.Cut(row[1], ":")
		told := []string{basis, row[2], row[3]}
		if basis == "none" {
			told[0] = ""
		}
		if row[0] != fmt.Sprint(n) || !slices.Equal(told, names) {
			t.Errorf("formats/messages.md has %q, the program %d %q", row, n, names)
		}
	}
}

package oracle

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The files in testdata hold answers that were worked out by hand. A case is a block of lines:
//
//	case what it shows
//	rule maxGap=1h minCoverage=0.5        the order's own rule; without it the order has none
//	limit id=warm metric=temperature above=5 single=30m
//	leg 1 V-1 00:00 06:00                 planned departure and arrival; - is none
//	voyage V-1 VoyageArrived 04:00        an event of a voyage
//	order ContainerStuffed 01:00          an event of the order O-1
//	read 00:30 temperature=4              a reading
//	until 05:00                           the stream time: a reading of another container
//	----
//	verdict "violated"                    what the projection has at a path
//	c.gaps:start,end [[@01:00,@02:00]]    these fields of each of a list; c. is the first container
//
// Times are of 5 March 2026, or 4/23:30 of the 4th. In fields, what is no JSON is a text; the
// container is C-1, unless the last field says containerID. Lines that begin with # say how an
// answer comes about; those that begin with two spaces continue the line before.
func TestWorkedAnswers(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		joined := strings.ReplaceAll(string(text), "\n  ", " ")
		for _, block := range strings.Split(joined, "\n\n") {
			c := workedCase{limits: []string{}}
			wants := map[string]string{}
			name := ""
			answer := false
			for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
				word, rest, _ := strings.Cut(line, " ")
				switch {
				case line == "" || line[0] == '#':
				case word == "case":
					name = rest
				case line == "----":
					answer = true
				case answer:
					path := strings.Replace(word, "c.", "containers.0.", 1)
					wants[path] = wantedTime.ReplaceAllStringFunc(strings.TrimSpace(rest),
						func(s string) string {
							return `"` + clock(s[1:]) + `"`
						})
				default:
					c.line(t, word, strings.Fields(rest))
				}
			}
			if name == "" && len(wants) == 0 {
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+name, func(t *testing.T) {
				if len(wants) == 0 {
					t.Fatal("nothing is asked")
				}
				projections, refused := judged(t, `{}`, c.log())
				if len(refused) > 0 || len(projections) != 1 {
					t.Fatal(len(projections), refused)
				}
				expect(t, projections[0], wants)
			})
		}
	}
}

// workedCase is the log of a case in the making.
type workedCase struct {
	testLog
	rule   string
	limits []string
}

var wantedTime = regexp.MustCompile(`@[0-9/:.]+`)

// clock gives a time of March 2026.
func clock(s string) string {
	day, time, ok := strings.Cut(s, "/")
	if !ok {
		day, time = "5", s
	}
	if len(time) == len("15:04") {
		time += ":00"
	}
	return fmt.Sprintf("2026-03-%02sT%sZ", day, time)
}

// fields gives members of an object; of is what is no JSON.
func fields(list []string) string {
	var out []string
	for _, f := range list {
		name, v, _ := strings.Cut(f, "=")
		if !json.Valid([]byte(v)) {
			v = `"` + v + `"`
		}
		out = append(out, `"`+name+`":`+v)
	}
	return strings.Join(out, ",")
}

func (c *workedCase) line(t *testing.T, word string, args []string) {
	at := func(i int) string { return `"time":"` + clock(args[i]) + `",` }
	switch word {
	case "rule":
		c.rule = fields(args)
	case "limit":
		c.limits = append(c.limits, "{"+fields(args)+"}")
	case "leg":
		planned := `"ts":1`
		if args[2] != "-" {
			planned += `,"plannedDeparture":"` + clock(args[2]) + `"`
		}
		if args[3] != "-" {
			planned += `,"plannedArrival":"` + clock(args[3]) + `"`
		}
		c.voyage(args[1], "VoyageScheduled", planned)
		c.order("O-1", "VoyageAssigned", `"ts":1,"voyageID":"`+args[1]+`","leg":`+args[0])
	case "voyage":
		c.voyage(args[0], args[1], at(2)+fields(ofContainer(args[3:])))
	case "order":
		c.order("O-1", args[0], at(1)+fields(ofContainer(args[2:])))
	case "read":
		members := ofContainer(args[1:])
		key := strings.TrimPrefix(members[len(members)-1], "containerID=")
		c.add(topicMetrics, 0, key, `{"type":"ContainerMetric",`+at(0)+fields(members)+`}`)
	case "until":
		c.add(topicMetrics, 0, "C-9", `{"type":"ContainerMetric",`+at(0)+`"o2":20}`)
	default:
		t.Fatalf("%q begins no line", word)
	}
}

// ofContainer makes the last field the container, C-1 if it is not told.
func ofContainer(args []string) []string {
	if n := len(args); n > 0 && strings.HasPrefix(args[n-1], "containerID=") {
		return args
	}
	return append(slices.Clip(args), "containerID=C-1")
}

func (c *workedCase) log() *testLog {
	created := `"ts":1`
	if c.rule != "" {
		created += `,"rule":{"id":"own",` + c.rule + `,"limits":[` +
			strings.Join(c.limits, ",") + `]}`
	}
	c.order("O-1", "OrderCreated", created)
	c.order("O-1", "ContainerAllocated", `"ts":1,"containerID":"C-1"`)
	return &c.testLog
}

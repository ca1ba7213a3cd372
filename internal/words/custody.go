package words

import (
	"encoding/json"
	"time"

	"coldchain/joins/rule"
)

// Custody is the time for which one container carries the order's goods. A judged one has a
// Temperature only if something of the rule's sensor was observed.
type Custody struct {
	ContainerID    string       `json:"containerID"`
	Legs           []Leg        `json:"legs"`
	Window         *Window      `json:"window"`
	Through        *time.Time   `json:"through"`
	Phase          string       `json:"phase"`
	Verdict        string       `json:"verdict"`
	Reasons        []string     `json:"reasons"`
	Rule           *rule.Rule   `json:"rule"`
	Archived       bool         `json:"archived"`
	Segments       []Segment    `json:"segments"`
	Coverage       *float64     `json:"coverage"` // nil: the custody was not judged
	JudgedMs       int64        `json:"judgedMs"`
	Gaps           []Stretch    `json:"gaps"`
	GapCount       int64        `json:"gapCount"`
	Excursions     []Excursion  `json:"excursions"`
	ExcursionCount int64        `json:"excursionCount"`
	Limits         []Total      `json:"limits"`
	Temperature    *Temperature `json:"temperature"`
	Readings       *Readings    `json:"readings"`
}

// Leg is a part of a custody: a voyage. Start is nil if the voyage has no window.
type Leg struct {
	Number     int64      `json:"leg"`
	VoyageID   string     `json:"voyageID"`
	VesselID   string     `json:"vesselID"`
	From       string     `json:"from"`
	To         string     `json:"to"`
	Start      *time.Time `json:"start"`
	StartBasis string     `json:"startBasis"`
	End        *time.Time `json:"end"`
	EndBasis   string     `json:"endBasis"`
}

// contradictory says that the leg ends before it begins.
func (l *Leg) contradictory() bool {
	return l.Start != nil && l.End != nil && !l.Start.Before(*l.End)
}

// Window is the time for which a custody is judged.
type Window struct {
	Start      time.Time  `json:"start"`
	StartBasis string     `json:"startBasis"`
	End        *time.Time `json:"end"` // nil: open
	EndBasis   string     `json:"endBasis"`
}

func (w *Window) invalid() bool { return w.End != nil && !w.Start.Before(*w.End) }

// Segment is a part of the window, by whose hands the container was in.
type Segment struct {
	Kind       string     `json:"kind"`
	Leg        int64      `json:"leg"`
	Start      time.Time  `json:"start"`
	End        *time.Time `json:"end"`        // nil: open
	ObservedMs *int64     `json:"observedMs"` // nil: not judged, or still to come
	Limits     []Share    `json:"limits"`
}

// Share is how much of a limit's excursions and other breaking lies in a segment.
type Share struct {
	ID string `json:"id"`
	Ms int64  `json:"ms"`
}

// Stretch is a time from Start to End. Of a gap, Ms is all of it; of an excursion, what counts.
type Stretch struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Ms    int64     `json:"ms"`
}

func (s *Stretch) length() int64 { return s.End.Sub(s.Start).Milliseconds() }

// Excursion is one stretch of readings beyond a limit.
type Excursion struct {
	Limit string `json:"limit"`
	Stretch
	Worst         json.Number `json:"worst"`
	WorstAt       time.Time   `json:"worstAt"`
	DegreeMinutes json.Number `json:"degreeMinutes"`
	Open          bool        `json:"open"`
	Began         *State      `json:"began"`
}

// State is what one reading says beside the value that is judged; nil is not said.
type State struct {
	SetPoint  *json.Number `json:"setPoint"`
	Power     *json.Number `json:"power"`
	Door      *bool        `json:"door"` // open
	Latitude  *json.Number `json:"latitude"`
	Longitude *json.Number `json:"longitude"`
}

// Total is what all excursions of a limit come to, and what they may come to where nothing was
// observed between them.
type Total struct {
	ID                string `json:"id"`
	Ms                int64  `json:"ms"`
	LongestMs         int64  `json:"longestMs"`
	Excursions        int64  `json:"excursions"`
	PossibleMs        int64  `json:"possibleMs"`
	LongestPossibleMs int64  `json:"longestPossibleMs"`
}

// Temperature is the range and the mean kinetic temperature of the rule's sensor, in degrees.
type Temperature struct {
	Min json.Number `json:"min"`
	Max json.Number `json:"max"`
	MKT json.Number `json:"mkt"`
}

// Readings counts those of the rule's sensor in the judged time.
type Readings struct {
	Count      int64      `json:"count"`
	Faulty     int64      `json:"faulty"`
	Duplicates int64      `json:"duplicates"`
	Conflicts  int64      `json:"conflicts"`
	First      *time.Time `json:"first"`
	Last       *time.Time `json:"last"`
}

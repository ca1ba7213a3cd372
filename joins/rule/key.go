package rule

import (
	"slices"

	"coldchain/joins/measure"
)

// Key is one key of a rule book, for documents. What says a limit's bound is in Bounds.
type Key struct {
	Of      string // what has it: an entry, a limit, or the pullDown of an entry
	Name    string
	Kind    string // what its value is
	Default string // what it is where it is left out: Required if it can't be, empty for nothing
	Meaning string
}

// Required is the default of a key that must be given.
const Required = "required"

// key is a Key of a T, and how its value is read into one.
type key[T any] struct {
	Key
	read func(r *reader, n *node, path string, into *T)
}

// row makes a key whose value goes into a field of T.
func row[T, V any](
	of, name string, k kind[V], whenAbsent, meaning string, field func(*T) *V,
) key[T] {
	return key[T]{Key{of, name, k.name, whenAbsent, meaning},
		func(r *reader, n *node, path string, into *T) { *field(into) = k.read(r, n, path) }}
}

// idKey and versionKey are keys of entries that do not stand in a rule book.
var (
	idKey = row("entry", "id", ruleIDKind, Required,
		"the rule's name, in an order's own rule only: in a rule book it is the entry's key",
		func(r *Rule) *string { return &r.ID })
	versionKey = row("entry", "version", integerKind, "",
		"the version of the rule book, only where an answer shows the rule",
		func(r *Rule) **int64 { return &r.Version })
)

// entryKeys are the keys that every entry may have, in the order in which they are written.
var entryKeys = []key[Rule]{
	row("entry", "sensor", sensorKind, measure.DefaultSensor,
		"whose readings judge",
		func(r *Rule) *string { return &r.Sensor }),
	row("entry", "maxGap", positiveKind, Required,
		"a reading speaks for at most this long",
		func(r *Rule) *int64 { return &r.MaxGap }),
	row("entry", "minCoverage", shareKind, "0",
		"the share of the window that each needed series must observe",
		func(r *Rule) *int64 { return &r.MinCoverage }),
	row("entry", "maxBlind", durationKind, "",
		"the longest unobserved stretch that a needed series may have",
		func(r *Rule) *int64 { return &r.MaxBlind }),
	row("entry", "stuckAfter", positiveKind, "",
		"a sensor that repeats one temperature for longer proves nothing",
		func(r *Rule) *int64 { return &r.StuckAfter }),
	row("entry", "pullDown", pullDownKind, "",
		"the goods are loaded warm: upper temperature limits count from when they are cold",
		func(r *Rule) **PullDown { return &r.PullDown }),
	row("entry", "settle", durationKind, "24h",
		"how long after the window's end the answer becomes final",
		func(r *Rule) *int64 { return &r.Settle }),
	row("entry", "mktMax", optionalNumberKind, "",
		"the greatest mean kinetic temperature; it makes an answer worse, never better",
		func(r *Rule) **int64 { return &r.MKTMax }),
	row("entry", "limits", limitsKind, "",
		"the limits; a rule without any counts as none",
		func(r *Rule) *[]Limit { return &r.Limits }),
}

var pullDownKeys = []key[PullDown]{
	row("pullDown", "within", positiveKind, Required,
		"the longest time from the start until the goods are cold",
		func(p *PullDown) *int64 { return &p.Within }),
	row("pullDown", "to", numberKind, Required,
		"the temperature at which they are cold, or below it",
		func(p *PullDown) *int64 { return &p.To }),
}

// limitKeys are the keys of a limit but for its bound, in the order in which they are written.
var limitKeys = []key[Limit]{
	row("limit", "id", limitIDKind, Required,
		"names the limit in reasons and excursions",
		func(l *Limit) *string { return &l.ID }),
	row("limit", "metric", metricKind, Required,
		"what is measured",
		func(l *Limit) *measure.Metric { return &l.Metric }),
	row("limit", "sensor", sensorKind, "that of the entry",
		"whose readings the limit looks at",
		func(l *Limit) *string { return &l.Sensor }),
	row("limit", "single", durationKind, "",
		"the longest allowed excursion; this or cumulative is given, or both",
		func(l *Limit) *int64 { return &l.Single }),
	row("limit", "cumulative", durationKind, "",
		"the longest allowed total of the excursions of a custody",
		func(l *Limit) *int64 { return &l.Cumulative }),
	row("limit", "inclusive", boolKind, "false",
		"exceeded is as long or longer, not only longer",
		func(l *Limit) *bool { return &l.Inclusive }),
	row("limit", "exemptDuringDefrost", boolKind, "false",
		"readings during defrost are excused",
		func(l *Limit) *bool { return &l.ExemptDuringDefrost }),
	row("limit", "defrostGrace", durationKind, "0",
		"for how long behind a defrost readings are excused; only beside exemptDuringDefrost",
		func(l *Limit) *int64 { return &l.DefrostGrace }),
	row("limit", "defrostMax", positiveKind, "1h",
		"for how long a defrost excuses at most; only beside exemptDuringDefrost",
		func(l *Limit) *int64 { return &l.DefrostMax }),
}

// Keys are all keys of entries, of their pullDown, and of limits but for the bound.
func Keys() []Key {
	list := keysOf([]key[Rule]{idKey, versionKey})
	return slices.Concat(list, keysOf(entryKeys), keysOf(pullDownKeys), keysOf(limitKeys))
}

func keysOf[T any](keys []key[T]) (list []Key) {
	for i := range keys {
		list = append(list, keys[i].Key)
	}
	return list
}

// names are the keys as they are written.
func names[T any](keys []key[T]) (list []string) {
	for i := range keys {
		list = append(list, keys[i].Name)
	}
	return list
}

// readKeys reads those of a mapping's fields that keys tell of. line is where to say what is
// missing.
func readKeys[T any](
	r *reader, fields map[string]*node, line int, path string, keys []key[T], into *T,
) {
	for i := range keys {
		k := &keys[i]
		if v := fields[k.Name]; v != nil {
			k.read(r, v, subPath(path, k.Name), into)
		} else if k.Default == Required {
			r.wrong(line, path, "%s is missing: %s", k.Name, k.Meaning)
		}
	}
}

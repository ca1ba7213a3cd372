package rule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"coldchain/joins/measure"
)

// kind is what a value can be: what documents call it, and how it is read. What is wrong with a
// value becomes a problem; what is returned then only serves to go on.
type kind[V any] struct {
	name string
	read func(r *reader, n *node, path string) V
}

// Bounds of what a rule holds, so that what holds a rule has a bound too.
const (
	maxLimits    = 32
	maxLimitID   = 64   // bytes
	maxRuleID    = 1024 // bytes, as of any text of an order event
	maxMagnitude = 1_000_000_000_000_000
)

var (
	ruleIDKind  = kind[string]{"text of at most 1,024 bytes", textOfAtMost(maxRuleID)}
	limitIDKind = kind[string]{"text of at most 64 bytes", textOfAtMost(maxLimitID)}
	sensorKind  = kind[string]{"sensor", readSensor}
	metricKind  = kind[measure.Metric]{metricNames(), readMetric}
	boolKind    = kind[bool]{"true or false", readBool}

	numberKind         = kind[int64]{"number", readNumber}
	optionalNumberKind = kind[*int64]{"number", func(r *reader, n *node, path string) *int64 {
		v := readNumber(r, n, path)
		return &v
	}}
	integerKind = kind[*int64]{"integer", readInteger}
	shareKind   = kind[int64]{"number from 0 to 1, at most six decimals", readShare}

	durationKind = kind[int64]{"duration", readDuration}
	positiveKind = kind[int64]{"duration > 0", func(r *reader, n *node, path string) int64 {
		ms := readDuration(r, n, path)
		if ms == 0 {
			r.wrong(n.line, path, "must be more than 0")
		}
		return ms
	}}

	pullDownKind = kind[*PullDown]{"within and to", readPullDown}
	limitsKind   = kind[[]Limit]{"list of at most 32 limits", readLimits}
)

func readText(r *reader, n *node, path string) (string, bool) {
	switch n.kind {
	case textNode:
		return n.text, true
	case listNode, mapNode:
		r.wrong(n.line, path, "must be a text, is %s", n.kind)
	case nullNode, boolNode, numberNode, oddNode:
		r.wrong(n.line, path, `must be a text, is %s: write "%s" in quotes if it is meant as one`,
			n.kind, clip(n.text))
	}
	return "", false
}

func textOfAtMost(most int) func(r *reader, n *node, path string) string {
	return func(r *reader, n *node, path string) string {
		s, _ := readText(r, n, path)
		if len(s) > most {
			r.wrong(n.line, path, "%s has %d bytes, at most %d are allowed", quote(s), len(s), most)
		}
		return s
	}
}

// readSensor reads a text that a reading's sensor can be equal to.
func readSensor(r *reader, n *node, path string) string {
	s, ok := readText(r, n, path)
	if ok && !measure.ValidID([]byte(s)) {
		r.wrong(n.line, path, "is %s: no sensor has such a name (1 to %d printable bytes "+
			"without spaces at either end)", quote(s), measure.MaxID)
	}
	return s
}

func readMetric(r *reader, n *node, path string) measure.Metric {
	name, ok := readText(r, n, path)
	for _, m := range measure.Limited() {
		if m.String() == name {
			return m
		}
	}
	if ok {
		r.wrong(n.line, path, "is %s: must be one of %s", quote(name), metricNames())
	}
	return measure.Temperature
}

func metricNames() string {
	var list []string
	for _, m := range measure.Limited() {
		list = append(list, m.String())
	}
	return strings.Join(list, ", ")
}

func readBool(r *reader, n *node, path string) bool {
	if n.kind != boolNode {
		r.wrong(n.line, path, "must be true or false, is %s", n.kind)
	}
	return n.text == "true"
}

// readDecimal reads a number of at most 10^12 either way.
func readDecimal(r *reader, n *node, path string) (measure.Decimal, bool) {
	switch n.kind {
	case numberNode:
		d, ok := measure.ParseDecimal([]byte(n.text))
		if ok && !tooBig(d, n.text) {
			return d, true
		}
		r.wrong(n.line, path, "is %s: must be a number of at most 10^12 either way", clip(n.text))
	case textNode:
		r.wrong(n.line, path, "must be a number, is the text %s", quote(n.text))
	case oddNode:
		r.wrong(n.line, path, "is %s, which versions of YAML read differently: "+
			"write a plain decimal number", clip(n.text))
	case nullNode, boolNode, listNode, mapNode:
		r.wrong(n.line, path, "must be a number, is %s", n.kind)
	}
	return measure.Decimal{}, false
}

// tooBig says whether a number is beyond 10^12. One that was rounded to 10^12 is 999999999999.9995
// or more and too big only if it begins with a 1.
func tooBig(d measure.Decimal, text string) bool {
	v := max(d.Thousandths, -d.Thousandths)
	if v == maxMagnitude && !d.Exact {
		return strings.TrimLeft(text, "+-0.")[0] == '1'
	}
	return v > maxMagnitude
}

// readNumber reads a number in thousandths, rounded half away from zero.
func readNumber(r *reader, n *node, path string) int64 {
	d, _ := readDecimal(r, n, path)
	return d.Thousandths
}

func readInteger(r *reader, n *node, path string) *int64 {
	d, ok := readDecimal(r, n, path)
	v, whole := d.Whole()
	if ok && !whole {
		r.wrong(n.line, path, "is %s: must be an integer", clip(n.text))
	}
	return &v
}

// readShare reads a number from 0 to 1 in millionths.
func readShare(r *reader, n *node, path string) int64 {
	if _, ok := readDecimal(r, n, path); !ok {
		return 0
	}
	d, _ := measure.ParseDecimal(timesThousand(n.text))
	switch {
	case d.Thousandths < 0 || d.Thousandths > 1_000_000:
		r.wrong(n.line, path, "is %s: must be from 0 to 1, as 0.95 for 95 %%", clip(n.text))
	case !d.Exact:
		r.wrong(n.line, path, "is %s: must have at most six decimals", clip(n.text))
	}
	return d.Thousandths
}

// timesThousand is the text of a number a thousand times as great. The exponent of one that is next
// to nothing may be left alone.
func timesThousand(number string) []byte {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	e := 0
	if exponent != "" {
		var err error
		if e, err = strconv.Atoi(exponent); err != nil {
			return []byte(number)
		}
	}
	return fmt.Appendf(nil, "%se%d", mantissa, e+3)
}

// readDuration reads an unsigned duration in Go's notation, or 0, in ms.
func readDuration(r *reader, n *node, path string) int64 {
	switch n.kind {
	case textNode:
	case numberNode, oddNode:
		if n.text == "0" {
			return 0
		}
		r.wrong(n.line, path, `is %s: a duration needs a unit, as "90s" or "1h30m"`, clip(n.text))
		return Unset
	case nullNode, boolNode, listNode, mapNode:
		r.wrong(n.line, path, `must be a duration such as "1h30m", is %s`, n.kind)
		return Unset
	}
	d, err := time.ParseDuration(n.text)
	switch {
	case err != nil || strings.HasPrefix(n.text, "-") || strings.HasPrefix(n.text, "+"):
		r.wrong(n.line, path, `%s is not a duration: write it as "90s", "1h30m" or "0", `+
			`without a sign, at most %s`, quote(n.text), maxDuration)
		return Unset
	case d%time.Millisecond != 0:
		r.wrong(n.line, path, "%s is not a whole number of milliseconds", quote(n.text))
	}
	return d.Milliseconds()
}

// maxDuration is the longest duration of whole milliseconds.
const maxDuration = (1<<63 - 1) * time.Nanosecond / time.Millisecond * time.Millisecond

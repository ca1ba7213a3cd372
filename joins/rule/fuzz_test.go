package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// roundTrip checks that a rule that was read says the same when it is written and read again.
func roundTrip(t *testing.T, r *Rule) {
	t.Helper()
	once := r.AppendJSON(nil)
	if !json.Valid(once) {
		t.Fatalf("%+v is written as %q", r, once)
	}
	back, err := Decode(once)
	if err != nil || !reflect.DeepEqual(back, r) {
		t.Fatalf("%+v is written as %s and read as %+v, %v", r, once, back, err)
	}
	if again := back.AppendJSON(nil); !bytes.Equal(once, again) {
		t.Fatalf("%s, then %s", once, again)
	}
	if len(r.Limits) > maxLimits || r.MaxGap <= 0 || r.MinCoverage < 0 ||
		r.MinCoverage > 1_000_000 {
		t.Fatalf("%s was read", once)
	}
	for _, l := range r.Limits {
		if len(l.ID) > maxLimitID || l.Sensor == "" || l.Bound >= numBounds ||
			l.Single == Unset && l.Cumulative == Unset || l.Bound.Relative() && l.Value < 0 ||
			l.ExemptDuringDefrost != (l.DefrostMax > 0) {
			t.Fatalf("%s was read", once)
		}
	}
}

// Whatever a rule book holds, it is read, or refused with the line.
func FuzzParseBook(f *testing.F) {
	f.Add([]byte(sampleBook))
	f.Add([]byte(sampleJSON))
	f.Add(
		[]byte("rules: &a {b: {maxGap: 1h, limits: [{id: 1_0, above: 0x1}]}}\ndefault: *a\n--- x"))
	f.Add([]byte("default:\n\tmaxGap: 1h\n"))
	f.Add([]byte("default: {maxGap: 1h, pullDown: {within: 1ms, to: -.5}}\n# \u2028\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		b, err := ParseBook(in)
		if err != nil {
			if !errors.Is(err, errEmpty) &&
				!strings.HasPrefix(err.Error(), "read rule book: line ") {
				t.Fatalf("%q: %v", in, err)
			}
			return
		}
		for _, id := range b.Products() {
			rule := b.For(&id)
			if rule.ID != id {
				t.Fatalf("%q: product %q has rule %q", in, id, rule.ID)
			}
			if len(id) <= maxRuleID {
				roundTrip(t, rule)
			}
		}
		if rule := b.For(nil); rule != nil {
			roundTrip(t, rule)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`{"id":"a\u001f","version":3,"maxGap":"1.5h","minCoverage":0.123456,"mktMax":-1.2345,` +
			`"maxBlind":"0","limits":[{"id":"w","metric":"temperature","above":5.0,"single":"30m","cumulative":"2h",` +
			`"exemptDuringDefrost":true}]}`,
		`{"id":"","maxGap":"1ms","limits":[{"id":"é","metric":"o2","atOrBelow":1e-3,` +
			`"cumulative":"0.1s","sensor":"s"}]}`,
		`{"id":"\ud83d\ude00","maxGap":"2562047h47m16.854s","stuckAfter":"1ms",` +
			`"pullDown":{"within":"1h","to":-4}}`,
		`{"id":"d","maxGap":"1h","limits":[{"id":"d","metric":"door","above":0,"single":0,` +
			`"inclusive":true,"exemptDuringDefrost":true,"defrostGrace":"1m","defrostMax":"2m"}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		own, ownErr := Parse(in)
		full, fullErr := Decode(in)
		if ownErr == nil {
			if fullErr != nil || !reflect.DeepEqual(own, full) || own.Version != nil {
				t.Fatalf("%q: an own rule %+v is decoded as %+v, %v", in, own, full, fullErr)
			}
		}
		if fullErr == nil {
			roundTrip(t, full)
		}
	})
}

package oracle

import "testing"

func TestDiff(t *testing.T) {
	list := func(s string) []byte { return []byte("[" + s + "]") }
	const digest = "00112233445566778899aabbccddeeff"
	decided := func(current, own string) string {
		return `{"schema":2,` + own + `"decisions":[{"by":"QA","digest":"` + digest +
			`","current":` +
			current + `}]}`
	}
	mkt := func(mkt, max string) string {
		return `{"containers":[{"temperature":{"mkt":` + mkt + `,"max":` + max + `}}]}`
	}
	other, same := `"digest":"ff112233445566778899aabbccddeeff",`, `"digest":"`+digest+`",`
	for _, c := range []struct {
		want, got string
		differs   bool
	}{
		{`{"a":1.50}`, `{"a":15e-1}`, false},
		{`{"a":1}`, `{"a":"1"}`, true},
		{`{"a":1}`, `{"a":1,"b":null}`, true},
		{`{"a":[1,2]}`, `{"a":[1]}`, true},
		{`{"a":true}`, `{"a":false}`, true},
		{`{"schema":2,"digest":"x"}`, `{"schema":2}`, false},
		{`{"pickupAddress":{"digest":"x"}}`, `{"pickupAddress":{}}`, true},
		{mkt("4.402", "5"), mkt("4.403", "5"), false},
		{mkt("4.402", "5"), mkt("4.404", "5"), true},
		{mkt("4.402", "5"), mkt("4.402", "5.001"), true},
		{decided("true", ""), decided("false", ""), false},
		{decided("false", other), decided("true", same), false},
		{decided("false", other), decided("false", same), true},
		{decided("true", other), decided("true", same), true},
		{`{"schema":2,"decisions":[{"digest":"x","current":false}]}`,
			`{"schema":2,"decisions":[{"digest":"x","current":true}]}`, true},
		{`{"schema":2,"decisions":[{"by":"a"}]}`, `{"schema":2,"decisions":[{"by":"b"}]}`, true},
	} {
		if got := Diff(list(c.want), list(c.got)); len(got) > 0 != c.differs {
			t.Errorf("%s and %s: %q", c.want, c.got, got)
		}
	}
	if d := Diff([]Refusal(nil), []Refusal{}); len(d) > 0 {
		t.Error(d)
	}
	got := list(`{"topic":"orders","partition":0,"offset":3,"code":"bad_time"}`)
	if d := Diff([]Refusal{{Topic: "orders", Offset: 3, Code: "bad_id"}}, got); len(d) != 1 {
		t.Error(d)
	}
}

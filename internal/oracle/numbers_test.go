package oracle

import "testing"

func TestRoundingOfDecimals(t *testing.T) {
	for text, want := range map[string]int64{
		"-18.0005": -18001, "18.0005": 18001, "18.00049999999999999999": 18000, "0.0004": 0, "-0.0004": 0, "-0.0005": -1, ".5": 500, "5.": 5000, "+5": 5000, "005": 5000,
		"1e3": 1000000, "12345e-4": 1235, "1E-999999999999": 0, "0e999999999999": 0, "80.0005": 80001, "2.675": 2675, "1.0005": 1001, "999999999999.9995": 1000000000000000,
	} {
		d, err := parseDecimal(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := thousandths(d); err != nil || got != want {
			t.Errorf("%s: want %d, got %d, %v", text, want, got, err)
		}
	}
	for _, text := range []string{"1000000000001", "-1e13", "1e999999999999"} {
		d, _ := parseDecimal(text)
		if got, err := thousandths(d); err == nil {
			t.Errorf("%s is taken as %d", text, got)
		}
	}
}

func TestNumberText(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 5: "0.005", -5: "-0.005", 5000: "5", -1500: "-1.5", 100010: "100.01"} {
		if got := number(n, 3); got.String() != want {
			t.Errorf("%d: want %s, got %s", n, want, got)
		}
	}
}

func TestDiff(t *testing.T) {
	list := func(s string) []byte { return []byte("[" + s + "]") }
	for _, c := range []struct {
		want, got string
		differs   bool
	}{
		{`{"a":1.50}`, `{"a":15e-1}`, false},
		{`{"a":1}`, `{"a":"1"}`, true},
		{`{"a":1}`, `{"a":1,"b":null}`, true},
		{`{"a":[1,2]}`, `{"a":[1]}`, true},
		{`{"a":true}`, `{"a":false}`, true},
		{`{"schema":1,"digest":"x"}`, `{"schema":1}`, false},
		{`{"pickupAddress":{"digest":"x"}}`, `{"pickupAddress":{}}`, true},
		{`{"legs":[{"temperature":{"mkt":4.402,"max":5}}]}`, `{"legs":[{"temperature":{"mkt":4.403,"max":5}}]}`, false},
		{`{"legs":[{"temperature":{"mkt":4.402,"max":5}}]}`, `{"legs":[{"temperature":{"mkt":4.404,"max":5}}]}`, true},
		{`{"legs":[{"temperature":{"mkt":4.402,"max":5}}]}`, `{"legs":[{"temperature":{"mkt":4.402,"max":5.001}}]}`, true},
	} {
		if got := Diff(list(c.want), list(c.got)); len(got) > 0 != c.differs {
			t.Errorf("%s and %s: %q", c.want, c.got, got)
		}
	}
	if d := Diff([]Refusal(nil), []Refusal{}); len(d) > 0 {
		t.Error(d)
	}
	if d := Diff([]Refusal{{Topic: "orders", Offset: 3, Code: "bad_id"}}, list(`{"topic":"orders","partition":0,"offset":3,"code":"bad_time"}`)); len(d) != 1 {
		t.Error(d)
	}
}

package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// accepts says whether the text is one JSON value with nothing after it.
func accepts(text string) bool {
	b := []byte(text)
	var v Value
	i := Read(b, SkipSpace(b, 0), 0, &v)
	return i >= 0 && SkipSpace(b, i) == len(b)
}

func TestReadJSON(t *testing.T) {
	f := func(text string, want bool) {
		t.Helper()
		if got := accepts(text); got != want {
			t.Errorf("%.60q: got %v, want %v", text, got, want)
		}
	}
	f(`{}`, true)
	f(` { "a" : [ 1 , true , false , null , "x" , { } , [ ] ] } `, true)
	f("\t\r\n0\n", true)
	f("", false)
	f(" ", false)
	f("\ufeff{}", false)
	f("\v{}", false)
	f(`{} {}`, false)
	f(`{}x`, false)
	f(`{`, false)
	f(`{"a"`, false)
	f(`{"a":`, false)
	f(`{"a":1`, false)
	f(`{"a":1,`, false)
	f(`{"a":1,}`, false)
	f(`{"a" 1}`, false)
	f(`{"a":1 "b":2}`, false)
	f(`{a:1}`, false)
	f(`{1:1}`, false)
	f(`{,}`, false)
	f(`[`, false)
	f(`[1`, false)
	f(`[1,]`, false)
	f(`[,1]`, false)
	f(`[1 2]`, false)
	f(`[1}`, false)
	f(`{"a":1]`, false)
	f(`]`, false)
	f(`'a'`, false)
	f(`// x`, false)

	f(`true`, true)
	f(`tru`, false)
	f(`truee`, false)
	f(`True`, false)
	f(`nul`, false)
	f(`NaN`, false)
	f(`Infinity`, false)

	f(`-0`, true)
	f(`-0.0e-00`, true)
	f(`1E+9`, true)
	f(`123.456`, true)
	f(`1e999999999`, true)
	f(`01`, false)
	f(`-01`, false)
	f(`+1`, false)
	f(`.5`, false)
	f(`5.`, false)
	f(`-`, false)
	f(`1e`, false)
	f(`1e+`, false)
	f(`1.e1`, false)
	f(`0x10`, false)
	f(`1_000`, false)
}

func TestReadJSONStrings(t *testing.T) {
	f := func(text string, want bool) {
		t.Helper()
		if got := accepts(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
	f(`"\"\\\/\b\f\n\r\t\u00e9"`, true)
	f(`"é漢😀`+"\u007f"+`"`, true)
	f(`"\ud83d\ude00"`, true)
	f(`"\uD83D\uDE00"`, true)
	f(`"\u0000"`, true)
	f(`"\uffff"`, true)
	f(`"\ufffd"`, true)
	f("\"\ufffd\"", true)
	f(`"`, false)
	f(`"a`, false)
	f(`"\"`, false)
	f(`"\x41"`, false)
	f(`"\'"`, false)
	f(`"\U0041"`, false)
	f(`"\u004"`, false)
	f(`"\u004`, false)
	f(`"\u004g"`, false)
	f(`"\u+041"`, false)
	f(`"\ud83d"`, false)
	f(`"\ud83dx"`, false)
	f(`"\ud83d\n"`, false)
	f(`"\ud83d\u0041"`, false)
	f(`"\ud83d\ud83d"`, false)
	f(`"\ude00"`, false)
	f(`"\ude00\ud83d"`, false)
	f(`"\ud83d\ude0`, false)
	f("\"\x00\"", false)
	f("\"\n\"", false)
	f("\"\x1f\"", false)
	f("\"\x80\"", false)
	f("\"\xc3\"", false)
	f("\"\xc0\x80\"", false)         // overlong
	f("\"\xed\xa0\x80\"", false)     // a surrogate in UTF-8
	f("\"\xf4\x90\x80\x80\"", false) // beyond Unicode
	f("{\"\xff\":1}", false)
	f("\xff", false)
}

func TestReadJSONNesting(t *testing.T) {
	f := func(depth int, want bool) {
		t.Helper()
		for _, text := range []string{
			strings.Repeat("[", depth) + strings.Repeat("]", depth),
			strings.Repeat(`{"a":`, depth-1) + "{}" + strings.Repeat("}", depth-1),
			strings.Repeat(`[{"a":`, depth/2) + "1" + strings.Repeat("}]", depth/2),
		} {
			if got := accepts(text); got != want {
				t.Errorf("%d deep, %.12s: got %v, want %v", depth, text, got, want)
			}
		}
	}
	f(2, true)
	f(1000, true)
	f(1002, false)
	f(100_000, false)
	if accepts(strings.Repeat("[", 1001) + strings.Repeat("]", 1001)) {
		t.Error("1001 deep was accepted")
	}
}

func TestUnescape(t *testing.T) {
	f := func(raw, want string) {
		t.Helper()
		if got := string(AppendUnescaped(nil, []byte(raw))); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
	f(``, "")
	f(`plain é`, "plain é")
	f(`\"\\\/\b\f\n\r\t`, "\"\\/\b\f\n\r\t")
	f(`\u0041\u00e9\u6f22\ud83d\ude00!`, "Aé漢😀!")
	f(`\uFFFD\ufffd`, "\ufffd\ufffd")
}

func TestCompact(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		if got := string(AppendCompact(nil, []byte(text))); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	f(`{}`, `{}`)
	f("{ \"a b\" :\t[ 1 , \"x \\\" y\" ] ,\r\n \"\u00e9\" : null }",
		`{"a b":[1,"x \" y"],"é":null}`)
}

func TestRepeatsKey(t *testing.T) {
	f := func(text string, want bool) {
		t.Helper()
		if got := RepeatsKey([]byte(text)); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	f(`{}`, false)
	f(`[]`, false)
	f(`{"a":1,"b":2}`, false)
	f(`{"a":1,"a":1}`, true)
	f(`{"a":{"a":{"a":[]}}}`, false)
	f(`[{"a":1},{"a":2}]`, false)
	f(`{"x":[1, {"a":"}" , "b" : -1.5e3 , "a":2}]}`, true)
	f(`{ "x" : { "y" : [ [ { "q":null , "q":null } ] ] } }`, true)
	f(`{"a":1,"\u0061":2}`, true)
	f(`{"a":[],"b":{},"c":"a","a":0}`, true)
	f(`{"":1,"":2}`, true)
}

func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,2.5e3,"x\u00e9\ud83d\ude00"],"b":{"c":null}}`, `[[[]]]`, "\"\xed\xa0\x80\"",
		`-0.1E+7`, `{"a":tru}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got := accepts(string(b))
		valid := json.Valid(b) && utf8.Valid(b)
		if got && !valid {
			t.Fatalf("%q was accepted", b)
		}
		shallow := strings.Count(string(b), "[")+strings.Count(string(b), "{") <= MaxNesting
		if valid && shallow && !strings.Contains(string(b), `\u`) && !got {
			t.Fatalf("%q was refused", b)
		}
		if !got {
			return
		}
		var compacted, parsed any
		if err := json.Unmarshal(b, &parsed); err != nil {
			return // a number beyond float64
		}
		compact := AppendCompact(nil, b)
		if err := json.Unmarshal(compact, &compacted); err != nil || len(compact) > len(b) {
			t.Fatalf("%q became %q: %v", b, compact, err)
		}
		if s, ok := parsed.(string); ok {
			var v Value
			Read(b, SkipSpace(b, 0), 0, &v)
			if own := string(AppendUnescaped(nil, v.Raw)); own != s {
				t.Fatalf("%q: got %q, want %q", b, own, s)
			}
		}
		RepeatsKey(compact)
	})
}

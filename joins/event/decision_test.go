package event

import "testing"

func TestDecision(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		value := `{"type":"QualityDecision",` + fields + `}`
		if got := readOrder(&d, inputRecord("O", value)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`"decision":"released","by":"QA"`, `QualityDecision O 0 released by "QA"`)
	f(`"decision":"rejected","by":"QA"`, `QualityDecision O 0 rejected by "QA"`)
	f(`"decision":"h\u006fld","by":" "`, `QualityDecision O 0 hold by " "`)
	f(`"decision":"hold","by":"QA","reason":"r","reference":"f","digest":"d","containerID":7`,
		`QualityDecision O 0 reason="r" hold by "QA" reference="f" digest="d"`)
	f(`"decision":"hold","by":"QA","reason":null,"reference":"","digest":null`,
		`QualityDecision O 0 hold by "QA" reference=""`)
	f(`"payload":{"decision":"hold"},"decision":"x","by":"QA"`, `QualityDecision O 0 hold by "QA"`)
	f(`"by":"QA"`, "bad_value")
	f(`"decision":null,"by":"QA"`, "bad_value")
	f(`"decision":"","by":"QA"`, "bad_value")
	f(`"decision":"Hold","by":"QA"`, "bad_value")
	f(`"decision":"hold ","by":"QA"`, "bad_value")
	f(`"decision":"open","by":"QA"`, "bad_value")
	f(`"decision":1,"by":"QA"`, "bad_value")
	f(`"decision":"hold"`, "bad_value")
	f(`"decision":"hold","by":null`, "bad_value")
	f(`"decision":"hold","by":""`, "bad_value")
	f(`"decision":"hold","by":["QA"]`, "bad_value")
	f(`"decision":"hold","by":"QA","reason":7`, "bad_value")
	f(`"decision":"hold","by":"QA","reference":{}`, "bad_value")
	f(`"decision":"hold","by":"QA","digest":true`, "bad_value")
}

package event

import (
	"strings"
	"testing"
)

func TestTuple(t *testing.T) {
	var d Decoder
	f := func(payload, more, want string) {
		t.Helper()
		value := `{"type":"ReeferTelemetries",` + more + `"payload":"` + payload + `"}`
		if got := readMetric(&d, inputRecord("1111", value)); got != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
	}
	const whole = "1111 main 1000 temperature=5027 setPoint=5000 humidity=39857 co2=! o2=21570 " +
		"power=2622 latitude=37823 longitude=-122325 door=false"
	f(`(1111, 2026-03-05 00:00:01, P05, 5.02702153, 5., 20.52035697, 2.62176459, 0, 1, 5, `+
		`21.56977522, 75.97754859, 39.85714797, 110.74727473, True, True, True, `+
		`37.8226902168957, -122.324895, 0)`, ``, whole)
	f(`('1111','2026-03-05 00:00:01','P05','5.02702153','5.',x,2.62176459,0,x,x,21.56977522,`+
		`x,39.85714797,110.74727473,x,x,x,37.8226902168957,-122.324895,x)`, ``, whole)
	f(`(\"1111\",\u00222026-03-05 00:00:01\u0022,\"P05\", \" '5.02702153' \" ,5.,x,`+
		`2.62176459,0,x,x,21.56977522,x,39.85714797,110.74727473,x,x,x,37.8226902168957,`+
		`-122.324895,x)`, ``, whole)
	f(`(,,,1,,,,,,,,,,,,,,,,)`, ``, "1111 main 0 temperature=1000")
	f(`( , '', "" ,1,,,,,,,,,,,,,,,,)`, ``, "bad_json")
	f(`( , '', \"\" ,1,,,,,,,,,,,,,,,,)`, ``, "1111 main 0 temperature=1000")
	f(`(,0,,1,,,,,,,,,,,,,,,,)`, `"ts":1772668800001,`, "1111 main 0 temperature=1000")
	f(`(,1772668800002,,1,,,,,,,,,,,,,,,,)`, `"ts":1772668800001,`, "1111 main 2 temperature=1000")
	f(`(,1772668800002,,1,,,,,,,,,,,,,,,,)`, `"timestamp":1772668800001,`,
		"1111 main 1 temperature=1000")
	f(`(X,,,1,,,,,,,,,,,,,,,,)`, `"containerID":"1111",`, "1111 main 0 temperature=1000")
	f(`(X,,,1,,,,,,,,,,,,,,,,)`, `"containerId":"1111",`, "1111 main 0 temperature=1000")
	f(`(1111,,,1,,,,,,,,,,,,,,,,)`, `"container_id":"X",`, "1111 main 0 temperature=1000")
	f(`(,,,1,,,,,,,,,,,,,,,,)`, `"temperature":2,"sensor":"s","o2":4,`,
		"1111 s 0 temperature=1000 o2=4000")
	f(`(,,,1,2,,,,,,,,,,,,,,,)`, `"setPoint":3,`, "1111 main 0 temperature=1000 setPoint=3000")
	f(`(,,,1,,,,30,,,,,,,,,,,,)`, ``, "1111 main 0 temperature=1000 door=true")

	f(`(X,,,1,,,,,,,,,,,,,,,,)`, ``, "key_mismatch")
	f(`(X\u00a0,,,1,,,,,,,,,,,,,,,,)`, ``, "bad_id")
	f(`(,noon,,1,,,,,,,,,,,,,,,,)`, ``, "bad_time")
	f(`(,,,None,,,,,,,,,,,,,,,,)`, ``, "bad_value")
	f(`(,,,1,,,,True,,,,,,,,,,,,)`, ``, "bad_value")
	f(`(,,,,,,,,,,,,,,,,,,,)`, ``, "no_values")
}

func TestTupleOfAnotherForm(t *testing.T) {
	var d Decoder
	f := func(payload string) {
		t.Helper()
		// Its fields are absent: with a top-level temperature there is all but the payload's form.
		read := func(more string) string {
			value := `{"type":"ReeferTelemetries",` + more + `,"payload":` + payload + `}`
			return readMetric(&d, inputRecord("C", value))
		}
		if got := read(`"temperature":1`); got != "bad_value" {
			t.Errorf("%s: got %q", payload, got)
		}
		// Nor do they bring an error of their own, such as a wrong key, before.
		if got := read(`"time":99999999999`); got != "time_in_future" {
			t.Errorf("%s: got %q", payload, got)
		}
	}
	commas := strings.Repeat(",", 19)
	f(`"(C, 2026-03-05 00:00:01, P05, 99)"`)
	f(`"(\u0000,noon` + strings.Repeat(",", 17) + `)"`)
	f(`"(\u0000,noon` + strings.Repeat(",", 19) + `)"`)
	f(`"` + commas + `"`)
	f(`"(` + commas + `"`)
	f(`"` + commas + `)"`)
	f(`"[` + commas + `]"`)
	f(`" (` + commas + `)"`)
	f(`"(` + commas + `) "`)
	f(`""`)
	f(`"("`)
	f(`")"`)
	f(`"()"`)
	f(`"{\"temperature\":5}"`)
	f(`7`)
	f(`true`)
	f(`[{"temperature":5}]`)
}

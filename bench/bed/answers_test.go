package bed

import "testing"

func TestAnswers(t *testing.T) {
	of := func(pairs ...string) string {
		var a Answers
		for i := 0; i < len(pairs); i += 2 {
			a.Add(pairs[i], []byte(pairs[i+1]))
		}
		return a.String()
	}
	both := of("O-1", "respected", "O-2", "violated")
	if both != of("O-2", "violated", "O-1", "respected") {
		t.Error("the order of orders matters")
	}
	for _, other := range []string{of(), of("O-1", "respected"),
		of("O-1", "violated", "O-2", "respected"), of("O-1r", "espected", "O-2", "violated")} {
		if other == both {
			t.Errorf("%s is that of other answers", other)
		}
	}
}

func TestFigures(t *testing.T) {
	f, err := parseFigures([]byte("a line\n{\"readings\":3,\"seconds\":1.5}\n"), 3)
	if err != nil || f.Seconds != 1.5 {
		t.Errorf("%v: %+v", err, f)
	}
	for _, out := range []string{"", "no figures", `{"readings":2}`} {
		if _, err := parseFigures([]byte(out), 3); err == nil {
			t.Errorf("%q are figures of 3 readings", out)
		}
	}
}

func TestTold(t *testing.T) {
	w := told{listening: make(chan struct{})}
	for _, part := range []string{"level=WARN\nWorker of group g. Answers at http://127.0.0.1:4",
		"2, state in s.\n"} {
		if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	<-w.listening
	if w.addr != "127.0.0.1:42" {
		t.Error(w.addr)
	}
	for range 100 {
		if _, err := w.Write(make([]byte, 4<<10)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(w.text()); n > 128<<10 || n < 32<<10 {
		t.Errorf("%d bytes are kept", n)
	}
}

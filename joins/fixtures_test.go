package joins

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

var writeFixtures = flag.Bool("write-fixtures", false,
	"write the fixtures of the versions of now that are missing")

// formats are those of the fixtures, by name. That of chunks of readings is tested where it is
// written.
var formats = map[string]*wire.Format{
	"order": &orderFormat, "result": &resultFormat, "voyage": &voyageFormat,
	"boarding": &boardingFormat, "leg": &legFormat, "terms": &termsFormat,
	"voyageleg": &voyageLegFormat, "container": &containerFormat, "streamtime": &watermarkFormat,
	"rule": &ruleFormat, "unheard": &unheardFormat,
	"timer": &timerFormat,
}

// unversioned is a fixture behind what stands before its version: the kind of a message.
func unversioned(name string, value []byte) (before, versioned []byte) {
	if name == "terms" || name == "voyageleg" {
		return value[:1], value[1:]
	}
	return nil, value
}

// fixture is a value or a message as a version wrote it.
type fixture struct {
	name    string // as in decoders
	version byte
	value   []byte
}

// fixtures are those of all versions.
func fixtures(t testing.TB) (list []fixture) {
	t.Helper()
	files, err := filepath.Glob("testdata/v*/*.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		x := fixture{name: strings.TrimSuffix(filepath.Base(file), ".bin"), value: b}
		if _, err := fmt.Sscanf(filepath.Base(filepath.Dir(file)), "v%d", &x.version); err != nil {
			t.Fatal(file, err)
		}
		list = append(list, x)
	}
	return list
}

// What any version wrote is still read. What the version of now wrote is read as the same, is
// written as it was, and the same facts are stored as it. A newer version is refused.
func TestFixtures(t *testing.T) {
	now := specimens(t)
	for name, f := range formats {
		file := fmt.Sprintf("testdata/v%d/%s.bin", f.Version, name)
		if _, err := os.Stat(file); err == nil || !*writeFixtures {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, now[name], 0o644); err != nil {
			t.Fatal(err)
		}
	}
	there := map[string]bool{}
	for _, x := range fixtures(t) {
		format, decode := formats[x.name], decoders[x.name]
		if format == nil || decode == nil {
			t.Errorf("%s is of no format", x.name)
			continue
		}
		if _, versioned := unversioned(x.name, x.value); versioned[0] != x.version {
			t.Errorf("%s of v%d has version %d", x.name, x.version, versioned[0])
		}
		b, err := decode(x.value)
		if err != nil {
			t.Errorf("%s of v%d: %v", x.name, x.version, err)
			continue
		}
		there[fmt.Sprintf("%s v%d", x.name, x.version)] = true
		if x.version != format.Version {
			continue
		}
		if !bytes.Equal(b, x.value) {
			t.Errorf("%s: written as\n%x\nwant\n%x", x.name, b, x.value)
		}
		// Not so the container: the weights of its mean kinetic temperature may differ in the last
		// bit between processors.
		if x.name != "container" && !bytes.Equal(now[x.name], x.value) {
			t.Errorf("%s: the same facts are stored as\n%x\nwere\n%x", x.name, now[x.name], x.value)
		}
	}
	if len(formats) != len(decoders) {
		t.Errorf("%d formats, %d decoders", len(formats), len(decoders))
	}
	for name, f := range formats { // every version has one
		for v := byte(1); v <= f.Version; v++ {
			if !there[fmt.Sprintf("%s v%d", name, v)] {
				t.Errorf("there is no fixture of %s of version %d", name, v)
			}
		}
	}
}

// Every format that the package declares is among those of the fixtures.
func TestFormatsHaveFixtures(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			declared += bytes.Count(source, []byte("wire.Format{Name:"))
		}
	}
	if declared != len(formats) {
		t.Errorf("the package declares %d formats, the tests know %d", declared, len(formats))
	}
}

// A newer format is refused with the version that was found, the greatest that is known, and what
// to do.
func TestNewerFormatsAreRefused(t *testing.T) {
	for name, b := range specimens(t) {
		before, versioned := unversioned(name, b)
		f := formats[name]
		newer := append(append(bytes.Clone(before), f.Version+1), versioned[1:]...)
		want := fmt.Sprintf(
			"%s of format %d: this program reads formats up to %d; use a newer program",
			f.Name, f.Version+1, f.Version)
		if _, err := decoders[name](newer); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

// So are states with key spaces, and messages of kinds, that no program of now writes: a stage does
// not begin with them.
func TestNewerKeySpacesAndKindsAreRefused(t *testing.T) {
	settings := &Settings{Book: bookOf(t, sampleBook)}
	for i := range Stages {
		for _, space := range []byte{0, 'A', 'Z', 'i', 'z', 0xff} {
			m := &Memory{}
			m.Put([]byte{space, 'x'}, []byte{1})
			_, err := Stages[i].New(settings, m)
			if err == nil || !strings.Contains(err.Error(), "was written by a newer program") {
				t.Errorf("%s, key space %q: %v", Stages[i].Name, space, err)
			}
		}
	}
	for _, b := range [][]byte{{}, {'z', 1}} {
		if _, err := decoders["terms"](b); err == nil {
			t.Errorf("%q was read", b)
		}
	}
}

// The specimens hold what they are to hold.
func TestSpecimens(t *testing.T) {
	c, err := decodeContainer(specimens(t)["container"])
	if err != nil || len(c.custodies) != 4 || len(c.series) != 2 {
		t.Fatalf("%d custodies, %d sensors, %v", len(c.custodies), len(c.series), err)
	}
	if !c.sensor("return").Gone(genesis) {
		t.Error("no reading is gone")
	}
	for i, want := range []custody{
		{orderID: "O-1", lagging: true},
		{orderID: "O-2", archived: true, frozen: &judge.CustodyFacts{}},
		{orderID: "O-3", archived: true, frozen: &judge.CustodyFacts{}},
		{orderID: "O-4", stale: true},
	} {
		u := c.custodies[i]
		if u.orderID != want.orderID || u.lagging != want.lagging || u.archived != want.archived ||
			u.stale != want.stale || (u.frozen != nil) != (want.frozen != nil) ||
			u.complete() == want.stale {
			t.Errorf("%s: lagging %v, archived %v, stale %v, frozen %v, complete %v",
				u.orderID, u.lagging, u.archived, u.stale, u.frozen, u.complete())
		}
		if (len(u.stored) == 0) != want.stale {
			t.Errorf("%s: a fold of %d bytes", u.orderID, len(u.stored))
		}
	}
}

package pipeline

import (
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
	"pgregory.net/rapid"
)

func TestMurmur2(t *testing.T) {
	f := func(key string, want int32) {
		t.Helper()
		if got := int32(murmur2([]byte(key))); got != want {
			t.Errorf("murmur2(%q) = %d, want %d", key, got, want)
		}
	}
	// From the tests of Kafka's Java client.
	f("21", -973932308)
	f("foobar", -790332482)
	f("a-little-bit-long-string", -985981536)
	f("a-little-bit-longer-string", -1486304829)
	f("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)
	f("abc", 479470107)
	if got := murmur2([]byte("foobar")) & 0x7fffffff; got != 1357151166 {
		t.Errorf("masked: %d", got)
	}
}

func TestPartition(t *testing.T) {
	f := func(p Partitioner, key string, n, want int32) {
		t.Helper()
		if got := p.Partition([]byte(key), n); got != want {
			t.Errorf("%v.Partition(%q, %d) = %d, want %d", p, key, n, got, want)
		}
	}
	f(Murmur2, "foobar", 1000, 1357151166%1000)
	f(Murmur2, "abc", 1, 0)
	f(CRC32, "123456789", 1000, 0xCBF43926%1000) // the check value of CRC-32
	f(CRC32, "", 7, 0)
	f(FNV1a, "a", 1000, 76)       // 0xE40C292C is -468965076, % 1000 is -76
	f(FNV1a, "foobar", 1000, 576) // 0xBF9CF968 is -1080231576
}

// TestMurmur2AsClient holds ours against franz-go's, which follows the Java client.
func TestMurmur2AsClient(t *testing.T) {
	theirs := kgo.StickyKeyPartitioner(nil).ForTopic("t")
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "key")
		n := rapid.IntRange(1, 200).Draw(t, "n")
		if key == nil {
			key = []byte{}
		}
		if got, want := Murmur2.Partition(key, int32(n)), theirs.Partition(&kgo.Record{Key: key},
			n); int(got) != want {
			t.Fatalf("%q of %d: %d, franz-go says %d", key, n, got, want)
		}
		for _, p := range []Partitioner{CRC32, FNV1a} {
			if got := p.Partition(key, int32(n)); got < 0 || int(got) >= n {
				t.Fatalf("%v: %d of %d", p, got, n)
			}
		}
	})
}

func TestParsePartitioner(t *testing.T) {
	for _, p := range []Partitioner{Murmur2, CRC32, FNV1a} {
		if got, err := ParsePartitioner(p.String()); err != nil || got != p {
			t.Errorf("%v: %v, %v", p, got, err)
		}
	}
	if p, err := ParsePartitioner(""); err != nil || p != Inherit {
		t.Errorf("empty: %v, %v", p, err)
	}
	for _, bad := range []string{"inherit", "md5"} {
		if _, err := ParsePartitioner(bad); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}

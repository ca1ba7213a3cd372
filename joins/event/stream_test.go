package event

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// stream is a number of records that differ as those of a fleet do.
type stream struct {
	records []Record
	rng     *rand.Rand
}

const streamLength = 1024

func newStream(record func(s *stream, id string, at time.Time) string) []Record {
	s := &stream{rng: rand.New(rand.NewPCG(1, 2))}
	for i := range streamLength {
		id := fmt.Sprintf("MSKU%07d", s.rng.IntN(10_000))
		at := time.UnixMilli(recordedAt + int64(i)*1000 + s.rng.Int64N(1000)).UTC()
		s.records = append(s.records, Record{Offset: int64(i), Timestamp: at.UnixMilli(),
			Key: []byte(id), Value: []byte(record(s, id, at))})
	}
	return s.records
}

func (s *stream) number(low, high float64, decimals int) string {
	return fmt.Sprintf("%.*f", decimals, low+(high-low)*s.rng.Float64())
}

// fleet is a reading of a producer that always gives all its fields: 400 bytes.
func (s *stream) fleet(id string, at time.Time) string {
	return fmt.Sprintf(`{"type":"ContainerMetric","containerID":"%s","time":"%s","sensor":"main",`+
		`"temperature":%s,"setPoint":2.0,"humidity":%s,"co2":%s,"o2":%s,"power":%s,"door":false,`+
		`"defrost":%t,"latitude":%s,"longitude":%s,"deviceId":"TRK-%08X","firmware":"4.17.2-rel",`+
		`"batteryVoltage":%s,"signal":%d,"sequence":%d,"ambient":%s,"mode":"auto","alarms":[]}`,
		id, at.Format("2006-01-02T15:04:05.000Z"), s.number(1.5, 2.5, 2), s.number(85, 90, 1),
		s.number(4, 5, 2), s.number(5, 6, 2), s.number(3, 5, 2), s.rng.IntN(24) == 7,
		s.number(31, 32, 4), s.number(121, 130, 4), s.rng.Uint32(), s.number(3.6, 4.1, 2),
		-110+s.rng.IntN(50), s.rng.IntN(100_000), s.number(15, 25, 1))
}

// probe is a reading of another producer, which counts ms and writes spaces.
func (s *stream) probe(id string, at time.Time) string {
	return fmt.Sprintf(`{"type": "ReeferTelemetries", "ts": %d, "payload": {"container_id": "%s", `+
		`"tempC": %s, "humidity_level": %s, "door": %t, "latitude": "%s", "note": "%s"}, "n": null}`,
		at.UnixMilli(), id, s.number(-20, 20, 1), s.number(50, 99, 2), s.rng.IntN(2) == 0,
		s.number(31, 32, 6), strings.Repeat("é", s.rng.IntN(20)))
}

// shuffled is the reading of a fleet with its fields in any order.
func (s *stream) shuffled(id string, at time.Time) string {
	text := s.fleet(id, at)
	fields := strings.Split(text[1:len(text)-1], ",")
	s.rng.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return "{" + strings.Join(fields, ",") + "}"
}

// mixed is a reading of either producer.
func (s *stream) mixed(id string, at time.Time) string {
	if s.rng.IntN(2) == 0 {
		return s.probe(id, at)
	}
	return s.fleet(id, at)
}

func BenchmarkStream(b *testing.B) {
	bench := func(name string, record func(s *stream, id string, at time.Time) string) {
		records := newStream(record)
		size := 0
		for i := range records {
			size += len(records[i].Value)
		}
		b.Run(name, func(b *testing.B) {
			var d Decoder
			var ev Metric
			b.SetBytes(int64(size / streamLength))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if code := d.Metric(&records[i%streamLength], &ev); code != "" {
					b.Fatal(code)
				}
			}
		})
	}
	bench("fleet", (*stream).fleet)
	bench("probe", (*stream).probe)
	bench("mixed", (*stream).mixed)
	bench("shuffled", (*stream).shuffled)
}

package event

// recordedAt is the timestamp of the records in tests: 2026-03-05T00:00:00Z.
const recordedAt = 1772668800000

func inputRecord(key, value string) *Record {
	return &Record{Offset: 7, Timestamp: recordedAt, Key: []byte(key), Value: []byte(value)}
}

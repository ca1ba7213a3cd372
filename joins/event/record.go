package event

// Record is one record of a source topic as the topic's log holds it.
type Record struct {
	Partition int32  // of the source topic, also after re-keying
	Offset    int64  // of the source topic, also after re-keying
	Timestamp int64  // in the source topic, ms since the epoch
	Key       []byte // nil = null
	Value     []byte // nil = null
}

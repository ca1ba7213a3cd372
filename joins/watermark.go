package joins

import (
	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

var watermarkFormat = wire.Format{Name: "stream time", Version: 1}

// watermarkSpace is the key space of the one key that holds the stream time.
const watermarkSpace = 's'

// watermark is the stream time of a partition as it is kept in the state, in ms since the epoch.
type watermark int64

// unknownWatermark is that of a partition without an accepted reading.
const unknownWatermark = watermark(judge.NoTime)

func (w watermark) append(b []byte) []byte {
	return wire.AppendInt(append(b, watermarkFormat.Version), int64(w))
}

func decodeWatermark(b []byte) (watermark, error) {
	r := watermarkFormat.Open(b)
	w := watermark(r.Int())
	return w, r.Close(watermarkFormat.Name)
}

package event

import "encoding/binary"

// The texts of a time in UTC as words: for each the bytes of a template that has 0 for every digit.
// Exclusive or with it leaves the value of a digit, and 0 of what is no digit in the template. The
// limits carry into the high bit of a byte that is more than 9, or more than 0.
const (
	dateTemplate  = 0x2d30302d30303030 // "0000-00-"
	dateLimits    = 0x7f76767f76767676
	clockTemplate = 0x30303a3030543030 // "00T00:00"
	clockLimits   = 0x76767f76767f7676
	milliTemplate = 0x5a3030302e30303a // ":00.000Z"
	milliLimits   = 0x7f7676767f76767f
	plainTemplate = 0x5a30303a // ":00Z"
	plainLimits   = 0x7f76767f
	highBits      = 0x8080808080808080
)

// parseUTC reads 2006-01-02T15:04:05.123Z or 2006-01-02T15:04:05Z at i of b as parseTime does, and
// returns the position after it; -1 if there is another text or no such time, or if less of b is
// left than the longer form has.
func parseUTC(b []byte, i int) (ms int64, end int) {
	if len(b)-i < len("2006-01-02T15:04:05.123Z") {
		return 0, -1
	}
	b = b[i : i+len("2006-01-02T15:04:05.123Z")]
	date := binary.LittleEndian.Uint64(b) ^ dateTemplate
	clock := binary.LittleEndian.Uint64(b[8:]) ^ clockTemplate
	second := binary.LittleEndian.Uint64(b[16:]) ^ milliTemplate
	wrong := (date + dateLimits) | date | (clock + clockLimits) | clock
	end = i + len("2006-01-02T15:04:05.123Z")
	if b[19] == '.' {
		wrong |= (second + milliLimits) | second
	} else {
		second = uint64(binary.LittleEndian.Uint32(b[16:]) ^ plainTemplate)
		wrong |= (second + plainLimits) | second
		end = i + len("2006-01-02T15:04:05Z")
	}
	if wrong&highBits != 0 {
		return 0, -1
	}
	// A byte and the one behind it are the two digits of a number, which stays below 100.
	date, clock, pairs := date*10+date>>8, clock*10+clock>>8, second*10+second>>8
	day, ok := midnight(int(date&0xff)*100+int(date>>16&0xff), int(date>>40&0xff), int(clock&0xff))
	hour, minute := int(clock>>24&0xff), int(clock>>48&0xff)
	if !ok || hour > 23 || minute > 59 || pairs>>8&0xff > 59 {
		return 0, -1
	}
	ms = int64(hour*3600+minute*60+int(pairs>>8&0xff)) * msPerSecond
	return day + ms + int64(pairs>>32&0xff)*10 + int64(second>>48&0xff), end
}

package measure

import (
	"unicode"
	"unicode/utf8"
)

// MaxID is the longest id, in bytes.
const MaxID = 128

// ValidID says whether b is an id: 1 to 128 bytes of printable UTF-8 without a
// space at either end.
func ValidID(b []byte) bool {
	if len(b) == 0 || len(b) > MaxID || b[0] == ' ' || b[len(b)-1] == ' ' {
		return false
	}
	for i := 0; i < len(b); {
		if c := b[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 || !unicode.IsPrint(r) {
			return false
		}
		i += n
	}
	return true
}

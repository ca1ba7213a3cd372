package measure

import (
	"encoding/binary"
	"math/bits"
)

// Bytes repeated over a word.
const (
	eachByte    = 0x0101010101010101
	eachHighBit = 0x80 * eachByte
)

// ParsePlain reads the JSON number at i of b where it has the common form: no exponent, at most
// three digits before the point, and eight bytes of b from its first digit on. It returns the
// number rounded as ParseDecimal does, and the position after it; -1 if there is another number, or
// none. What follows is no digit, but may still belong to no JSON.
//
// The number is a word with a digit a byte, the first in the lowest. It is moved up until the point
// is byte 3: then bytes 0 to 2 are the whole, and bytes 4 to 7 the thousandths and the digit that
// rounds. Where it ends is found by branches, not by arithmetic: the numbers of a field look alike,
// so that the processor foresees them.
func ParsePlain(b []byte, i int) (thousandths int64, end int) {
	negative := int64(0)
	if i < len(b) && b[i] == '-' {
		negative = 1
		i++
	}
	if len(b)-i < 8 {
		return 0, -1
	}
	word := binary.LittleEndian.Uint64(b[i:]) ^ '0'*eachByte
	others := notDigits(word)
	switch {
	case others&(0x80) != 0: // byte 0 is no digit
		return 0, -1
	case others&(0x80<<8) != 0:
		word, others, end = word<<16, others<<16, i+1
	case word&0xff == 0: // a zero and more digits
		return 0, -1
	case others&(0x80<<16) != 0:
		word, others, end = word<<8, others<<8, i+2
	case others&(0x80<<24) != 0:
		end = i + 3
	default:
		return 0, -1
	}
	const whole, point, tenth = 0xffffff, 0xff << 24, 0xff << 32
	switch {
	case word&point != ('.'^'0')<<24:
		word &= whole
	case others&(0x80<<32) != 0: // a point without digits
		return 0, -1
	case others&(0x80<<40) != 0:
		word &= whole | tenth
		end += len(".0")
	case others&(0x80<<48) != 0:
		word &= whole | tenth | tenth<<8
		end += len(".00")
	case others&(0x80<<56) != 0:
		word &= whole | tenth | tenth<<8 | tenth<<16
		end += len(".000")
	default:
		word &^= point
		if end = skipDigits(b, end+len(".0000")); end < 0 {
			return 0, -1
		}
	}
	word = word*10 + word>>8 // every second byte has two digits: the first, the third...
	const pairs = 0x000000ff000000ff
	tenThousandths := ((word&pairs)*(100_000<<32+100) + (word>>16&pairs)*(1000<<32+1)) >> 32
	thousandths = int64((tenThousandths + 5) / 10)
	return (thousandths ^ -negative) + negative, end
}

// notDigits marks, in their high bit, the bytes of a word that are no digits; the word has ASCII
// digits as 0 to 9. The marks up to the first byte that is not ASCII are right.
func notDigits(word uint64) uint64 {
	return (word + (0x80-10)*eachByte | word) & eachHighBit
}

// skipDigits passes over digits; -1 if b may end with them.
func skipDigits(b []byte, i int) int {
	for ; len(b)-i >= 8; i += 8 {
		word := binary.LittleEndian.Uint64(b[i:]) ^ '0'*eachByte
		if others := notDigits(word); others != 0 {
			return i + bits.TrailingZeros64(others)/8
		}
	}
	return -1
}

package jsontext

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// Bytes repeated over a word.
const (
	eachByte    = 0x0101010101010101
	eachHighBit = 0x80 * eachByte
)

// notPlain marks, in their high bit, the bytes of the word that do not stand
// for themselves in a string: all but printable ASCII (and DEL), the quote and
// the backslash. The lowest mark is right; above it a byte may be marked that
// is plain.
func notPlain(word uint64) uint64 {
	quote := word ^ '"'*eachByte
	backslash := word ^ '\\'*eachByte
	return ((word-' '*eachByte)&^word | (quote-eachByte)&^quote |
		(backslash-eachByte)&^backslash | word) & eachHighBit
}

// SkipString passes over a string whose quote is open and returns the position
// of the quote that closes it. Invalid UTF-8, control characters and lone
// surrogates are errors.
func SkipString(b []byte, i int) (end int, escaped bool) {
	for {
		for i+8 <= len(b) {
			marks := notPlain(binary.LittleEndian.Uint64(b[i:]))
			if marks != 0 {
				i += bits.TrailingZeros64(marks) / 8
				break
			}
			i += 8
		}
		if i >= len(b) {
			return -1, false
		}
		switch c := b[i]; {
		case c == '"':
			return i, escaped
		case c == '\\':
			escaped = true
			if i = skipEscape(b, i); i < 0 {
				return -1, false
			}
		case c < ' ':
			return -1, false
		case c < utf8.RuneSelf: // within the last word
			i++
		default:
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n <= 1 {
				return -1, false
			}
			i += n
		}
	}
}

// skipEscape passes over the escape that begins at i; a surrogate pair is one.
func skipEscape(b []byte, i int) int {
	if i+1 >= len(b) {
		return -1
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		_, n := readUnicodeEscape(b[i:])
		if n == 0 {
			return -1
		}
		return i + n
	}
	return -1
}

// readUnicodeEscape reads \uXXXX, or two of them where they are a surrogate
// pair, from the start of b, and returns the length of what it read; 0 if that
// is malformed or a lone surrogate.
func readUnicodeEscape(b []byte) (r rune, n int) {
	r = readHex4(b)
	if !utf16.IsSurrogate(r) {
		if r < 0 {
			return 0, 0
		}
		return r, 6
	}
	if r = utf16.DecodeRune(r, readHex4(b[6:])); r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// readHex4 reads \uXXXX from the start of b; -1 if that is not there.
func readHex4(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// AppendUnescaped appends the content of a string that SkipString passed over.
func AppendUnescaped(dst, raw []byte) []byte {
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			dst = append(dst, raw[i])
			i++
			continue
		}
		c := raw[i+1]
		switch c {
		case 'u':
			r, n := readUnicodeEscape(raw[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		}
		dst = append(dst, c)
		i += 2
	}
	return dst
}

// AppendCompact appends valid JSON without the white space outside strings.
func AppendCompact(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		switch b[i] {
		case ' ', '\n', '\t', '\r':
			i++
		case '"':
			end, _ := SkipString(b, i+1)
			dst = append(dst, b[i:end+1]...)
			i = end + 1
		default:
			dst = append(dst, b[i])
			i++
		}
	}
	return dst
}

// Package jsontext reads and writes JSON text (RFC 8259).
//
// The reader is strict: it looks at each byte once, allocates nothing, and what it passes over it
// has validated. Positions are indexes of the text; -1 says that the text is not JSON.
package jsontext

// MaxNesting is how deep objects and arrays may be nested, the outermost
// included.
const MaxNesting = 1000

// Kind is what a JSON value is.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	String
	Number
	Bool
	Object
	Array
)

// Value is one value as it stands in the text.
type Value struct {
	Raw     []byte // of a string what is between the quotes, else the whole value
	Kind    Kind
	Escaped bool // a string with escapes
}

// IsTrue says whether a value of kind Bool is true.
func (v *Value) IsTrue() bool { return v.Raw[0] == 't' }

// SkipSpace returns the position of the first byte from i on that is no
// insignificant white space. Most often that is i: this much is inlined.
func SkipSpace(b []byte, i int) int {
	if i < len(b) && b[i] > ' ' {
		return i
	}
	return skipSpaces(b, i)
}

func skipSpaces(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// Read reads the value that begins at i into v, depth containers deep, and
// returns the position after it.
func Read(b []byte, i, depth int, v *Value) int {
	if i >= len(b) {
		return -1
	}
	start := i
	var end int
	switch c := b[i]; c {
	case '"':
		end, escaped := SkipString(b, i+1)
		if end < 0 {
			return -1
		}
		*v = Value{Raw: b[i+1 : end], Kind: String, Escaped: escaped}
		return end + 1
	case '{':
		v.Kind = Object
		end = skipObject(b, i+1, depth+1)
	case '[':
		v.Kind = Array
		end = skipArray(b, i+1, depth+1)
	case 't':
		v.Kind = Bool
		end = skipWord(b, i, "true")
	case 'f':
		v.Kind = Bool
		end = skipWord(b, i, "false")
	case 'n':
		v.Kind = Null
		end = skipWord(b, i, "null")
	default:
		v.Kind = Number
		end = SkipNumber(b, i)
	}
	if end < 0 {
		return -1
	}
	v.Raw, v.Escaped = b[start:end], false
	return end
}

// skipObject passes over an object whose brace is open; depth counts it.
func skipObject(b []byte, i, depth int) int {
	if depth > MaxNesting {
		return -1
	}
	i = SkipSpace(b, i)
	if i < len(b) && b[i] == '}' {
		return i + 1
	}
	var v Value
	for {
		if i >= len(b) || b[i] != '"' {
			return -1
		}
		if i, _ = SkipString(b, i+1); i < 0 {
			return -1
		}
		if i = SkipColon(b, i+1); i < 0 {
			return -1
		}
		if i = Read(b, i, depth, &v); i < 0 {
			return -1
		}
		if i = SkipSpace(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i = SkipSpace(b, i+1)
		default:
			return -1
		}
	}
}

// skipArray passes over an array whose bracket is open; depth counts it.
func skipArray(b []byte, i, depth int) int {
	if depth > MaxNesting {
		return -1
	}
	i = SkipSpace(b, i)
	if i < len(b) && b[i] == ']' {
		return i + 1
	}
	var v Value
	for {
		if i = Read(b, i, depth, &v); i < 0 {
			return -1
		}
		if i = SkipSpace(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case ']':
			return i + 1
		case ',':
			i = SkipSpace(b, i+1)
		default:
			return -1
		}
	}
}

// SkipColon passes over a colon and the white space around it.
func SkipColon(b []byte, i int) int {
	if i = SkipSpace(b, i); i >= len(b) || b[i] != ':' {
		return -1
	}
	return SkipSpace(b, i+1)
}

func skipWord(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

// SkipNumber passes over the number that begins at i. It is as long as it can be: what follows may
// still belong to no JSON.
func SkipNumber(b []byte, i int) int {
	if i < len(b) && b[i] == '-' {
		i++
	}
	first := i
	if i = skipDigits(b, i); i == first || b[first] == '0' && i > first+1 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		first = i + 1
		if i = skipDigits(b, first); i == first {
			return -1
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		first = i
		if i = skipDigits(b, first); i == first {
			return -1
		}
	}
	return i
}

func skipDigits(b []byte, i int) int {
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	return i
}

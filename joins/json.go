package joins

// A strict reader of RFC 8259: it looks at each byte once, allocates nothing,
// and what it passes over it has validated. Positions are indexes of the text;
// -1 says that the text is not JSON.

// maxNesting is how deep objects and arrays may be nested, the outermost
// included.
const maxNesting = 1000

type jsonKind uint8

const (
	jsonNull jsonKind = iota
	jsonString
	jsonNumber
	jsonBool
	jsonObject
	jsonArray
)

// jsonValue is one value as it stands in the text.
type jsonValue struct {
	raw     []byte // of a string what is between the quotes, else the whole value
	kind    jsonKind
	escaped bool // a string with escapes
}

// isTrue says whether a value of kind jsonBool is true.
func (v *jsonValue) isTrue() bool { return v.raw[0] == 't' }

// skipSpace returns the position of the first byte from i on that is no
// insignificant white space. Most often that is i: this much is inlined.
func skipSpace(b []byte, i int) int {
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

// readJSON reads the value that begins at i into v, depth containers deep, and
// returns the position after it.
func readJSON(b []byte, i, depth int, v *jsonValue) int {
	if i >= len(b) {
		return -1
	}
	start := i
	var end int
	switch c := b[i]; c {
	case '"':
		end, escaped := skipString(b, i+1)
		if end < 0 {
			return -1
		}
		*v = jsonValue{raw: b[i+1 : end], kind: jsonString, escaped: escaped}
		return end + 1
	case '{':
		v.kind = jsonObject
		end = skipObject(b, i+1, depth+1)
	case '[':
		v.kind = jsonArray
		end = skipArray(b, i+1, depth+1)
	case 't':
		v.kind = jsonBool
		end = skipWord(b, i, "true")
	case 'f':
		v.kind = jsonBool
		end = skipWord(b, i, "false")
	case 'n':
		v.kind = jsonNull
		end = skipWord(b, i, "null")
	default:
		v.kind = jsonNumber
		end = skipNumber(b, i)
	}
	if end < 0 {
		return -1
	}
	v.raw, v.escaped = b[start:end], false
	return end
}

// skipObject passes over an object whose brace is open; depth counts it.
func skipObject(b []byte, i, depth int) int {
	if depth > maxNesting {
		return -1
	}
	i = skipSpace(b, i)
	if i < len(b) && b[i] == '}' {
		return i + 1
	}
	var v jsonValue
	for {
		if i >= len(b) || b[i] != '"' {
			return -1
		}
		if i, _ = skipString(b, i+1); i < 0 {
			return -1
		}
		if i = skipColon(b, i+1); i < 0 {
			return -1
		}
		if i = readJSON(b, i, depth, &v); i < 0 {
			return -1
		}
		if i = skipSpace(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i = skipSpace(b, i+1)
		default:
			return -1
		}
	}
}

// skipArray passes over an array whose bracket is open; depth counts it.
func skipArray(b []byte, i, depth int) int {
	if depth > maxNesting {
		return -1
	}
	i = skipSpace(b, i)
	if i < len(b) && b[i] == ']' {
		return i + 1
	}
	var v jsonValue
	for {
		if i = readJSON(b, i, depth, &v); i < 0 {
			return -1
		}
		if i = skipSpace(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case ']':
			return i + 1
		case ',':
			i = skipSpace(b, i+1)
		default:
			return -1
		}
	}
}

// skipColon passes over a colon and the white space around it.
func skipColon(b []byte, i int) int {
	if i = skipSpace(b, i); i >= len(b) || b[i] != ':' {
		return -1
	}
	return skipSpace(b, i+1)
}

func skipWord(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

func skipNumber(b []byte, i int) int {
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

package jsontext

// RepeatsKey says whether an object within a valid JSON value, the value
// itself included, has a key twice. Keys are compared without their escapes.
func RepeatsKey(b []byte) bool {
	_, twice := findRepeatedKey(b, 0)
	return twice
}

// findRepeatedKey looks through the value that begins at i and returns the
// position after it. It stops at the first key that is repeated.
func findRepeatedKey(b []byte, i int) (end int, twice bool) {
	switch b[i] {
	case '{':
		return findInObject(b, SkipSpace(b, i+1))
	case '[':
		return findInArray(b, SkipSpace(b, i+1))
	default:
		var v Value
		return Read(b, i, 0, &v), false
	}
}

func findInObject(b []byte, i int) (end int, twice bool) {
	keys := make(map[string]struct{})
	for b[i] != '}' {
		if b[i] == ',' {
			i = SkipSpace(b, i+1)
		}
		quote, escaped := SkipString(b, i+1)
		key := b[i+1 : quote]
		if escaped {
			key = AppendUnescaped(nil, key)
		}
		if _, twice = keys[string(key)]; twice {
			return i, true
		}
		keys[string(key)] = struct{}{}
		if i, twice = findRepeatedKey(b, SkipColon(b, quote+1)); twice {
			return i, true
		}
		i = SkipSpace(b, i)
	}
	return i + 1, false
}

func findInArray(b []byte, i int) (end int, twice bool) {
	for b[i] != ']' {
		if b[i] == ',' {
			i = SkipSpace(b, i+1)
		}
		if i, twice = findRepeatedKey(b, i); twice {
			return i, true
		}
		i = SkipSpace(b, i)
	}
	return i + 1, false
}

package oracle

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNesting is how many objects and arrays may lie within one another.
const maxNesting = 1000

// parseJSON reads one JSON value with nothing after it. It refuses what encoding/json lets pass:
// invalid UTF-8, lone surrogates, and nesting deeper than maxNesting. Repeated names are kept: who
// may not have them looks for them.
func parseJSON(s string) (*value, error) {
	if !utf8.ValidString(s) {
		return nil, errors.New("invalid UTF-8")
	}
	if !json.Valid([]byte(s)) {
		return nil, errors.New("not one JSON value")
	}
	p := &parser{text: s, tokens: json.NewDecoder(strings.NewReader(s)), line: 1}
	p.tokens.UseNumber()
	v, err := p.value(0)
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", p.line, err)
	}
	return v, nil
}

// parser walks over the tokens of a valid text.
type parser struct {
	text   string
	tokens *json.Decoder
	at     int // where the last token ends
	line   int // where the last token begins
}

// next gives a token and how it is written.
func (p *parser) next() (token json.Token, written string, err error) {
	if token, err = p.tokens.Token(); err != nil {
		return nil, "", err
	}
	end := int(p.tokens.InputOffset())
	written = strings.TrimLeft(p.text[p.at:end], " \t\r\n,:")
	p.line += strings.Count(p.text[p.at:end-len(written)], "\n")
	p.at = end
	if loneSurrogate(written) {
		return nil, "", errors.New("a lone surrogate")
	}
	return token, written, nil
}

// value reads a value that lies within so many others.
func (p *parser) value(depth int) (*value, error) {
	token, written, err := p.next()
	if err != nil {
		return nil, err
	}
	v := &value{line: p.line, size: len(written)}
	switch t := token.(type) {
	case nil:
		v.kind = isNull
	case bool:
		v.kind, v.text = isBool, strconv.FormatBool(t)
	case json.Number:
		v.kind, v.text = isNumber, t.String()
	case string:
		v.kind, v.text = isText, t
	case json.Delim:
		start := p.at - len(written)
		if err := p.within(v, t, depth+1); err != nil {
			return nil, err
		}
		v.size = p.at - start
	}
	return v, nil
}

// within reads what an object or an array has, and its end.
func (p *parser) within(v *value, open json.Delim, depth int) error {
	if depth > maxNesting {
		return errors.New("nested too deeply")
	}
	v.kind = isArray
	if open == '{' {
		v.kind = isObject
	}
	for p.tokens.More() {
		name := ""
		if v.kind == isObject {
			token, _, err := p.next()
			if err != nil {
				return err
			}
			name = token.(string) // encoding/json takes no other name
		}
		item, err := p.value(depth)
		if err != nil {
			return err
		}
		if v.kind == isObject {
			v.members = append(v.members, member{name, item})
		} else {
			v.items = append(v.items, item)
		}
	}
	_, _, err := p.next()
	return err
}

// loneSurrogate says whether a valid token, as it is written, escapes half of a pair alone.
func loneSurrogate(written string) bool {
	lowIsDue := false
	for i := 0; i < len(written); {
		unit, size := uint64(0), 1
		if written[i] == '\\' {
			if size = 2; written[i+1] == 'u' {
				size = 6
				unit, _ = strconv.ParseUint(written[i+2:i+size], 16, 16)
			}
		}
		surrogate := utf16.IsSurrogate(rune(unit))
		low := surrogate && unit >= 0xdc00
		if low != lowIsDue {
			return true
		}
		lowIsDue = surrogate && !low
		i += size
	}
	return lowIsDue
}

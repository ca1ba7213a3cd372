package oracle

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNesting is how many objects and arrays may lie within one another.
const maxNesting = 1000

// parseJSON reads one JSON value with nothing after it. It refuses invalid UTF-8, lone surrogates and
// nesting deeper than maxNesting. Repeated keys are kept: who may not have them looks for them.
func parseJSON(s string) (*value, error) {
	if !utf8.ValidString(s) {
		return nil, errors.New("invalid UTF-8")
	}
	p := &parser{s: s}
	v, err := p.value(0)
	if err == nil {
		p.space()
		if p.i < len(p.s) {
			err = errors.New("text after the value")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", p.line(), err)
	}
	return v, nil
}

type parser struct {
	s string
	i int
}

func (p *parser) line() int { return 1 + strings.Count(p.s[:min(p.i, len(p.s))], "\n") }

func (p *parser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// take steps over lit if it comes next.
func (p *parser) take(lit string) bool {
	if strings.HasPrefix(p.s[p.i:], lit) {
		p.i += len(lit)
		return true
	}
	return false
}

func (p *parser) value(depth int) (*value, error) {
	p.space()
	v := &value{line: p.line()}
	var err error
	switch {
	case p.take("null"):
	case p.take("true"):
		v.kind, v.text = isBool, "true"
	case p.take("false"):
		v.kind, v.text = isBool, "false"
	case p.take("{"):
		v.kind = isObject
		err = p.list("}", depth+1, func() error {
			p.space()
			if !p.take(`"`) {
				return errors.New("a name is expected")
			}
			name, err := p.textRest()
			if err != nil {
				return err
			}
			p.space()
			if !p.take(":") {
				return errors.New("a colon is expected")
			}
			item, err := p.value(depth + 1)
			v.members = append(v.members, member{name, item})
			return err
		})
	case p.take("["):
		v.kind = isArray
		err = p.list("]", depth+1, func() error {
			item, err := p.value(depth + 1)
			v.items = append(v.items, item)
			return err
		})
	case p.take(`"`):
		v.kind = isText
		v.text, err = p.textRest()
	default:
		lit := jsonNumber.FindString(p.s[p.i:])
		if lit == "" {
			return nil, errors.New("a value is expected")
		}
		p.i += len(lit)
		v.kind, v.text = isNumber, lit
	}
	return v, err
}

func (p *parser) list(end string, depth int, item func() error) error {
	if depth > maxNesting {
		return errors.New("nested too deeply")
	}
	p.space()
	if p.take(end) {
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		p.space()
		if p.take(end) {
			return nil
		}
		if !p.take(",") {
			return errors.New("a comma or an end is expected")
		}
	}
}

// textRest reads a text after its opening quote.
func (p *parser) textRest() (string, error) {
	var b strings.Builder
	for p.i < len(p.s) {
		c := p.s[p.i]
		p.i++
		switch {
		case c == '"':
			return b.String(), nil
		case c < 0x20:
			return "", errors.New("a control character in a text")
		case c != '\\':
			b.WriteByte(c)
		case p.take("u"):
			r, err := p.hex4()
			if err != nil {
				return "", err
			}
			if utf16.IsSurrogate(r) {
				if !p.take(`\u`) {
					return "", errors.New("a lone surrogate")
				}
				low, err := p.hex4()
				if err != nil {
					return "", err
				}
				if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
					return "", errors.New("a lone surrogate")
				}
			}
			b.WriteRune(r)
		default:
			if p.i >= len(p.s) {
				return "", errors.New("a text without an end")
			}
			k := strings.IndexByte(`"\/bfnrt`, p.s[p.i])
			if k < 0 {
				return "", errors.New("an unknown escape")
			}
			p.i++
			b.WriteByte("\"\\/\b\f\n\r\t"[k])
		}
	}
	return "", errors.New("a text without an end")
}

func (p *parser) hex4() (rune, error) {
	if p.i+4 > len(p.s) {
		return 0, errors.New("an escape that is too short")
	}
	var r rune
	for _, c := range []byte(p.s[p.i : p.i+4]) {
		k := strings.IndexByte("0123456789abcdef", c|0x20)
		if k < 0 || (c < '0' || c > '9') && (c < 'A' || c > 'f') {
			return 0, errors.New("an escape that is not hexadecimal")
		}
		r = r<<4 | rune(k)
	}
	p.i += 4
	return r, nil
}

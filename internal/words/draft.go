package words

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// draft is the text of a screen so far.
type draft struct {
	strings.Builder
	width  int
	colour bool
}

// labelled is how far the text of a labelled line is indented.
const labelled = 15

// verdict is a verdict in capitals and, where wanted, in its colour.
func (d *draft) verdict(v string) string {
	text := strings.ToUpper(strings.ReplaceAll(v, "_", " "))
	colour := map[string]string{
		"violated": "1;31", "undetermined": "1;33", "pending": "1;36", "respected": "1;32",
	}[v]
	if !d.colour || colour == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// line writes one paragraph, wrapped; its later lines are indented by hang spaces.
func (d *draft) line(first string, hang int, text string) {
	column := utf8.RuneCountInString(first)
	d.WriteString(first)
	empty := true
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case empty:
		case column+1+n > d.width:
			d.WriteString("\n" + strings.Repeat(" ", hang))
			column = hang
		default:
			d.WriteByte(' ')
			column++
		}
		d.WriteString(word)
		column += n
		empty = false
	}
	d.WriteByte('\n')
}

// field writes a labelled line of a custody.
func (d *draft) field(label, text string) {
	d.line(fmt.Sprintf("  %-13s", label), labelled, text)
}

// text writes a labelled line unless it is empty.
func (d *draft) text(label, text string) {
	if text != "" {
		d.field(label, text)
	}
}

// fields writes labelled lines, the label before the first.
func (d *draft) fields(label string, lines []string) {
	for _, s := range lines {
		d.field(label, s)
		label = ""
	}
}

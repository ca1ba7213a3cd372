package words

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Screen says how to lay an answer out.
type Screen struct {
	Width  int  // columns; default 100, at least 60
	Colour bool // verdicts in ANSI colours
}

// A screen shows so many legs in full, and so many excursions of each: the worst ones.
const (
	fullLegs       = 3
	fullExcursions = 4
)

// Write lays an answer out on one screen: the verdict, why, and each leg with its evidence.
func (s Screen) Write(w io.Writer, p *Projection) error {
	if s.Width == 0 {
		s.Width = 100
	}
	s.Width = max(s.Width, 60)
	d := &draft{screen: s}
	d.head(p)
	d.why(Explain(p))
	order := worstFirst(p.Legs)
	for n, i := range order {
		if n < fullLegs {
			d.leg(&p.Legs[i])
		} else {
			d.shortLeg(&p.Legs[i], n == fullLegs)
		}
	}
	d.claims(p.Claims)
	if _, err := io.WriteString(w, d.String()); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// draft is the text so far.
type draft struct {
	strings.Builder
	screen Screen
}

// worstFirst is the order in which legs are shown: by verdict, then as they are.
func worstFirst(legs []Leg) []int {
	rank := map[string]int{"violated": 0, "undetermined": 1, "pending": 2}
	of := func(i int) int {
		if r, ok := rank[legs[i].Verdict]; ok {
			return r
		}
		return 3
	}
	order := make([]int, len(legs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return of(a) - of(b) })
	return order
}

// verdict is a verdict in capitals and, where wanted, in its colour.
func (d *draft) verdict(v string) string {
	text := strings.ToUpper(strings.ReplaceAll(v, "_", " "))
	colour := map[string]string{"violated": "1;31", "undetermined": "1;33", "pending": "1;36", "respected": "1;32"}[v]
	if !d.screen.Colour || colour == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// line writes one paragraph, wrapped, its later lines indented by hang spaces more than its first.
func (d *draft) line(first string, hang int, text string) {
	column := utf8.RuneCountInString(first)
	d.WriteString(first)
	empty := true
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case empty:
		case column+1+n > d.screen.Width:
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

// field writes a labelled line of a leg.
func (d *draft) field(label, text string) {
	d.line(fmt.Sprintf("  %-13s", label), 15, text)
}

func (d *draft) head(p *Projection) {
	fmt.Fprintf(d, "Order %s: %s\n", p.OrderID, d.verdict(p.Verdict))
	var parts []string
	if !p.Known {
		parts = append(parts, "the order itself has not been announced; what is known comes from other events")
	}
	add := func(prefix, v string) {
		if v != "" {
			parts = append(parts, prefix+v)
		}
	}
	add("", p.ProductID)
	add("quantity ", p.Quantity.String())
	add("for ", p.CustomerID)
	add("from ", address(p.PickupAddress))
	add("to ", address(p.DestinationAddress))
	add("pickup ", p.PickupDate)
	add("due ", p.ExpectedDeliveryDate)
	add("status ", p.Status)
	d.line("", 0, strings.Join(parts, ", "))
}

func (d *draft) why(e Explanation) {
	d.WriteByte('\n')
	d.line("", 0, e.Headline+" "+e.Progress)
	for _, s := range e.Why {
		d.line("  - ", 4, s)
	}
}

func (d *draft) claims(claims []Claim) {
	if len(claims) == 0 {
		return
	}
	d.WriteString("\nClaims of others (shown, never judged by)\n")
	for _, c := range claims {
		text := fmt.Sprintf("%s UTC: %s", instant(c.Time), c.Type)
		if c.ContainerID != "" {
			text += ", container " + c.ContainerID
		}
		if c.Reason != "" {
			text += ": " + c.Reason
		}
		d.line("  - ", 4, text)
	}
}

// address is a text as it is, and of an object its city and country.
func address(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return ""
	}
	var parts []string
	for _, name := range []string{"city", "country"} {
		if v, ok := fields[name].(string); ok && v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

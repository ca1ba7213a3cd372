package joins

// The values of a rule. Each reads a node as one kind of value; what is wrong
// becomes a problem, and the value returned then only serves to go on.

func (r *ruleReader) text(n *ruleNode, path string) (string, bool) {
	if n.kind == textNode {
		return n.text, true
	}
	if n.kind == listNode || n.kind == mapNode {
		r.wrong(n.line, path, "must be a text, is %s", n.kind)
	} else {
		r.wrong(n.line, path, `must be a text, is %s: write "%s" in quotes if it is meant as one`, n.kind, clip(n.text))
	}
	return "", false
}

// sensor is a text that a reading's sensor can be equal to.
func (r *ruleReader) sensor(n *ruleNode, path string) string {
	s, ok := r.text(n, path)
	if ok && !validID([]byte(s)) {
		r.wrong(n.line, path, "is %s: no sensor has such a name (1 to 128 printable bytes without spaces at either end)", quoteKey(s))
	}
	return s
}

// number is a finite number of at most 10^12 either way.
func (r *ruleReader) number(n *ruleNode, path string) (ruleNumber, bool) {
	switch n.kind {
	case numberNode:
	case textNode:
		r.wrong(n.line, path, "must be a number, is the text %s", quoteKey(n.text))
		return ruleNumber{}, false
	case oddNode:
		r.wrong(n.line, path, "is %s, which versions of YAML read differently: write a plain decimal number", clip(n.text))
		return ruleNumber{}, false
	default:
		r.wrong(n.line, path, "must be a number, is %s", n.kind)
		return ruleNumber{}, false
	}
	num, ok := parseRuleNumber(n.text)
	if !ok || num.tooBig() {
		r.wrong(n.line, path, "is %s: must be a number of at most 10^12 either way", clip(n.text))
		return ruleNumber{}, false
	}
	return num, true
}

// whole is a number without decimals, nil if it is none.
func (r *ruleReader) whole(n *ruleNode, path string) *int64 {
	num, ok := r.number(n, path)
	if ok && num.decimals() > 0 {
		r.wrong(n.line, path, "is %s: must be an integer", clip(n.text))
	}
	v := num.scaled(0)
	return &v
}

// share is a number from 0 to 1, in millionths.
func (r *ruleReader) share(n *ruleNode, path string) int64 {
	num, ok := r.number(n, path)
	v := num.scaled(6)
	switch {
	case !ok:
	case num.negative || v > 1_000_000:
		r.wrong(n.line, path, "is %s: must be from 0 to 1, as 0.95 for 95 %%", clip(n.text))
	case num.decimals() > 6:
		r.wrong(n.line, path, "is %s: must have at most six decimals", clip(n.text))
	}
	return v
}

// duration is a text in Go's notation, or 0, in ms.
func (r *ruleReader) duration(n *ruleNode, path string) (int64, bool) {
	switch {
	case n.kind == textNode || n.kind == numberNode && n.text == "0":
	case n.kind == numberNode || n.kind == oddNode:
		r.wrong(n.line, path, `is %s: a duration needs a unit, as "90s" or "1h30m"`, clip(n.text))
		return 0, false
	default:
		r.wrong(n.line, path, `must be a duration such as "1h30m", is %s`, n.kind)
		return 0, false
	}
	ms, err := parseDuration(n.text)
	if err != nil {
		r.wrong(n.line, path, "%s %v", quoteKey(n.text), err)
		return 0, false
	}
	return ms, true
}

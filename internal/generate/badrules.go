package generate

import (
	"fmt"
	"strings"
)

// badRules are rules that an order may not carry.
var badRules = func() []string {
	rules := []string{
		"5", `"fish"`, "[]", "{}", `{"id":"own"}`, `{"maxGap":"1h"}`, `{"id":5,"maxGap":"1h"}`,
		`{"id":null,"maxGap":"1h"}`,
	}
	for _, gap := range []string{`"0s"`, `"-1h"`, `"+1h"`, `"1"`, "3600", `"1500us"`, "null", "0"} {
		rules = append(rules, `{"id":"own","maxGap":`+gap+`}`)
	}
	for _, more := range []string{
		`"version":3`, `"maxgap":"1h"`, `"unheard":null`, `"minCoverage":1.1`, `"minCoverage":-0.1`,
		`"minCoverage":0.1234567`, `"minCoverage":"0.5"`, `"mktMax":"8"`, `"mktMax":1e13`,
		`"sensor":" main"`, `"sensor":1`, `"limits":{}`, `"settle":"1 h"`, `"maxBlind":true`,
		`"stuckAfter":"0s"`, `"stuckAfter":5`, `"pullDown":{}`, `"pullDown":{"within":"1h"}`,
		`"pullDown":{"to":4}`, `"pullDown":{"within":"0s","to":4}`, `"pullDown":"1h"`,
		`"pullDown":{"within":"1h","to":"4"}`, `"pullDown":{"within":"1h","to":4,"by":1}`,
	} {
		rules = append(rules, `{"id":"own","maxGap":"1h",`+more+`}`)
	}
	for _, limits := range []string{
		"5", "{}", `{"metric":"temperature","above":5,"single":"1h"}`,
		`{"id":"a","above":5,"single":"1h"}`,
		`{"id":"a","metric":"latitude","above":5,"single":"1h"}`,
		`{"id":"a","metric":"co2","aboveSetPoint":5,"single":"1h"}`,
		`{"id":"a","metric":"setPoint","belowSetPoint":5,"single":"1h"}`,
		`{"id":"` + strings.Repeat("ä", 32) + `x","metric":"o2","above":5,"single":"1h"}`,
		manyLimits(33),
	} {
		rules = append(rules, `{"id":"own","maxGap":"1h","limits":[`+limits+`]}`)
	}
	for _, more := range []string{
		`"above":5`, `"single":"1h"`, `"above":5,"below":3,"single":"1h"`,
		`"above":"5","single":"1h"`,
		`"belowSetPoint":-5,"single":"1h"`, `"above":5,"single":"1h","exemptDuringDefrost":"yes"`,
		`"above":5,"single":"1h","unknown":1`, `"above":5,"single":"1h","defrostGrace":"1m"`,
		`"above":5,"single":"1h","exemptDuringDefrost":false,"defrostMax":"1h"`,
		`"above":5,"single":"1h","exemptDuringDefrost":true,"defrostMax":"0s"`,
		`"above":5,"single":"1h","exemptDuringDefrost":true,"defrostGrace":"-1s"`,
		`"above":5,"single":"1h","inclusive":1`, `"above":5,"single":"1h","sensor":""`,
		`"above":5,"single":"1h"},{"id":"a","metric":"o2","above":5,"single":"1h"`,
	} {
		rules = append(rules,
			`{"id":"own","maxGap":"1h","limits":[{"id":"a","metric":"temperature",`+more+`}]}`)
	}
	return rules
}()

// manyLimits gives that many limits, each of which is broken above 5.
func manyLimits(n int) string {
	var limits []string
	for i := range n {
		id := fmt.Sprintf("%064d", i) // as long as may be
		limits = append(limits, fmt.Sprintf(
			`{"id":"%s","metric":"temperature","above":%d.%03d,"cumulative":"400h"}`, id, 5, i))
	}
	return strings.Join(limits, ",")
}

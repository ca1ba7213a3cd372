package rule

import (
	"fmt"
	"time"
)

// Warnings are limits that are allowed but say less than their author may think: a lone reading
// between two gaps speaks for maxGap at most, so a limit whose single is as long and which has no
// cumulative is never exceeded by readings that are further apart, however many they are.
func (b *Book) Warnings() (list []string) {
	for _, id := range b.Products() {
		list = append(list, b.products[id].warnings(subPath("rules", id))...)
	}
	if b.fallback != nil {
		list = append(list, b.fallback.warnings("default")...)
	}
	return list
}

func (r *Rule) warnings(path string) (list []string) {
	for i := range r.Limits {
		l := &r.Limits[i]
		if l.Single == Unset || l.Cumulative != Unset || l.SingleExceeded(r.MaxGap) {
			continue
		}
		list = append(list, fmt.Sprintf("%s: limit %s: single (%s) is not less than maxGap (%s): "+
			"readings that are further apart than maxGap never exceed it: give cumulative too",
			path, quote(l.ID), span(l.Single), span(r.MaxGap)))
	}
	return list
}

func span(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

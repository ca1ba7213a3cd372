package config

import "strings"

// nearest is the known name that is most like an unknown one, empty if none is
// like it.
func nearest(name string, known []string) string {
	best, least := "", 3 // more than two slips are no slip
	for _, k := range known {
		if plain(k) == plain(name) {
			return k
		}
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		return best
	}
	// A key that was written without its group, or in another.
	for _, k := range known {
		if strings.Contains(k, ".") &&
			plain(k[strings.LastIndexAny(k, ".")+1:]) ==
				plain(name[strings.LastIndexAny(name, ".")+1:]) {
			return k
		}
	}
	return ""
}

// plain is a name without what people disagree on.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer(".", "", "_", "", "-", "").Replace(name))
}

// distance is how many letters must be put in, left out or changed to turn a
// into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			corner, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, corner+cost)
		}
	}
	return row[len(b)]
}

package generate

import "fmt"

// values gives the values of a reading: at least one that can be judged.
func (g *gen) values(mood string) (fields []field) {
	put := func(p float64, name string, values ...string) {
		if g.chance(p) {
			fields = append(fields, field{name, pick(g, values...)})
		}
	}
	temperature := []string{fmt.Sprintf("4.%03d", g.IntN(1000))}
	switch mood {
	case "good":
		if g.chance(0.8) {
			put(0.97, "temperature", temperature...)
			put(0.9, "humidity", "60", "72.5")
			put(0.9, "co2", "5", "11.999")
			put(1, "o2", "20.95", "3.001")
			put(0.95, "setPoint", "4")
			put(0.9, "power", "2.6", "3.1")
			put(0.5, "door", "false")
			return fields
		}
	case "warm":
		temperature = []string{"6.0", "7.25", "5.5", "15", "25.001"}
	case "edge":
		temperature = []string{"5", "5.0", "5.001", "5.0004", "5.0005", "4.9995", "4.9994999", "-1",
			"-1.0005", "-1.0004", "6", "6.001", "2.5", "2.499", "3", "2.999", "4", "4.0005"}
	case "cold":
		temperature = []string{"-1.001", "-3", "-18.0005", "0.0004"}
	case "wild":
		temperature = []string{"393", "80", "80.0004", "80.0005", "-80.001", "1e300", "-80", "4",
			"1e-400"}
	}
	put(0.95, "temperature", temperature...)
	if g.chance(0.7) || len(fields) == 0 {
		put(0.6, "humidity", "40", "40.0005", "85", "85.0005", "85.0015", "49.999", "50", "90",
			"100.0004", "-0.0004", "-0.0005")
		put(0.6, "co2", "5", "11.999", "11.9995", "12", "13", "110.7", "0")
		put(0.6, "o2", "21", "3", "3.0004", "3.001", "2.4995", "2.5", "1", "100.001")
	}
	if len(fields) == 0 {
		put(1, pick(g, "o2", "setPoint", "power"), "20.9")
	}
	put(0.8, "setPoint", "4", "4", "4", "3", "3.0004", "2.999", "100", "5")
	put(0.4, "power", "2.62176459", "1000", "1000.001", "-3", "0", "0.0004", "0.0005")
	put(0.2, "door", "true", "false")
	put(0.15, "defrost", "true", "false", "false")
	if g.chance(0.2) {
		put(1, "latitude", "37.8226902168957", "-90", "90.001")
		put(0.9, "longitude", "-122.324895", "180", "-180.0005")
	}
	return distinct(fields)
}

// unit gives what a reefer unit says of itself when something is wrong with it.
func (g *gen) unit() []field {
	switch g.IntN(3) {
	case 0:
		return []field{{"setPoint", pick(g, "4.5", "4.501", "18", "-4")}, {"temperature", "4.2"}}
	case 1:
		return []field{{"door", "true"}}
	}
	return []field{{"power", pick(g, "0", "-0.5", "0.001", "0.0004")}, {"temperature", "4.3"}}
}

// set gives the fields with one that is said instead of any of its name.
func set(fields []field, name, json string) []field {
	out := []field{{name, json}}
	for _, f := range fields {
		if f.name != name {
			out = append(out, f)
		}
	}
	return out
}

// distinct keeps the first field of each name.
func distinct(fields []field) (out []field) {
	seen := map[string]bool{}
	for _, f := range fields {
		if !seen[f.name] {
			seen[f.name] = true
			out = append(out, f)
		}
	}
	return out
}

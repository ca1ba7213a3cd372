package fleet

import "fmt"

// owners are prefixes in the manner of ISO 6346: three letters of the owner and a U for a freight
// container.
var owners = []string{"MSKU", "CGMU", "HLBU", "SUDU", "TRIU", "OOLU", "MEDU"}

// ContainerID is the id of the i-th container, with the check digit that ISO 6346 asks for. Ids of
// different i below 7,000,000 differ.
func ContainerID(i int) string {
	// 7919 has no factor in common with a million: each serial comes once.
	serial := (i / len(owners)) * 7919 % 1_000_000
	id := fmt.Sprintf("%s%06d", owners[i%len(owners)], serial)
	return id + string(rune('0'+checkDigit(id)))
}

// checkDigit is that of the first ten characters: letters count from 10 on, multiples of 11 left
// out; the n-th place weighs 2^n.
func checkDigit(id string) int {
	sum := 0
	for i := range 10 {
		v := int(id[i]) - '0'
		if id[i] >= 'A' {
			v = int(id[i]) - 'A' + 10
			v += (v - 1) / 10 // skips 11, 22 and 33
		}
		sum += v << i
	}
	return sum % 11 % 10
}

// port is a place that voyages begin and end at.
type port struct {
	code                string
	latitude, longitude int64 // thousandths of a degree
	ambient             int64 // mean air temperature, thousandths of a degree
}

var ports = []port{
	{"CNSHA", 31_230, 121_470, 24_000}, {"USOAK", 37_800, -122_270, 18_000},
	{"NLRTM", 51_920, 4_480, 15_000}, {"CLVAP", -33_050, -71_620, 20_000},
	{"ECGYE", -2_190, -79_890, 29_000}, {"SGSIN", 1_350, 103_820, 31_000},
	{"ZADUR", -29_860, 31_020, 25_000}, {"NOBGO", 60_390, 5_320, 12_000},
	{"INNSA", 18_950, 72_950, 30_000},
}

var vessels = []string{
	"Aurora Polaris", "Black Bear", "Cap Horn", "Ever Chill", "Jimminy Cricket", "Maren Frost",
	"Nordic Star", "Tasman Reefer",
}

package fleet

import _ "embed"

//go:embed rules.yaml
var rules []byte

// Rules is the rule book that goes with the fleet's products, as YAML.
func Rules() []byte { return append([]byte(nil), rules...) }

// product is what an order ships and how its box is set.
type product struct {
	id       string
	customer string
	setPoint int64 // thousandths of a degree
	humidity int64 // thousandths of a percent
	co2, o2  int64 // thousandths of a percent
}

// products are those that the rule book knows.
var products = []product{
	{"fresh-salmon", "FishFarm", 2_000, 88_000, 400, 20_900},
	{"bananas", "Banacol", 13_500, 90_000, 4_500, 3_000},
	{"vaccines", "MediSupply", 5_000, 45_000, 60, 20_900},
	{"frozen-shrimp", "GambaSur", -20_000, 70_000, 60, 20_900},
	{"blueberries", "BlueHarvest", 500, 92_000, 9_000, 10_000},
	{"chilled-beef", "PampaBeef", -500, 85_000, 300, 20_900},
}

// unruled is a product that the rule book does not know.
var unruled = product{"cut-flowers", "Floralia", 3_000, 93_000, 500, 20_900}

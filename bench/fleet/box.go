package fleet

import (
	"math"
	"math/rand/v2"
)

// setting is what a box is set to carry from a time on.
type setting struct {
	from  int64
	goods product
}

// box is one container: a little thermodynamics, a controller, and a modem that is not always in
// reach.
type box struct {
	id    string
	topic string
	rng   *rand.Rand
	every int64 // ms between readings
	place port

	next      int64     // event time of the next reading
	settings  []setting // to come
	goods     product
	temp      float64 // of the air inside, thousandths of a degree
	defrostAt int64   // when the next defrost begins
	spells    []spell // of the trips planned so far, by start
	stuckAt   float64 // what a stuck sensor shows
	stuck     bool

	held  []Record // readings that wait for the network
	ready []Record // readings that are on their way, by At
}

// defrostFor is how long a defrost takes; it is due each eight hours of running.
const defrostFor = 25 * minute

// set changes what the box carries from a time on.
func (b *box) set(from int64, p product) {
	if from == 0 {
		b.goods = p
		return
	}
	b.settings = append(b.settings, setting{from, p})
}

// during tells whether a spell of that fault is on.
func (b *box) during(f Fault, at int64) bool {
	for _, s := range b.spells {
		if s.fault == f && s.from <= at && at < s.to {
			return true
		}
	}
	return false
}

// at is when the box's next reading reaches the broker.
func (b *box) at() int64 {
	for len(b.ready) == 0 {
		b.step()
	}
	return b.ready[0].At
}

func (b *box) pop() Record {
	b.at()
	r := b.ready[0]
	b.ready = b.ready[1:]
	return r
}

// step moves the box to its next reading and takes it.
func (b *box) step() {
	now := b.next
	b.next += b.every
	for len(b.settings) > 0 && b.settings[0].from <= now {
		b.goods = b.settings[0].goods
		b.settings = b.settings[1:]
	}
	for len(b.spells) > 0 && b.spells[0].to+24*hour < now {
		b.spells = b.spells[1:]
	}
	w := b.weather(now)
	value := b.reading(now, w)
	r := Record{Topic: b.topic, Key: []byte(b.id), Value: value, Time: now, At: now}
	switch {
	case b.during(LostReadings, now):
		return
	case b.during(DeadZone, now):
		b.held = append(b.held, r)
		return
	}
	for i := range b.held {
		b.held[i].At = now
	}
	b.ready = append(append(b.ready[:0:0], b.held...), r)
	b.held = nil
	if b.during(Duplicates, now) {
		b.ready = append(b.ready, r)
	}
}

// weather is the state of the box and the air around it at one reading.
type weather struct {
	ambient                float64 // thousandths of a degree
	powered, door, defrost bool
}

// weather moves the air in the box from the last reading to this one.
func (b *box) weather(now int64) weather {
	w := weather{powered: !b.during(PowerOff, now), door: b.during(DoorOpen, now)}
	day := 2 * math.Pi * float64(now%(24*hour)) / float64(24*hour)
	w.ambient = float64(b.place.ambient) - 5_000*math.Cos(day)
	if w.powered && now >= b.defrostAt {
		w.defrost = now < b.defrostAt+defrostFor
		if !w.defrost {
			b.defrostAt += 8 * hour
			if b.defrostAt <= now { // the power was off when it was due
				b.defrostAt = now + 8*hour
			}
		}
	}
	// A running box comes to its set point within the hour.
	target, hours := float64(b.goods.setPoint), 0.6
	switch {
	case w.door:
		target, hours = w.ambient, 1.6
	case !w.powered:
		target, hours = w.ambient, 13
	case w.defrost:
		target, hours = target+2_400, 0.25
	}
	b.temp += (target - b.temp) * (1 - math.Exp(-float64(b.every)/float64(hour)/hours))
	return w
}

// noise is a symmetric error of at most a, mostly small.
func (b *box) noise(a float64) int64 {
	return int64((b.rng.Float64() + b.rng.Float64() - 1) * a)
}

// reading is what the box reports: the fields that are read, then those of its maker that nobody
// reads.
func (b *box) reading(now int64, w weather) []byte {
	air := b.temp + float64(b.noise(150))
	if b.during(StuckSensor, now) {
		if !b.stuck {
			b.stuck, b.stuckAt = true, air
		}
		air = b.stuckAt
	} else {
		b.stuck = false
	}
	temperature, humidity := int64(air), min(100_000, b.goods.humidity+b.noise(2_500))
	if b.during(FaultyValues, now) {
		switch b.rng.IntN(4) {
		case 0:
			temperature = 393_000 + b.noise(500)
		case 1:
			humidity = -2_337
		}
	}
	power := int64(0)
	if w.powered {
		power = 3_200 + b.noise(900)
	}
	var o object
	o.b = make([]byte, 0, 384)
	o.text("type", "ContainerMetric")
	o.text("containerID", b.id)
	o.instant("time", now)
	o.milli("temperature", temperature)
	o.milli("setPoint", b.goods.setPoint)
	o.milli("humidity", humidity)
	o.milli("co2", max(0, b.goods.co2+b.noise(300)))
	o.milli("o2", b.goods.o2+b.noise(100))
	o.milli("power", power)
	o.flag("door", w.door)
	o.flag("defrost", w.defrost)
	o.milli("latitude", b.place.latitude+b.noise(20))
	o.milli("longitude", b.place.longitude+b.noise(20))
	o.milli("ambient", int64(w.ambient))
	o.milli("supplyAir", int64(air)-400+b.noise(100))
	o.integer("signal", -70+b.noise(20))
	o.text("firmware", "RC-8.41")
	return o.done()
}

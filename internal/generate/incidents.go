package generate

import "fmt"

// lasting gives a duration of those that rules speak of, often to the millisecond.
func (t *track) lasting() int64 {
	usual := pick(t.gen, t.theme.single, t.theme.single, t.theme.total, t.theme.total/2)
	return t.beside(t.mostly(usual, 10*minute, 30*minute, hour, 90*minute, 2*hour, 3*hour))
}

// incident makes something happen from a time on, and gives the time when it is over.
func (t *track) incident(at int64) int64 {
	switch t.IntN(13) {
	case 0, 1, 2:
		return t.run(at, t.lasting(), func() []field {
			return t.values(pick(t.gen, "warm", "cold"))
		})
	case 3:
		return t.run(at, t.lasting(), func() []field {
			return t.values(pick(t.gen, "edge", "wild"))
		})
	case 4, 5:
		return t.silence(at)
	case 6, 7, 8:
		return t.defrost(at)
	case 9, 10:
		return t.stuck(at)
	}
	return t.run(at, t.lasting(), t.unit)
}

// run repeats what is said for so long. Whoever speaks next ends it to the millisecond.
func (t *track) run(at, duration int64, fields func() []field) int64 {
	step := pick(t.gen, 10*minute, 15*minute, 20*minute)
	for s := at; s < at+duration; s += step {
		t.say(s, fields())
	}
	t.say(at+duration, t.values("good"))
	return at + duration + step
}

// silence makes a hole of about the length that a rule speaks of, often beside what breaks a limit.
func (t *track) silence(at int64) int64 {
	mood := func() string { return pick(t.gen, "good", "warm", "warm", "cold") }
	t.say(at, t.values(mood()))
	gap := t.mostly(t.theme.gap, t.theme.gaps...)
	at += gap + t.beside(pick(t.gen, 0, t.theme.blind, t.theme.blind, t.theme.single, 2*hour))
	t.say(at, t.values(mood()))
	t.say(at+20*minute, t.values("good"))
	return at + 40*minute
}

// defrost warms up while the unit says so, and for some time behind, with readings exactly at the
// ends of grace and maximum.
func (t *track) defrost(at int64) int64 {
	mood := pick(t.gen, "warm", "warm", "good")
	warm := func(defrost string) []field {
		fields := t.values(mood)
		if mood == "warm" && t.chance(0.7) {
			fields = set(set(fields, "temperature", "7.25"), "setPoint", "4")
		}
		if t.chance(0.1) {
			fields = []field{{"humidity", "61"}} // tells of the defrost, and of no temperature
		}
		return set(fields, "defrost", defrost)
	}
	if t.chance(0.7) {
		t.say(at-10*minute, warm("false"))
	}
	end := at + t.beside(t.mostly(t.theme.most, 20*minute, hour, 90*minute))
	last := at
	for s := at; s < end; s += 10 * minute {
		if t.chance(0.9) {
			t.say(s, warm("true"))
			last = s
		}
	}
	t.say(end, warm("true"))
	last = max(last, end)
	grace := t.mostly(t.theme.grace, 10*minute, hour)
	for _, s := range []int64{last + grace/2, last + grace, last + grace + 1, last + 2*grace} {
		if t.chance(0.7) {
			t.say(s, warm(pick(t.gen, "false", "null")))
		}
	}
	return last + 2*grace + 10*minute
}

// stuck repeats one temperature, up to exactly what is believed, or a little longer.
func (t *track) stuck(at int64) int64 {
	value := pick(t.gen, "4.125", "4.125", "2", "6")
	step := pick(t.gen, 15*minute, 20*minute, 30*minute)
	end := at + t.theme.stuck + pick(t.gen, 0, 0, 1, 1, -1, hour)
	for s := at; s < end; s += step {
		if t.chance(0.97) {
			t.say(s, []field{{"temperature", value}, {"setPoint", "4"}, {"o2", "20.9"}})
		}
	}
	t.say(end, []field{{"temperature", value}})
	return end + step
}

// loadedWarm cools goods down from a time on, and reaches about what a rule asks for about when it
// does. It gives the time behind that.
func (t *track) loadedWarm(start int64) int64 {
	due := start + t.mostly(t.theme.within, 2*hour)
	reached := due + pick(t.gen, 0, 0, 1, -1, -hour, hour)
	if t.chance(0.3) {
		t.say(start-pick(t.gen, 1, 30*minute), set(t.values("good"), "temperature", "3.5"))
	}
	blind := t.chance(0.3)
	for s := start; s < reached; s += 20 * minute {
		if blind && s > due-pick(t.gen, hour, 2*hour, hour+1) {
			break // nobody knows when it was reached
		}
		warmth := fmt.Sprintf("%d.%d", t.in(5, 12), t.in(0, 9))
		t.say(s, set(t.values("good"), "temperature", warmth))
	}
	t.say(reached, set(t.values("good"), "temperature", pick(t.gen, "4", "4", "4.001", "3.2")))
	return reached + 20*minute
}

package pipeline

import "testing"

// TestThreadOf tells the threads of an instance from those of others.
func TestThreadOf(t *testing.T) {
	const none = -1
	f := func(instance, name string, want int) {
		t.Helper()
		e := &Engine{t: Topology{Name: "group"}, o: Options{Instance: instance}}
		thread, ok := e.threadOf(name)
		if ok != (want != none) || ok && (thread != want || e.memberName(thread) != name) {
			t.Errorf("instance %s: %s is thread %d, %v", instance, name, thread, ok)
		}
	}
	f("a", "group-a-0", 0)
	f("a", "group-a-1023", 1023)
	f("a-1", "group-a-1-0", 0)
	f("a", "group-a-1-0", none)
	f("a-1", "group-a-1", none)
	f("a", "group-a-", none)
	f("a", "group-a-+1", none)
	f("a", "group-b-0", none)
	f("a", "group", none)
	f("a", "", none)
}

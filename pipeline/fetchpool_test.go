package pipeline

import "testing"

// TestSpares: small slices of a quiet time must not keep the large ones of a busy time out.
func TestSpares(t *testing.T) {
	var s spares[byte]
	for range maxSpares + 10 {
		s.put(make([]byte, 0, 8))
	}
	if got := s.get(100); cap(got) < 100 {
		t.Fatalf("capacity %d, want 100", cap(got))
	}
	large := make([]byte, 0, 100)
	s.put(large)
	if got := s.get(100); &got[:1][0] != &large[:1][0] {
		t.Error("the large slice was not kept")
	}
	if len(s.list) >= maxSpares {
		t.Errorf("%d spares, want fewer than %d", len(s.list), maxSpares)
	}
}

package judge

import (
	"testing"

	"coldchain/joins/internal/wire"
)

// stored is a fold as it comes back from where it was written.
func stored(t testing.TB, c *Case, f *Fold) Fold {
	t.Helper()
	r := wire.Read(f.Append(nil))
	x := ReadFold(r, c)
	if err := r.Close("fold"); err != nil {
		t.Fatal(err)
	}
	return x
}

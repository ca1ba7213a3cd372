package wire

import "fmt"

// Format is one kind of value with its versions. A value of the newest version is read by the
// caller. An older one is first brought to the newest, version by version.
type Format struct {
	Name    string
	Version byte // the newest, which this program writes

	// Upgrade brings a value, without its version byte, from version i+1 to version i+2. There are
	// Version-1 of them.
	Upgrade []func(old []byte) ([]byte, error)
}

// Open begins to read a value behind its version byte.
func (f *Format) Open(b []byte) *Reader {
	r := &Reader{B: b}
	v := r.Byte()
	if r.err == nil && v != f.Version {
		r.B, r.err = f.upgrade(v, r.B)
	}
	return r
}

func (f *Format) upgrade(v byte, b []byte) ([]byte, error) {
	if v > f.Version {
		return nil, fmt.Errorf(
			"%s of format %d: this program reads formats up to %d; use a newer program",
			f.Name, v, f.Version)
	}
	if v == 0 || len(f.Upgrade) != int(f.Version)-1 {
		return nil, fmt.Errorf("%s of format %d: no program wrote that", f.Name, v)
	}
	var err error
	for i := v; i < f.Version && err == nil; i++ {
		if b, err = f.Upgrade[i-1](b); err != nil {
			err = fmt.Errorf("%s of format %d: bring it to format %d: %w", f.Name, i, i+1, err)
		}
	}
	return b, err
}

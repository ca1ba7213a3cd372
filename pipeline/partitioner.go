package pipeline

import (
	"fmt"
	"hash/crc32"
)

// Partitioner names how a topic's producers choose the partition of a key.
// Topics that meet in a stage must agree on it.
type Partitioner uint8

const (
	// Inherit takes the partitioner of the sources that the topic meets in a
	// stage, else Murmur2. Only for topics that the engine writes.
	Inherit Partitioner = iota
	// Murmur2 is the Java client's, kafka-python's and franz-go's default.
	Murmur2
	// CRC32 is librdkafka's "consistent": crc32(key) % n.
	CRC32
	// FNV1a is Sarama's HashPartitioner: the signed hash % n, without its sign.
	FNV1a
)

var partitionerNames = [...]string{
	Inherit: "inherit", Murmur2: "murmur2", CRC32: "crc32", FNV1a: "fnv1a",
}

func (p Partitioner) String() string {
	if int(p) < len(partitionerNames) {
		return partitionerNames[p]
	}
	return fmt.Sprintf("partitioner(%d)", p)
}

// ParsePartitioner reads murmur2, crc32 or fnv1a; the empty name is Inherit.
func ParsePartitioner(name string) (Partitioner, error) {
	if name == "" {
		return Inherit, nil
	}
	for p, n := range partitionerNames {
		if n == name && Partitioner(p) != Inherit {
			return Partitioner(p), nil
		}
	}
	return Inherit, fmt.Errorf("unknown partitioner %q: use murmur2 (Java, kafka-python, "+
		"franz-go), crc32 (librdkafka) or fnv1a (Sarama)", name)
}

// Partition returns the partition of key among n.
func (p Partitioner) Partition(key []byte, n int32) int32 {
	switch p {
	case CRC32:
		return int32(crc32.ChecksumIEEE(key) % uint32(n))
	case FNV1a:
		h := uint32(2166136261)
		for _, b := range key {
			h = (h ^ uint32(b)) * 16777619
		}
		if part := int32(h) % n; part >= 0 {
			return part
		} else {
			return -part
		}
	case Inherit, Murmur2:
	}
	return int32(murmur2(key)&0x7fffffff) % n
}

// murmur2 is the 32-bit MurmurHash2 with the seed that Kafka's Java client uses.
func murmur2(b []byte) uint32 {
	const (
		seed uint32 = 0x9747b28c
		m    uint32 = 0x5bd1e995
		r           = 24
	)
	h := seed ^ uint32(len(b))
	for len(b) >= 4 {
		k := uint32(b[3])<<24 | uint32(b[2])<<16 | uint32(b[1])<<8 | uint32(b[0])
		b = b[4:]
		k *= m
		k ^= k >> r
		k *= m
		h *= m
		h ^= k
	}
	switch len(b) {
	case 3:
		h ^= uint32(b[2]) << 16
		fallthrough
	case 2:
		h ^= uint32(b[1]) << 8
		fallthrough
	case 1:
		h ^= uint32(b[0])
		h *= m
	}
	h ^= h >> 13
	h *= m
	h ^= h >> 15
	return h
}

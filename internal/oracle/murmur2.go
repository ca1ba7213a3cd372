package oracle

import "encoding/binary"

// PartitionOf gives the partition of container-metrics that a container's id has by the default
// partitioner of Kafka's producers.
func PartitionOf(id string, partitions int) int32 {
	return int32(int(murmur2([]byte(id))&0x7fffffff) % partitions)
}

// murmur2 is the 32-bit hash that Kafka's producers partition by.
func murmur2(b []byte) uint32 {
	const m = 0x5bd1e995
	h := uint32(0x9747b28c) ^ uint32(len(b))
	for ; len(b) >= 4; b = b[4:] {
		k := binary.LittleEndian.Uint32(b) * m
		k = (k ^ k>>24) * m
		h = h*m ^ k
	}
	if len(b) == 3 {
		h ^= uint32(b[2]) << 16
	}
	if len(b) >= 2 {
		h ^= uint32(b[1]) << 8
	}
	if len(b) >= 1 {
		h = (h ^ uint32(b[0])) * m
	}
	h = (h ^ h>>13) * m
	return h ^ h>>15
}

package heif

import "github.com/tetratelabs/wazero/experimental"

// memory is that of a sandbox. It is made as large as the picture is thought to need,
// of which the system gives what is touched only: growing step by step would
// have the old bytes and the new ones around at the same time, and takes longer.
type memory struct {
	bytes []byte
	limit uint64
}

// allocator makes memories that may be had up to a limit, which the runtime sets.
func allocator(expected int64) experimental.MemoryAllocatorFunc {
	return func(_, limit uint64) experimental.LinearMemory {
		return &memory{make([]byte, 0, min(uint64(expected), limit)), limit}
	}
}

// Reallocate grows the memory to size bytes, of which the new ones are zero.
func (m *memory) Reallocate(size uint64) []byte {
	if size > m.limit {
		return nil
	}
	if have := uint64(cap(m.bytes)); size > have {
		larger := make([]byte, len(m.bytes), min(max(size, have+have/4), m.limit))
		copy(larger, m.bytes)
		m.bytes = larger
	}
	m.bytes = m.bytes[:size]
	return m.bytes
}

// Free leaves the memory to the garbage collector.
func (m *memory) Free() { m.bytes = nil }

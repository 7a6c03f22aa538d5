package heif

import "github.com/tetratelabs/wazero/experimental"

// memory is the memory of a sandbox. It is reserved at the expected size; the system commits only
// the pages that are touched. Growing in steps would take longer, and hold old and new bytes at the
// same time.
type memory struct {
	bytes []byte
	limit uint64
}

// allocator returns an allocator of memories up to a limit that the runtime
// sets.
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

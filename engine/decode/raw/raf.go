package raw

import (
	"encoding/binary"

	"recollect/engine/container"
)

// raf reads the header of a Fujifilm RAF file, which says where its JPEG lies.
func (f *finder) raf() {
	const at = 84
	if b := container.ReadSome(f.r, at, 8); len(b) == 8 {
		f.try(int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:])))
	}
}

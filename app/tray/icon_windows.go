package tray

import (
	"bytes"
	"encoding/binary"
	"image/png"
)

// icon returns the picture as the system's library takes it: as an ICO file, which may hold a PNG.
func icon(picture []byte) []byte {
	size, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil
	}
	const header = 6 + 16
	b := []byte{0, 0, 1, 0, 1, 0, byte(size.Width), byte(size.Height), 0, 0, 1, 0, 32, 0}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(picture)))
	b = binary.LittleEndian.AppendUint32(b, header)
	return append(b, picture...)
}

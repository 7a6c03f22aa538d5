package trash

import (
	"encoding/binary"
	"errors"
	"slices"
	"unicode/utf16"
)

var errRecord = errors.New("not a record of the recycle bin")

// parseRecord returns the path in a $I file of the recycle bin: the number of the
// format, the size of the file and the time, 8 bytes each; then in format 1 (Vista to
// 8) 260 characters, and in format 2 (10 and later) their number and the characters.
// Only Windows uses it; it is built, and tested, everywhere.
func parseRecord(b []byte) (path string, err error) {
	if len(b) < 24 {
		return "", errRecord
	}
	format, text := binary.LittleEndian.Uint64(b), b[24:]
	if format == 2 {
		if len(text) < 4 {
			return "", errRecord
		}
		n := uint64(binary.LittleEndian.Uint32(text))
		if text = text[4:]; 2*n > uint64(len(text)) {
			return "", errRecord
		}
		text = text[:2*n]
	} else if format != 1 {
		return "", errRecord
	}
	chars := make([]uint16, len(text)/2)
	for i := range chars {
		chars[i] = binary.LittleEndian.Uint16(text[2*i:])
	}
	if end := slices.Index(chars, 0); end >= 0 {
		chars = chars[:end]
	}
	return string(utf16.Decode(chars)), nil
}

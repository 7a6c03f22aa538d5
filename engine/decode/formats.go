package decode

import (
	"recollect/engine/decode/heif"
	"recollect/engine/decode/jpeg"
)

// Formats lists the formats that can be shown, for people, and what decodes them
// where that depends on the system.
func Formats() string {
	return "JPEG (" + jpeg.Decoder + "), PNG, GIF, WebP, BMP, TIFF, HEIC and AVIF (" + heif.Decoders() +
		"), and the previews in CR2, CR3, NEF, ARW, DNG, PEF, RAF, ORF and RW2"
}

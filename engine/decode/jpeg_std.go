//go:build !linux || !cgo || noturbo

package decode

import "image"

// decodeJPEG decodes a JPEG file without libjpeg-turbo: slower, with colours that
// differ a little where they were stored at half resolution.
func decodeJPEG(data []byte) (image.Image, error) { return standardJPEG(data) }

// jpegDecoder names what decodes JPEG, for Formats.
const jpegDecoder = "Go's image/jpeg"

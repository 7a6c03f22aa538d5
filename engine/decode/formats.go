package decode

// Formats lists the formats that can be shown, for people, and what decodes them.
func Formats() string {
	return "JPEG (" + jpegDecoder + "), PNG, GIF (first frame), WebP, BMP, TIFF"
}

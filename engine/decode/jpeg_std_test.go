//go:build !cgo || noturbo || !(linux || (windows && turbo))

package decode

const (
	// toleratedLevels is how much the mean sample may differ from a reference that was
	// made with libjpeg-turbo: the standard library upsamples colour differently, by
	// 0.4 to 0.7 levels of 255 in the reference pictures.
	toleratedLevels = 1.0
	// partialJPEG: a JPEG that ends early is refused.
	partialJPEG = false
)

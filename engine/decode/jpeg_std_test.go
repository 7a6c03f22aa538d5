//go:build !linux || !cgo || noturbo

package decode

const (
	// toleratedPixels is how many of 150,528 samples may differ from a reference that
	// was made with libjpeg-turbo: the standard library upsamples colour differently.
	toleratedPixels = 60_000
	// partialJPEG: a JPEG that ends early is refused.
	partialJPEG = false
)

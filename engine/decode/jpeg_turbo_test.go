//go:build linux && cgo && !noturbo

package decode

const (
	// toleratedPixels is how many samples may differ from a reference that was made
	// with libjpeg-turbo: none with the same library.
	toleratedPixels = 0
	// partialJPEG: a JPEG that ends early is shown with what there is of it.
	partialJPEG = true
)

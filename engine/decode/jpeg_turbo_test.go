//go:build cgo && !noturbo && (linux || (windows && turbo))

package decode

const (
	// toleratedLevels is how much the mean sample may differ from a reference that was
	// made with libjpeg-turbo: not at all with the same library.
	toleratedLevels = 0
	// partialJPEG: a JPEG that ends early is shown with what there is of it.
	partialJPEG = true
)

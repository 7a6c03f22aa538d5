//go:build !windows

package console

// Attach does nothing: the standard streams are connected already.
func Attach() {}

// Leave does nothing.
func Leave() {}

//go:build !darwin

package addon

// release does nothing where libraries are loaded wherever they came from.
func release(string) error { return nil }

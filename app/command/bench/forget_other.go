//go:build !linux

package bench

// forgetFiles reports that the system cannot be asked to drop what it has in memory of files.
func forgetFiles(string) (bool, error) { return false, nil }

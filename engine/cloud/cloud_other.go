//go:build !windows && !darwin

package cloud

import "io/fs"

// Only returns false: this system marks no such files.
func Only(fs.FileInfo) bool { return false }

//go:build !windows && !darwin

package cloud

import "io/fs"

// Only is false: there is no such thing here that the system would tell of.
func Only(fs.FileInfo) bool { return false }

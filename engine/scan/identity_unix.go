//go:build unix

package scan

import (
	"io/fs"
	"strconv"
	"syscall"
)

// identifier returns a function that identifies the files of the folder dir: by device and inode.
func identifier(dir string) func(path string, info fs.FileInfo) string {
	if !stableInodes(dir) {
		return func(string, fs.FileInfo) string { return "" }
	}
	return func(_ string, info fs.FileInfo) string {
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return ""
		}
		return strconv.FormatUint(uint64(st.Dev), 16) + ":" + strconv.FormatUint(st.Ino, 16)
	}
}

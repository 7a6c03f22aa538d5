package addon

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"recollect/engine/file"
)

// mostConfigured is how many bytes are read of a file of the loader's configuration.
const mostConfigured = 1 << 20

// In returns a skip for Install and Bytes: it is true of archives that are Shared if each of their libraries lies
// in one of the folders, which may be relative or not there.
func In(folders []string) (skip func(Archive) bool) {
	return func(x Archive) bool {
		return x.Shared && !slices.ContainsFunc(x.Members, func(m Member) bool {
			return !slices.ContainsFunc(folders, func(dir string) bool {
				info, err := os.Stat(filepath.Join(dir, m.To)) // a link to a library is one
				return err == nil && info.Mode().IsRegular()
			})
		})
	}
}

// LoaderFolders are the folders in which the system looks for libraries that others need: on Linux those of
// LD_LIBRARY_PATH and of the loader's configuration (ld.so(8)), on Windows those of PATH.
func LoaderFolders() []string {
	switch runtime.GOOS {
	case "linux":
		files, _ := filepath.Glob("/etc/ld.so.conf.d/*.conf") // the pattern is sound
		dirs := filepath.SplitList(os.Getenv("LD_LIBRARY_PATH"))
		for _, path := range append(files, "/etc/ld.so.conf") {
			if data, err := file.Read(path, mostConfigured); err == nil {
				dirs = append(dirs, configured(string(data))...)
			}
		}
		return append(dirs, "/lib", "/usr/lib", "/lib64", "/usr/lib64")
	case "windows":
		return filepath.SplitList(os.Getenv("PATH"))
	}
	return nil
}

// configured are the folders of a file of the loader's configuration: a line each, which may have a comment.
func configured(text string) (dirs []string) {
	for line := range strings.Lines(text) {
		dir, _, _ := strings.Cut(line, "#")
		if dir = strings.TrimSpace(dir); filepath.IsAbs(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

package app

import (
	"os"
	"path/filepath"
)

// besideDirs are the folders searched for ONNX Runtime's library and for the sample photos: beside
// the program, the lib folder beside its bin, and the two of a bundle of macOS.
func besideDirs() []string {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(exe); err == nil {
		exe = real
	}
	return dirsOf(filepath.Dir(exe))
}

// dirsOf are those of a program in the folder dir.
func dirsOf(dir string) []string {
	if above := filepath.Dir(dir); filepath.Base(dir) == "MacOS" && filepath.Base(above) == "Contents" {
		return []string{filepath.Join(above, "Frameworks"), filepath.Join(above, "Resources")}
	}
	return []string{dir, filepath.Join(dir, "..", "lib", "recollect")}
}

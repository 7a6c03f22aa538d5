package command

import (
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// DefaultLibrary is the library's folder in the system's application-data
// folder: ~/.local/share/recollect, ~/Library/Application Support/recollect or
// %LOCALAPPDATA%\recollect.
func DefaultLibrary() string { return filepath.Join(xdg.DataHome, "recollect") }

// Worker is how this program starts itself as a worker, which runs models on accelerators.
func Worker() []string {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{exe}
}

// RuntimeDirs are the folders searched for ONNX Runtime's library: beside the
// program, and the lib folder beside its bin.
func RuntimeDirs() []string {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(exe); err == nil {
		exe = real
	}
	dir := filepath.Dir(exe)
	return []string{dir, filepath.Join(dir, "..", "lib", "recollect")}
}

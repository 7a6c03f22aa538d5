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

//go:build !linux && !windows

package volume

import (
	"path/filepath"
	"strings"

	"github.com/moby/sys/mountinfo"
)

// identity returns the name under which macOS mounts a drive below /Volumes, or the
// server and share of a network volume. Two drives of one name have the same identity:
// callers check whether the photos are there.
func identity(m *mountinfo.Info) string {
	switch {
	case strings.HasPrefix(m.Source, "//") || strings.Contains(m.Source, ":/"):
		return m.FSType + ":" + m.Source
	case filepath.Dir(m.Mountpoint) == "/Volumes":
		return m.FSType + ":" + filepath.Base(m.Mountpoint)
	default:
		return ""
	}
}

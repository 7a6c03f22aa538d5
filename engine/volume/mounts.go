//go:build !windows

package volume

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/moby/sys/mountinfo"
)

// place returns the place of folder on the mount that it lies on: the innermost, and of
// several at the same folder the last, which hides the others.
func place(folder string) (Place, error) {
	mounts, err := mountinfo.GetMounts(nil)
	if err != nil {
		return Place{}, err
	}
	var innermost *mountinfo.Info
	for _, m := range mounts {
		if _, inside := below(folder, m.Mountpoint); !inside {
			continue
		}
		if innermost == nil || len(m.Mountpoint) >= len(innermost.Mountpoint) {
			innermost = m
		}
	}
	if innermost == nil {
		return Place{}, nil
	}
	rest, _ := below(folder, innermost.Mountpoint)
	return Place{Volume: identity(innermost), Path: path.Join(inside(innermost), rest)}, nil
}

// candidates returns the paths at which p may be found on a mounted volume.
func candidates(p Place) ([]string, error) {
	mounts, err := mountinfo.GetMounts(nil)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, m := range mounts {
		rest, shown := below("/"+p.Path, "/"+inside(m))
		if !shown || identity(m) != p.Volume {
			continue
		}
		if at := filepath.Join(m.Mountpoint, rest); !slices.Contains(paths, at) {
			paths = append(paths, at)
		}
	}
	return paths, nil
}

// inside returns the folder of its volume that m mounts: not the root for a bind mount.
func inside(m *mountinfo.Info) string {
	return path.Clean(strings.TrimPrefix(m.Root, "/"))
}

// below returns the path of folder from dir, and whether it is dir or lies in it.
func below(folder, dir string) (rest string, ok bool) {
	folder, dir = path.Clean(folder), path.Clean(dir)
	if folder == dir || dir == "/" {
		return path.Clean(strings.TrimPrefix(folder, dir)), true
	}
	rest, ok = strings.CutPrefix(folder, dir+"/")
	return rest, ok
}

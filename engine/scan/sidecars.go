package scan

import (
	"io/fs"
	"path/filepath"

	"recollect/engine/photo"
)

// sidecarsIn returns a function that finds the sidecars of a file in dir by its name.
func (w *walk) sidecarsIn(dir string, entries []fs.DirEntry) func(name string) photo.Sidecars {
	if w.Sidecars == nil {
		return func(string) photo.Sidecars { return "" }
	}
	at := make(map[string]fs.DirEntry, len(entries))
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		if e.Type().IsRegular() && !leftOut(e.Name()) {
			at[e.Name()] = e
			names = append(names, e.Name())
		}
	}
	of := w.Sidecars(dir, names)
	return func(name string) photo.Sidecars {
		if len(of[name]) == 0 {
			return ""
		}
		var all []photo.Sidecar
		for _, side := range of[name] {
			info, err := at[side].Info()
			w.noteFile(filepath.Join(dir, side), err)
			if err == nil {
				all = append(all, photo.Sidecar{Name: side, Size: info.Size(), ModTime: info.ModTime()})
			}
		}
		return photo.ListSidecars(all)
	}
}

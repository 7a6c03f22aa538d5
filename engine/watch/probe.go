package watch

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/photo"
)

// Probe returns which of dirs, and which network volumes inside them, a Watcher would poll if it
// started now, sorted by path. Folders below them are not counted. The system's limits include the
// watches of other processes: if a Watcher has reached one, so does Probe.
func Probe(dirs []string) []Polled {
	s, err := open()
	if err != nil {
		s = noEvents(err)
	}
	defer s.close()
	all, _ := listMounts() // on an error networks count as disks, as in a Watcher
	var found []Polled
	for _, dir := range dirs {
		found = append(found, probe(s, all, dir)...)
	}
	slices.SortFunc(found, func(a, b Polled) int { return strings.Compare(a.Dir, b.Dir) })
	return found
}

func probe(s source, all mounts, dir string) []Polled {
	real := dir
	if !all.network(dir) { // a server that does not answer would block everything
		if path, err := filepath.EvalSymlinks(dir); err == nil {
			real = path
		}
	}
	if all.network(real) {
		return []Polled{{dir, 1, Network}}
	}
	if err := s.add(dir); errors.Is(err, fs.ErrNotExist) {
		return nil // it is offline
	} else if err != nil {
		return []Polled{{dir, 1, reasonOf(err)}}
	}
	var inside []Polled
	for _, m := range all {
		if m.network && m.at != real && photo.Within(m.at, real) {
			inside = append(inside, Polled{dir + strings.TrimPrefix(m.at, real), 1, Network})
		}
	}
	return inside
}

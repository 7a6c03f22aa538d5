package watch

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/photo"
)

// Probe tells which of dirs, and which network volumes inside them, a Watcher would
// poll if it began now, sorted by path; folders below them are not counted.
// What another process watches takes part in the system's limits: beside a
// Watcher that has reached one, Probe reaches it, too.
func Probe(dirs []string) []Polled {
	s, err := open()
	if err != nil {
		s = noEvents(err)
	}
	defer s.close()
	all, _ := listMounts() // unknown, a network is taken for a disk, as a Watcher does
	var found []Polled
	for _, dir := range dirs {
		found = append(found, probe(s, all, dir)...)
	}
	slices.SortFunc(found, func(a, b Polled) int { return strings.Compare(a.Dir, b.Dir) })
	return found
}

func probe(s source, all mounts, dir string) []Polled {
	real := dir
	if !all.network(dir) { // a server that does not answer would hold up everything
		if path, err := filepath.EvalSymlinks(dir); err == nil {
			real = path
		}
	}
	if all.network(real) {
		return []Polled{{dir, 1, Network}}
	}
	if err := s.add(dir); errors.Is(err, fs.ErrNotExist) {
		return nil // it is away
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

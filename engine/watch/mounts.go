package watch

import "recollect/engine/photo"

// mount is a mount point.
type mount struct {
	at      string
	from    string // differs from that of another volume that is mounted there later
	network bool   // changes by other computers have no event here
}

// mounts are the mounts of the system. If two have the same folder, the later hides the earlier.
type mounts []mount

// listMounts is replaced in tests. It never waits for a network.
var listMounts = systemMounts

// network reports whether dir, a path without symbolic links, lies on a network volume.
func (m mounts) network(dir string) bool {
	on := m.above(dir)
	return on.network
}

// above returns the mount that holds dir.
func (m mounts) above(dir string) mount {
	var innermost mount
	for _, one := range m {
		if len(one.at) >= len(innermost.at) && photo.Within(dir, one.at) {
			innermost = one
		}
	}
	return innermost
}

// around returns the mounts that root depends on: the one that holds it, and those inside it.
func (m mounts) around(root string) mounts {
	matter := mounts{m.above(root)}
	for _, one := range m {
		if one.at != root && photo.Within(one.at, root) {
			matter = append(matter, one)
		}
	}
	return matter
}

package watch

import "recollect/engine/photo"

// mount is a folder at which a volume appears.
type mount struct {
	at      string
	from    string // differs from that of another volume that appears at the same folder later
	network bool   // others change it without an event here
}

// mounts are those of the whole system. Where two have the same folder, the later
// hides the earlier.
type mounts []mount

// listMounts is replaced in tests. It never waits for a network.
var listMounts = systemMounts

// network reports whether dir, a path without symbolic links, lies on a network volume.
func (m mounts) network(dir string) bool {
	on := m.above(dir)
	return on.network
}

// above returns the mount that dir lies on.
func (m mounts) above(dir string) mount {
	var innermost mount
	for _, one := range m {
		if len(one.at) >= len(innermost.at) && photo.Within(dir, one.at) {
			innermost = one
		}
	}
	return innermost
}

// around returns the mounts that root depends on: the one that it lies on, and
// those inside it.
func (m mounts) around(root string) mounts {
	matter := mounts{m.above(root)}
	for _, one := range m {
		if one.at != root && photo.Within(one.at, root) {
			matter = append(matter, one)
		}
	}
	return matter
}

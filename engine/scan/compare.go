package scan

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/photo"
)

// none marks a known photo without a file, and a file without a known photo.
const none = -1

// Compare returns the differences between known, the recorded files, and found, the files on disk,
// of the same folders. It recognises a move from one folder to another only if both are in one
// call. Paths are unique in known and in found.
//
// A path whose file has another size, time or identity is Changed: a replaced file keeps its ID. A
// known file that is missing has Moved if a new one has its identity, size and time, or its size
// and hash; so have files whose identities were swapped or rotated among known paths. Each known
// photo is paired with at most one new file and vice versa; among equal copies the one of the same
// name is preferred, then the first in lexical order. The file of a gone photo counts as missing;
// if an unchanged file is where it Was, and that is no other photo's, it has Moved there from its
// Path. Known files below an Unread path that were not found are assumed to be there still.
//
// hash returns the SHA-256 of the file at path. Compare calls it only for new files that have the
// size of a missing one, one after the other; if it fails, the file is Added.
//
// An unchanged file is MetadataChanged when it has other sidecars than before, or
// its record has StaleMetadata. A moved one is Renamed then, and also when its own
// name is another: the name may hold the date.
//
// A file that is InCloud is never opened, and is assumed to be unchanged.
//
// The file of a Missing photo is Found when it is there and has no other change.
//
// The order is Moved, Changed, MetadataChanged, Added, Gone, Found, each by path, so that a rename
// is never a deletion and an addition. Moves must be recorded together: one may
// take the path that another leaves.
func Compare(known []photo.Recorded, found []photo.File, unread []Unread,
	hash func(path string) (photo.Hash, error),
) []Change {
	c := newComparison(known, found, unread)
	c.pairByPath(func(k photo.Recorded, f photo.File) bool { return unchanged(k.File, f) })
	c.pairGone()
	c.pairByIdentity()
	c.pairByPath(func(photo.Recorded, photo.File) bool { return true })
	c.pairByHash(hash)
	return c.changes()
}

// comparison pairs known photos with found files. Both are indices of lists sorted by path.
type comparison struct {
	known   []photo.Recorded
	found   []photo.File
	knownAt map[string]int // by path
	foundAt map[string]int
	fileOf  []int // for each known its file, or none
	photoOf []int // for each file its known photo, or none
	unread  []Unread
}

func newComparison(known []photo.Recorded, found []photo.File, unread []Unread) *comparison {
	c := &comparison{
		known: slices.SortedFunc(slices.Values(known), func(a, b photo.Recorded) int {
			return strings.Compare(a.Path, b.Path)
		}),
		found: slices.SortedFunc(slices.Values(found), func(a, b photo.File) int {
			return strings.Compare(a.Path, b.Path)
		}),
		knownAt: make(map[string]int, len(known)),
		foundAt: make(map[string]int, len(found)),
		fileOf:  slices.Repeat([]int{none}, len(known)),
		photoOf: slices.Repeat([]int{none}, len(found)),
		unread:  unread,
	}
	for i, k := range c.known {
		c.knownAt[k.Path] = i
	}
	for j, f := range c.found {
		c.foundAt[f.Path] = j
	}
	return c
}

func (c *comparison) pair(i, j int) { c.fileOf[i], c.photoOf[j] = j, i }

// pairByPath pairs photos with the files at their paths where ok is true.
func (c *comparison) pairByPath(ok func(photo.Recorded, photo.File) bool) {
	for i, k := range c.known {
		j, on := c.foundAt[k.Path]
		if on && c.fileOf[i] == none && c.photoOf[j] == none && ok(k, c.found[j]) {
			c.pair(i, j)
		}
	}
}

// pairGone pairs gone photos with unchanged files at their former paths, which saves reading them.
func (c *comparison) pairGone() {
	for i, k := range c.known {
		j, on := c.foundAt[k.Was]
		if _, taken := c.knownAt[k.Was]; on && !taken && c.photoOf[j] == none && same(k.File, c.found[j]) {
			c.pair(i, j)
		}
	}
}

// unchanged reports whether f seems to be the file k at the same path.
func unchanged(k, f photo.File) bool { return f.InCloud || same(k, f) }

// same is unchanged where the path alone proves nothing.
func same(k, f photo.File) bool {
	// Nanoseconds as recorded: years before 1678 and after 2262 wrap alike.
	return k.Size == f.Size && k.ModTime.UnixNano() == f.ModTime.UnixNano() &&
		(k.Identity == "" || f.Identity == "" || inode(k.Identity) == inode(f.Identity))
}

// inode is identity without the device number, which may change with each start of the computer
// (btrfs, network volumes, USB).
func inode(identity string) string {
	_, ino, _ := strings.Cut(identity, ":")
	return ino
}

// fileKey is what a rename of a file does not change.
type fileKey struct {
	identity string
	size     int64
	modTime  int64 // nanoseconds; a time.Time would also compare its zone
}

func fileKeyOf(f photo.File) fileKey {
	return fileKey{f.Identity, f.Size, f.ModTime.UnixNano()}
}

// pairByIdentity pairs known photos with the same files under other paths.
func (c *comparison) pairByIdentity() {
	m := moves{c: c, to: map[int]int{}, into: map[int]int{}}
	m.collect()
	m.dropBroken()
	for i, j := range m.to {
		c.pair(i, j)
	}
}

// moves are renames found by identity.
type moves struct {
	c    *comparison
	to   map[int]int // known -> file
	into map[int]int // file -> known
}

func (m *moves) collect() {
	files := map[fileKey][]int{}
	for j, f := range m.c.found {
		if m.c.photoOf[j] == none && f.Identity != "" {
			files[fileKeyOf(f)] = append(files[fileKeyOf(f)], j)
		}
	}
	for i, k := range m.c.known {
		same := files[fileKeyOf(k.File)]
		if m.c.fileOf[i] == none && len(same) > 0 && !m.c.unsure(i) {
			m.to[i], m.into[same[0]] = same[0], i
			files[fileKeyOf(k.File)] = same[1:]
		}
	}
}

// dropBroken keeps chains of moves that begin at a missing file and end at a
// new path, and those that go round. Others would take the ID from a path that
// still has a file: a backup copy made by renaming before a save, or a
// temporary file renamed over a picture. There the picture keeps its ID, and
// all moves of the chain are dropped.
func (m *moves) dropBroken() {
	var broken []int
	for i, j := range m.to {
		if m.replaced(i) || m.overwrites(j) {
			broken = append(broken, i)
		}
	}
	for len(broken) > 0 {
		i := broken[len(broken)-1]
		broken = broken[:len(broken)-1]
		j, on := m.to[i]
		if !on {
			continue
		}
		delete(m.to, i)
		delete(m.into, j)
		if next, on := m.c.knownAt[m.c.found[j].Path]; on {
			broken = append(broken, next)
		}
		if here, on := m.c.foundAt[m.c.known[i].Path]; on {
			if before, on := m.into[here]; on {
				broken = append(broken, before)
			}
		}
	}
}

// replaced reports whether the path of known i now has a file that is not the target of a move.
func (m *moves) replaced(i int) bool {
	j, there := m.c.foundAt[m.c.known[i].Path]
	if !there {
		return false
	}
	_, moved := m.into[j]
	return !moved
}

// overwrites reports whether file j has the path of a known photo that did not move.
func (m *moves) overwrites(j int) bool {
	i, taken := m.c.knownAt[m.c.found[j].Path]
	if !taken {
		return false
	}
	_, moved := m.to[i]
	return !moved
}

// unsure reports whether known i lies below a path that could not be read.
func (c *comparison) unsure(i int) bool {
	path := c.known[i].Path
	if _, there := c.foundAt[path]; there {
		return false
	}
	return slices.ContainsFunc(c.unread, func(u Unread) bool { return photo.Within(path, u.Path) })
}

// pairByHash pairs missing photos with new files of the same content.
func (c *comparison) pairByHash(hash func(string) (photo.Hash, error)) {
	missing, sizes := c.missing()
	if len(missing) == 0 {
		return
	}
	fresh := map[int]photo.Hash{}
	for j, f := range c.found {
		if c.photoOf[j] != none || !sizes[f.Size] || f.InCloud {
			continue
		}
		if h, err := hash(f.Path); err == nil {
			fresh[j] = h
		}
	}
	sameName := func(k photo.Recorded, f photo.File) bool {
		return filepath.Base(cmp.Or(k.Was, k.Path)) == filepath.Base(f.Path)
	}
	anyName := func(photo.Recorded, photo.File) bool { return true }
	c.pairCopies(missing, fresh, sameName)
	c.pairCopies(missing, fresh, anyName)
}

// missing returns the known photos, by content, that have no file, and their sizes.
func (c *comparison) missing() (map[photo.Hash][]int, map[int64]bool) {
	byHash, sizes := map[photo.Hash][]int{}, map[int64]bool{}
	for i, k := range c.known {
		if c.fileOf[i] == none && k.Hash != (photo.Hash{}) && !c.unsure(i) {
			byHash[k.Hash] = append(byHash[k.Hash], i)
			sizes[k.Size] = true
		}
	}
	return byHash, sizes
}

func (c *comparison) pairCopies(missing map[photo.Hash][]int, fresh map[int]photo.Hash,
	ok func(photo.Recorded, photo.File) bool,
) {
	for j, f := range c.found {
		h, on := fresh[j]
		if !on || c.photoOf[j] != none {
			continue
		}
		fits := func(i int) bool { return c.fileOf[i] == none && ok(c.known[i], f) }
		if n := slices.IndexFunc(missing[h], fits); n >= 0 {
			c.pair(missing[h][n], j)
		}
	}
}

// changes returns the changes that follow from the pairs, in the order that Compare promises.
func (c *comparison) changes() []Change {
	var list []Change
	for j, f := range c.found {
		if c.photoOf[j] == none {
			list = append(list, Change{Kind: Added, File: f})
		} else if change, is := difference(c.known[c.photoOf[j]], f); is {
			list = append(list, change)
		}
	}
	for i, k := range c.known {
		if c.fileOf[i] == none && !c.unsure(i) {
			list = append(list, Change{Kind: Gone, ID: k.ID, File: k.File})
		}
	}
	slices.SortStableFunc(list, func(a, b Change) int { return int(a.Kind - b.Kind) })
	return list
}

// difference is the change from a known photo to the file that it was paired with, if there is one.
func difference(k photo.Recorded, f photo.File) (Change, bool) {
	stale := !f.InCloud && (k.StaleMetadata || k.Sidecars != f.Sidecars)
	switch {
	case k.Path != f.Path:
		stale = stale || !f.InCloud && filepath.Base(k.Path) != filepath.Base(f.Path)
		return Change{Kind: Moved, ID: k.ID, File: f, From: k.Path, Renamed: stale}, true
	case !unchanged(k.File, f):
		return Change{Kind: Changed, ID: k.ID, File: f}, true
	case stale:
		return Change{Kind: MetadataChanged, ID: k.ID, File: f}, true
	default:
		return Change{Kind: Found, ID: k.ID, File: f}, k.Missing
	}
}

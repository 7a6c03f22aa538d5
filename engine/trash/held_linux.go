package trash

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"recollect/engine/file"
)

// mostRecord is more than any record takes: a path in which each byte is escaped.
const mostRecord = 64 << 10

// heldFrom returns what the trash says was at path.
func heldFrom(path string) (all []Item) {
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return nil
	}
	real := filepath.Join(dir, filepath.Base(path))
	var trashes []trashDir
	if c, err := homeDir(); err == nil {
		trashes = append(trashes, c)
	}
	if top, err := topOf(real); err == nil {
		uid := strconv.Itoa(os.Getuid())
		trashes = append(trashes, trashDir{filepath.Join(top, ".Trash", uid), top},
			trashDir{filepath.Join(top, ".Trash-"+uid), top})
	}
	for _, c := range trashes {
		all = append(all, c.heldFrom(path, real)...)
	}
	return all
}

// heldFrom returns what the records of c say was at real. path is the argument of Find.
func (c trashDir) heldFrom(path, real string) (all []Item) {
	where, err := c.placeOf(real)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(c.dir, "info"))
	if err != nil {
		return nil
	}
	base := filepath.Base(real)
	begins := strings.TrimSuffix(base, filepath.Ext(base)) // of the names that take tries
	begins = begins[:min(len(begins), 32)]
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), ".trashinfo")
		if !is || !strings.HasPrefix(name, begins) {
			continue
		}
		it := Item{
			Path: path, Trashed: filepath.Join(c.dir, "files", name), Record: filepath.Join(c.dir, "info", e.Name()),
		}
		data, err := file.Read(it.Record, mostRecord)
		if place, ok := placeIn(data); err == nil && ok && place == where {
			all = append(all, it)
		}
	}
	return all
}

// placeIn returns the path in a record of the trash.
func placeIn(record []byte) (place string, ok bool) {
	for line := range strings.Lines(string(record)) {
		if escaped, is := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "Path="); is {
			place, err := url.PathUnescape(escaped)
			return place, err == nil
		}
	}
	return "", false
}

package meta

import (
	"cmp"
	"io"
	"os"
	"path/filepath"
	"strings"

	"recollect/engine/file"
	"recollect/engine/format"
	"recollect/engine/meta/record"
	"recollect/engine/meta/takeout"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

// kindOf returns the name of the format that a file's name suggests, or "".
func kindOf(name string) string {
	f, _ := format.Named(name)
	return f.Name
}

// readSidecars reads the sidecars of f: XMP files, and those of Google Takeout. It ignores
// unreadable ones.
func readSidecars(f photo.File) (side, google record.Record) {
	var packets [][]byte
	for _, name := range f.Sidecars.Names() {
		data := readSmall(filepath.Join(filepath.Dir(f.Path), name))
		if kindOf(name) == format.Takeout {
			google = takeout.Read(data)
		} else {
			packets = append(packets, data)
		}
	}
	return xmp.Read(packets), google
}

// readSmall reads a regular file that is no larger than a sidecar may be.
func readSmall(path string) []byte {
	f, err := file.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, xmp.MaxPacket))
	if err != nil {
		return nil
	}
	return data
}

// Sidecars returns, for the names of all files in one folder, the sidecars of each file:
// IMG_1.jpg.xmp and IMG_1.xmp of IMG_1.jpg, and the files of Google Takeout, by name, or else by
// the title in them: for that it reads the files of Takeout in dir that match no name. IMG_1.xmp
// belongs to every IMG_1 of any format that has no sidecar of its own. Names that differ only in
// case or Unicode normalisation match if no other fits better.
func Sidecars(dir string, names []string) map[string][]string {
	packets := map[string]string{}
	var google, others []string
	for _, name := range names {
		switch kindOf(name) {
		case format.XMP:
			packets[takeout.Folded(stem(name))] = name
		case format.Takeout:
			google = append(google, name)
		default:
			others = append(others, name)
		}
	}
	all := map[string][]string{}
	if len(packets) > 0 {
		for _, name := range others {
			own := cmp.Or(packets[takeout.Folded(name)], packets[takeout.Folded(stem(name))])
			if own != "" {
				all[name] = append(all[name], own)
			}
		}
	}
	if len(google) > 0 {
		title := func(name string) string { return takeout.Title(readSmall(filepath.Join(dir, name))) }
		for name, side := range takeout.Match(others, google, title) {
			all[name] = append(all[name], side)
		}
	}
	return all
}

// stem returns a name without its extension.
func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

// Lister lists the sidecars of files that belong to no library. It reads a folder
// once for consecutive calls about its files. The zero value is ready; it is for one
// goroutine.
type Lister struct {
	dir    string
	beside map[string][]string // of the files in dir
}

// Beside lists the sidecars of the file at path. The error is the file system's.
func (l *Lister) Beside(path string) (photo.Sidecars, error) {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	if err := l.read(dir); err != nil {
		return "", err
	}
	var all []photo.Sidecar
	for _, side := range l.beside[name] {
		if info, err := os.Stat(filepath.Join(dir, side)); err == nil {
			all = append(all, photo.Sidecar{Name: side, Size: info.Size(), ModTime: info.ModTime()})
		}
	}
	return photo.ListSidecars(all), nil
}

// read reads dir, unless it is the folder that was read last.
func (l *Lister) read(dir string) error {
	if l.dir == dir {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	l.dir, l.beside = dir, Sidecars(dir, names)
	return nil
}

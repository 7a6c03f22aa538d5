package meta

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"recollect/engine/file"
	"recollect/engine/format"
	"recollect/engine/photo"
)

// kindOf returns the name of the format that a file's name suggests, or "" where there is none.
func kindOf(name string) string {
	f, _ := format.Named(name)
	return f.Name
}

// readSidecars reads those that f names: what XMP files say, and what Google
// Takeout's do. One that cannot be read says nothing.
func readSidecars(f photo.File) (side, takeout told) {
	var packets [][]byte
	for _, name := range f.Sidecars.Names() {
		data := readSmall(filepath.Join(filepath.Dir(f.Path), name))
		if kindOf(name) == format.Takeout {
			takeout = readTakeout(data)
		} else {
			packets = append(packets, data)
		}
	}
	side = readXMP(packets)
	return side, takeout
}

// readSmall reads a regular file that is no larger than a sidecar may be.
func readSmall(path string) []byte {
	f, err := file.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxTextBlock))
	if err != nil {
		return nil
	}
	return data
}

// Sidecars says for the names of all files in one folder which of them tell of
// which others: IMG_1.jpg.xmp and IMG_1.xmp of IMG_1.jpg, and what Google Takeout
// writes, by its name, or else by the title in it: for that it reads the files of
// Takeout in dir that tell of no other. IMG_1.xmp tells of every IMG_1,
// whatever its format, that has none of its own. Names that differ in
// case, or in how accents are encoded, are the same where no other fits better.
func Sidecars(dir string, names []string) map[string][]string {
	xmp := map[string]string{}
	var takeout, others []string
	for _, name := range names {
		switch kindOf(name) {
		case format.XMP:
			stem := strings.TrimSuffix(name, filepath.Ext(name))
			xmp[folded(stem)] = name
		case format.Takeout:
			takeout = append(takeout, name)
		default:
			others = append(others, name)
		}
	}
	all := map[string][]string{}
	if len(xmp) > 0 {
		for _, name := range others {
			own, ok := xmp[folded(name)]
			if !ok {
				own, ok = xmp[folded(strings.TrimSuffix(name, filepath.Ext(name)))]
			}
			if ok {
				all[name] = append(all[name], own)
			}
		}
	}
	if len(takeout) > 0 {
		title := func(name string) string { return takeoutTitle(readSmall(filepath.Join(dir, name))) }
		for name, side := range takeoutOf(others, takeout, title) {
			all[name] = append(all[name], side)
		}
	}
	return all
}

// Lister lists the sidecars of files that belong to no library. It reads a folder
// once for all its files that are asked for in a row. The zero value is ready; it is
// for one goroutine.
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

// read reads dir, unless it was the last to be read.
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

package meta

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"recollect/engine/file"
	"recollect/engine/photo"
)

// readSidecars reads those that f names: what XMP files say, and what Google
// Takeout's do. One that cannot be read says nothing.
func readSidecars(f photo.File) (side, takeout told) {
	var packets [][]byte
	for _, name := range f.Sidecars.Names() {
		data := readSmall(filepath.Join(filepath.Dir(f.Path), name))
		if strings.EqualFold(filepath.Ext(name), ".json") {
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

// readTakeout reads the file that Google Takeout lays beside a picture.
func readTakeout(data []byte) told {
	type position struct{ Latitude, Longitude, Altitude float64 }
	var said struct {
		Description    string
		PhotoTakenTime struct{ Timestamp string }
		GeoData        position
		People         []struct{ Name string }
	}
	if json.Unmarshal(data, &said) != nil {
		return told{}
	}
	var t told
	if seconds, err := strconv.ParseInt(said.PhotoTakenTime.Timestamp, 10, 64); err == nil && seconds != 0 && seconds < 1<<40 && seconds > -1<<40 {
		t.dates = append(t.dates, photo.Moment{Time: time.Unix(seconds, 0).UTC(), HasOffset: true, From: photo.FromTakeout})
	}
	if t.shot.Place = placeAt(said.GeoData.Latitude, said.GeoData.Longitude); said.GeoData.Altitude != 0 {
		lift(t.shot.Place, said.GeoData.Altitude, false)
	}
	t.words.Caption = clean(said.Description)
	for _, p := range said.People {
		t.words.People = join(t.words.People, []string{clean(p.Name)})
	}
	return t
}

// IsSidecar reports whether a file of that name may tell of a picture beside it.
func IsSidecar(name string) bool {
	ext := filepath.Ext(name)
	return strings.EqualFold(ext, ".xmp") || strings.EqualFold(ext, ".json")
}

// Sidecars says for the names of all files in one folder which of them tell of
// which others: IMG_1.jpg.xmp and IMG_1.xmp of IMG_1.jpg, and what Google Takeout
// writes. IMG_1.xmp tells of every IMG_1, whatever its format, that has none of its own.
func Sidecars(names []string) map[string][]string {
	xmp, takeout := map[string]string{}, map[string]string{}
	for _, name := range names {
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		switch {
		case strings.EqualFold(filepath.Ext(name), ".xmp"):
			xmp[strings.ToLower(stem)] = name
		case strings.EqualFold(filepath.Ext(name), ".json"):
			takeout[stem] = name
		}
	}
	all := map[string][]string{}
	if len(xmp) == 0 && len(takeout) == 0 {
		return all
	}
	for _, name := range names {
		if IsSidecar(name) {
			continue
		}
		lower := strings.ToLower(name)
		own, ok := xmp[lower]
		if !ok {
			own, ok = xmp[strings.TrimSuffix(lower, filepath.Ext(lower))]
		}
		if ok {
			all[name] = append(all[name], own)
		}
		if len(takeout) > 0 {
			if side := takeoutOf(name, takeout); side != "" {
				all[name] = append(all[name], side)
			}
		}
	}
	return all
}

// numbered is a name with the number that Takeout gives to the second of a name: IMG_1(2).jpg.
var numbered = regexp.MustCompile(`^(.*)(\(\d+\))(\.[^.]+)$`)

// takeoutOf finds the file of Takeout for a picture among these, by their names
// without .json. Takeout's rules were found by looking at many archives: the name
// of the picture, or that and ".supplemental-metadata", cut after 46 characters; a
// number in brackets goes to the end; an edited picture has that of the original.
func takeoutOf(name string, among map[string]string) string {
	const suffix, longest = ".supplemental-metadata", 46
	number := ""
	if g := numbered.FindStringSubmatch(name); g != nil {
		name, number = g[1]+g[3], g[2]
	}
	ext := filepath.Ext(name)
	original := strings.TrimSuffix(strings.TrimSuffix(name, ext), "-edited") + ext
	for _, base := range []string{name, original} {
		full := base + suffix
		for end := len(full); end >= len(base); end-- {
			if side := among[full[:end]+number]; side != "" {
				return side
			}
		}
		if len(base) > longest {
			if side := among[strings.ToValidUTF8(base[:longest], "")+number]; side != "" {
				return side
			}
		}
	}
	return ""
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
	l.dir, l.beside = dir, Sidecars(names)
	return nil
}

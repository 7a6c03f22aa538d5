package importing

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/format"
	"recollect/engine/meta"
	"recollect/engine/photo"
)

// Kind is what a folder to import from looks like.
type Kind string

// The kinds.
const (
	Camera  Kind = "camera"  // of a camera, a phone or its card
	Takeout Kind = "takeout" // an export of Google Photos: its files of metadata go along
	Apple   Kind = "apple"   // an export of Apple's photos
	Folder  Kind = "folder"  // any other
)

// Source is what a folder to import from has.
type Source struct {
	Kind  Kind
	Files int   // pictures and films
	Bytes int64 // of these
	Left  int   // other files, which are not copied, but for sidecars

	unreadable Result // the first folder that cannot be read; Err is nil if there is none
}

// shot are files of one folder whose names differ in their extensions alone: a RAW file with its JPEG, a live photo
// with its film.
type shot struct {
	dir   string
	stem  string
	files []source // the pictures first, then RAW files, then films
}

// source is a picture or a film to import.
type source struct {
	photo.File
	role     format.Role
	sidecars []string // names, of files in the same folder
}

// Look tells what a folder has that could be imported. It opens no pictures.
func (s *Service) Look(ctx context.Context, from string) (Source, error) {
	found, _, err := look(ctx, from)
	return found, err
}

// look finds all shots below a folder, by path. Hidden files and folders are left out, and links are not followed.
func look(ctx context.Context, from string) (s Source, all []shot, err error) {
	s.Kind = Folder
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && path == from:
			return err
		case err != nil:
			if s.unreadable.Err == nil {
				s.unreadable = Result{Path: path, Err: err}
			}
			return nil
		case !d.IsDir():
			return nil
		case path != from && hidden(d.Name()):
			return fs.SkipDir
		}
		shots, err := s.folder(path)
		all = append(all, shots...)
		if err != nil && s.unreadable.Err == nil {
			s.unreadable = Result{Path: path, Err: err}
		}
		return nil
	})
	return s, all, err
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "$") }

// appleEdits is the extension of what Apple's programs write beside a photo about how it was edited.
const appleEdits = ".aae"

// folder finds the shots of one folder.
func (s *Source) folder(dir string) ([]shot, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !hidden(e.Name()) {
			names = append(names, e.Name())
		}
	}
	beside := meta.Sidecars(dir, names)
	by := map[string]*shot{}
	var stems []string
	left := 0
	for _, name := range names {
		f, _ := format.Named(name)
		if f.Role == format.Sidecar || strings.EqualFold(filepath.Ext(name), appleEdits) {
			continue
		}
		info, err := os.Lstat(filepath.Join(dir, name))
		if f.Role == 0 || err != nil {
			left++
			continue
		}
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		key := strings.ToLower(stem)
		for by[key] != nil && by[key].has(filepath.Ext(name)) {
			key += "/" // a.jpg and a.JPG are two shots where case makes two names
		}
		if by[key] == nil {
			by[key] = &shot{dir: dir, stem: stem}
			stems = append(stems, key)
		}
		path := filepath.Join(dir, name)
		by[key].files = append(by[key].files, source{
			File: photo.File{
				Path: path, Size: info.Size(), ModTime: info.ModTime(), Sidecars: listed(dir, beside[name]),
			},
			role: f.Role, sidecars: beside[name],
		})
		s.Files++
		s.Bytes += info.Size()
	}
	s.Left += left
	s.recognise(dir, names)
	shots := make([]shot, 0, len(stems))
	for _, key := range stems {
		shots = append(shots, by[key].complete(names))
	}
	return shots, err
}

// has reports whether a file of the shot has an extension, in any case.
func (s *shot) has(ext string) bool {
	return slices.ContainsFunc(s.files, func(f source) bool { return strings.EqualFold(filepath.Ext(f.Path), ext) })
}

// listed returns sidecars as a picture's metadata is read with them.
func listed(dir string, names []string) photo.Sidecars {
	var all []photo.Sidecar
	for _, name := range names {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			all = append(all, photo.Sidecar{Name: name, Size: info.Size(), ModTime: info.ModTime()})
		}
	}
	return photo.ListSidecars(all)
}

// complete sorts the files of a shot, and gives the first those of Apple's edits.
func (s *shot) complete(names []string) shot {
	rank := func(f source) int {
		return map[format.Role]int{format.Picture: 0, format.Unshown: 1, format.RAW: 2, format.Film: 3}[f.role]
	}
	slices.SortStableFunc(s.files, func(a, b source) int { return cmp.Compare(rank(a), rank(b)) })
	for _, name := range names {
		if ext := filepath.Ext(name); strings.EqualFold(ext, appleEdits) && strings.EqualFold(name, s.stem+ext) {
			s.files[0].sidecars = append(slices.Clone(s.files[0].sidecars), name)
		}
	}
	return *s
}

// recognise notes what tells where the files of a folder come from.
func (s *Source) recognise(dir string, names []string) {
	for _, name := range names {
		lower := strings.ToLower(name)
		switch f, _ := format.Named(name); {
		case f.Name == format.Takeout && strings.Contains(lower, ".supplemental"), lower == "archive_browser.html":
			s.Kind = Takeout
		case strings.HasPrefix(lower, "photo details") && strings.HasSuffix(lower, ".csv"):
			s.Kind = Apple
		}
	}
	switch base := filepath.Base(dir); {
	case s.Kind != Folder:
	case strings.EqualFold(base, "DCIM"):
		s.Kind = Camera
	case base == "Google Photos" || base == "Google Fotos" || base == "Takeout":
		s.Kind = Takeout
	case base == "iCloud Photos":
		s.Kind = Apple
	}
}

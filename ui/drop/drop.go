// Package drop handles files that are dropped on the window, or passed to it to
// open: it searches by pictures, adds folders, and names anything else. All of
// it belongs to the UI goroutine.
package drop

import (
	"context"
	"image"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"recollect/ui/folders"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/picture"
	"recollect/ui/session"
	"recollect/ui/work"
)

const previewPx = 640 // of a dropped picture, its longer side

// Max is the most pictures that are taken at once; further ones are ignored.
const Max = session.MostPictures

// Files reads files that need not be in the library.
type Files interface {
	// Preview is any picture file, upright, no larger than longSidePx.
	Preview(ctx context.Context, path string, longSidePx int) (image.Image, error)
	// Head returns the beginning of any regular file, enough to recognise its format.
	Head(path string) ([]byte, error)
}

// Picture is a picture file and what it shows.
type Picture struct {
	Path  string
	Image image.Image
}

// Target takes files. All its exported fields are required.
type Target struct {
	Group      *work.Group
	Board      *notice.Board
	Files      Files
	Explain    func(error) (what, next string)
	OnFolder   func(path string) // add a folder to the library
	OnPictures func([]Picture)   // search by these, and by nothing else
	OnPicture  func(Picture)     // search by this one too

	sorting work.Latest[sorted]
}

// sorted groups files by kind.
type sorted struct {
	folders  []string
	pictures []Picture
	others   []string // neither
	what     string   // what the others are
}

// Paths returns the files among items.
func Paths(items []fyne.URI) []string {
	var paths []string
	for _, u := range items {
		if u.Scheme() == "file" {
			paths = append(paths, filepath.Clean(u.Path()))
		}
	}
	return paths
}

// Open determines what the paths are and acts on them. The toolkit reports a
// drag only when it ends, so progress is shown from here on.
func (t *Target) Open(paths []string) {
	if len(paths) == 0 {
		return
	}
	t.Board.Progress(nil, phrases.Say("drop:looking", "files", names(paths)))
	t.sort(paths, t.take)
}

// Add adds a picture file to the search; with any other path it does what Open does.
func (t *Target) Add(path string) {
	t.sort([]string{path}, func(s sorted) {
		if len(s.pictures) == 1 {
			t.OnPicture(s.pictures[0])
			return
		}
		t.take(s)
	})
}

func (t *Target) sort(paths []string, done func(sorted)) {
	t.sorting.Run(t.Group, func(ctx context.Context) (sorted, error) { return t.sorted(ctx, paths), nil },
		func(s sorted, _ error) { done(s) })
}

// sorted groups the paths: all folders, and the first pictures. It is called
// off the UI goroutine.
func (t *Target) sorted(ctx context.Context, paths []string) sorted {
	var s sorted
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			s.folders = append(s.folders, path)
			continue
		}
		if len(s.pictures) == Max {
			continue // the note reports it
		}
		img, err := t.Files.Preview(ctx, path, previewPx)
		if err != nil {
			s.others = append(s.others, path)
			continue
		}
		s.pictures = append(s.pictures, Picture{path, picture.RGBA(img)})
	}
	if len(s.others) > 0 {
		s.what = t.what(s.others)
	}
	return s
}

func (t *Target) take(s sorted) {
	for _, path := range s.folders {
		t.OnFolder(path)
		t.Board.Outcome(phrases.Say("drop:adding", "name", folders.Name(path)))
	}
	if len(s.pictures) > 0 {
		t.Board.Progress(s.pictures[0].Image, phrases.Say("drop:finding", "n", len(s.pictures)))
		t.OnPictures(s.pictures)
	}
	switch {
	case len(s.others) == 0:
	case len(s.folders)+len(s.pictures) > 0:
		t.Board.Hint(s.what)
	default:
		t.Board.Outcome(s.what)
	}
}

// names returns a short name for several paths.
func names(paths []string) string {
	if len(paths) == 1 {
		return filepath.Base(paths[0])
	}
	return phrases.Say("drop:files", "n", strconv.Itoa(len(paths)))
}

// what describes files that are no pictures.
func (t *Target) what(paths []string) string {
	if len(paths) > 1 {
		return phrases.Say("drop:none")
	}
	name := filepath.Base(paths[0])
	content, err := t.Files.Head(paths[0])
	if err != nil {
		what, _ := t.Explain(err)
		return name + ": " + what
	}
	kind, _, _ := strings.Cut(http.DetectContentType(content), ";")
	family, _, _ := strings.Cut(kind, "/")
	switch {
	case len(content) == 0:
		return phrases.Say("drop:empty", "name", name)
	case family == "image":
		return phrases.Say("drop:unreadable", "name", name)
	case family == "video":
		return phrases.Say("drop:film", "name", name)
	case family == "audio":
		return phrases.Say("drop:sound", "name", name)
	case family == "text":
		return phrases.Say("drop:text", "name", name)
	case kind == "application/pdf":
		return phrases.Say("drop:pdf", "name", name)
	default:
		return phrases.Say("drop:other", "name", name)
	}
}

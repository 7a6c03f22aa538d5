package ui

import (
	"context"
	"fmt"
	"image"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"recollect/ui/folders"
)

const (
	previewPx = 640 // of a dropped picture, its longer side
	// droppedMax is how many pictures are searched by at once: what thousands have
	// in common says nothing, and their previews take a gigabyte for each thousand.
	droppedMax = 50
)

// dropped is what was dropped on the window.
type dropped struct {
	folders  []string
	pictures []preview
	others   []string // neither
	what     string   // what the others are, where there is nothing else
}

// preview is a picture file and what it shows.
type preview struct {
	path string
	img  image.Image
}

// onDropped is called when files were dropped on the window. The toolkit tells
// of a drag only when it ends, so what will be done is shown from then on.
func (w *Window) onDropped(_ fyne.Position, items []fyne.URI) {
	var paths []string
	for _, u := range items {
		if u.Scheme() == "file" {
			paths = append(paths, filepath.Clean(u.Path()))
		}
	}
	w.open(paths)
}

// openFront brings the window to the front and does with paths what a drop of
// them does. It may be called from any goroutine.
func (w *Window) openFront(paths []string) {
	fyne.Do(func() {
		w.win.RequestFocus()
		w.open(paths)
	})
}

// open finds out what the paths are and does what is meant by them.
func (w *Window) open(paths []string) {
	if len(paths) == 0 {
		return
	}
	w.board.Progress(nil, "Looking at "+names(paths))
	w.dropping.Run(w.work, func(ctx context.Context) (dropped, error) { return w.sort(ctx, paths), nil },
		func(d dropped, _ error) { w.take(d) })
}

// sort finds out what the paths are: all folders, and the first pictures.
func (w *Window) sort(ctx context.Context, paths []string) dropped {
	var d dropped
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			d.folders = append(d.folders, path)
			continue
		}
		if len(d.pictures) == droppedMax {
			continue // the note tells
		}
		img, err := w.o.Pictures.Preview(ctx, path, previewPx)
		if err != nil {
			d.others = append(d.others, path)
			continue
		}
		d.pictures = append(d.pictures, preview{path, rgba(img)})
	}
	if len(d.others) > 0 {
		d.what = w.what(d.others)
	}
	return d
}

// take does with what was dropped what is meant by it: pictures are searched
// by, folders are added, anything else is named.
func (w *Window) take(d dropped) {
	for _, path := range d.folders {
		w.addFolder(path)
		w.board.Outcome("Adding " + folders.Name(path) + " to your library")
	}
	if len(d.pictures) > 0 {
		w.findLike(d.pictures)
	}
	switch {
	case len(d.others) == 0:
	case len(d.folders)+len(d.pictures) > 0:
		w.board.Hint(d.what)
	default:
		w.board.Outcome(d.what)
	}
}

// findLike searches for the like of all pictures together.
func (w *Window) findLike(pictures []preview) {
	text := "Finding its like…"
	if len(pictures) > 1 {
		text = "Finding their like…"
	}
	w.board.Progress(pictures[0].img, text)
	w.leap(func() {
		w.box.Replace()
		for _, p := range pictures {
			w.box.AddPicture(p.path, p.img)
		}
	})
	w.focusBox()
}

// addPicture adds a picture file to what is searched for.
func (w *Window) addPicture(path string) {
	w.dropping.Run(w.work, func(ctx context.Context) (dropped, error) { return w.sort(ctx, []string{path}), nil },
		func(d dropped, _ error) {
			if len(d.pictures) == 1 {
				w.box.AddPicture(path, d.pictures[0].img)
				w.focusBox()
				return
			}
			w.take(d)
		})
}

func (w *Window) pastePicture(path string) { w.addPicture(path) }

// names is a short name for several paths.
func names(paths []string) string {
	if len(paths) == 1 {
		return filepath.Base(paths[0])
	}
	return fmt.Sprintf("%d files", len(paths))
}

// what says what files are that are no pictures.
func (w *Window) what(paths []string) string {
	if len(paths) > 1 {
		return "None of these files is a picture."
	}
	name := filepath.Base(paths[0])
	content, err := w.o.Pictures.Head(paths[0])
	if err != nil {
		what, _ := Explain(err)
		return name + ": " + what
	}
	kind, _, _ := strings.Cut(http.DetectContentType(content), ";")
	family, _, _ := strings.Cut(kind, "/")
	switch {
	case len(content) == 0:
		return name + " is an empty file."
	case family == "image":
		return name + " is a picture that cannot be read."
	case family == "video":
		return name + " is a film. Recollect finds pictures only."
	case family == "audio":
		return name + " is a sound. Recollect finds pictures only."
	case family == "text":
		return name + " is a text, not a picture."
	case kind == "application/pdf":
		return name + " is a PDF document, not a picture."
	default:
		return name + " is not a picture."
	}
}

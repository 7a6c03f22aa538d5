package pages

import (
	"context"
	"path/filepath"
	"strings"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Files performs actions on the file of a photo.
type Files struct {
	Group  *work.Group
	Board  *notice.Board
	Photos Photos
	Show   func(path string) error // shows a file in the system's file manager, off the UI goroutine; nil: cannot
	Copy   func(text string)       // puts text on the clipboard

	photo   work.Latest[photo.Photo]
	paths   work.Latest[[]string]
	showing work.Latest[struct{}]
}

// CopyPath puts the path of a photo on the clipboard.
func (f *Files) CopyPath(id photo.ID) { f.with(id, f.Copy) }

// CopyPaths puts the paths of photos on the clipboard, each on a line of its own.
func (f *Files) CopyPaths(ids []photo.ID) {
	f.paths.Run(f.Group, func(ctx context.Context) ([]string, error) { return f.Paths(ctx, ids) },
		func(paths []string, err error) {
			if err != nil {
				f.Board.Fail(err)
				return
			}
			f.Copy(strings.Join(paths, "\n"))
			f.Board.Done(phrases.Say("photo:copied", "n", len(paths)), nil)
		})
}

// RevealPhoto shows a photo in the system's file manager, and a message, since
// that may open behind the window.
func (f *Files) RevealPhoto(id photo.ID) {
	f.with(id, func(path string) {
		f.Board.Done(phrases.Say("photo:revealed", "name", filepath.Base(path)), nil)
		f.Reveal(path)
	})
}

// Reveal shows a file in the system's file manager.
func (f *Files) Reveal(path string) {
	if f.Show == nil {
		return
	}
	f.showing.Run(f.Group, func(context.Context) (struct{}, error) { return struct{}{}, f.Show(path) },
		func(_ struct{}, err error) { f.Board.Fail(err) })
}

// with calls do with the path of a photo.
func (f *Files) with(id photo.ID, do func(path string)) {
	f.photo.Run(f.Group, func(ctx context.Context) (photo.Photo, error) { return f.Photos.Photo(ctx, id) },
		func(p photo.Photo, err error) {
			if err != nil {
				f.Board.Fail(err)
				return
			}
			do(p.Path)
		})
}

// Paths returns the paths of photos. It may be called from any goroutine.
func (f *Files) Paths(ctx context.Context, ids []photo.ID) ([]string, error) {
	paths := make([]string, len(ids))
	for i, id := range ids {
		p, err := f.Photos.Photo(ctx, id)
		if err != nil {
			return nil, err
		}
		paths[i] = p.Path
	}
	return paths, nil
}

// Package albums manages the list of albums, which are saved searches or made by hand, asks a person what is needed
// to change it, and changes the photos of those made by hand. All of it belongs to the UI goroutine.
package albums

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/ask"
	"recollect/ui/call"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Library stores albums.
type Library interface {
	Albums(context.Context) ([]photo.Album, error) // as the side bar lists them
	// SaveAlbum keeps line under name; an album that has that name already gets
	// the line.
	SaveAlbum(ctx context.Context, name, line string) (photo.Album, error)
	RenameAlbum(ctx context.Context, id photo.AlbumID, name string) error
	RemoveAlbum(context.Context, photo.AlbumID) error
}

// List is the list of albums.
type List struct {
	Group   *work.Group
	Board   *notice.Board
	Window  fyne.Window
	Library Library // nil: there are no albums
	// Paths are the paths of photos; called off the UI goroutine.
	Paths  func(context.Context, []photo.ID) ([]string, error)
	OnRead func() // All has changed
	// Shown is the album whose photos are shown, the zero Album for none; OnRenamed is called where that, made by hand,
	// has another name since, whoever gave it. Both may be nil.
	Shown     func() photo.Album
	OnRenamed func(photo.Album)

	all     []photo.Album
	editing photo.Album // whose search is being changed; ID 0 for none
	reading work.Latest[[]photo.Album]
}

// All returns the albums as last read.
func (l *List) All() []photo.Album { return l.all }

// Of returns the album whose search q is.
func (l *List) Of(q query.Query) (_ photo.Album, ok bool) {
	line := withPictures(q.Text, q.Images)
	if len(q.Like) > 0 || line == "" {
		return photo.Album{}, false
	}
	for _, a := range l.all {
		if strings.TrimSpace(a.Line) == line {
			return a, true
		}
	}
	return photo.Album{}, false
}

// withPictures returns line with pictures as parts of it.
func withPictures(line string, paths []string) string {
	for _, path := range paths {
		line = strings.TrimLeft(line+" "+query.PictureText(path), " ")
	}
	return line
}

// Read reads the albums.
func (l *List) Read() {
	if l.Library == nil {
		return
	}
	l.reading.Run(l.Group, l.Library.Albums, func(all []photo.Album, err error) {
		if err != nil {
			l.Board.Fail(err)
			return
		}
		var was photo.Album
		if l.Shown != nil {
			was = l.Shown()
		}
		l.all = all
		l.OnRead()
		renamed := func(a photo.Album) bool { return a.ID == was.ID && a.ByHand && a.Line != was.Line }
		if i := slices.IndexFunc(all, renamed); i >= 0 {
			call.With(l.OnRenamed, all[i])
		}
	})
}

// Edit begins to change the search of a: Save then offers its name.
func (l *List) Edit(a photo.Album) { l.editing = a }

// Leave ends Edit: the person searches for something else.
func (l *List) Leave() { l.editing = photo.Album{} }

// Save asks for a name and saves q under it, with its pictures as parts of the line.
// asked is the search that is shown.
func (l *List) Save(q, asked query.Query) {
	if l.Library == nil || q.Blank() {
		return
	}
	work.Always(l.Group, func(ctx context.Context) ([]string, error) { return l.Paths(ctx, q.Like) },
		func(paths []string, err error) {
			if err != nil {
				l.Board.Fail(err)
				return
			}
			own := l.editing.Name
			if a, ok := l.Of(asked); own == "" && ok {
				own = a.Name
			}
			l.saveLine(withPictures(q.Text, append(q.Images, paths...)), own)
		})
}

// saveLine asks for a name and saves line under it. own is the name that it has already.
func (l *List) saveLine(line, own string) {
	ask.For(l.Window, ask.Request{
		Title:       phrases.Say("albums:save-title"),
		Hint:        phrases.Say("albums:save-hint"),
		Placeholder: phrases.Say("albums:name"),
		Confirm:     phrases.Say("albums:save"),
		Text:        own,
		Given: func(name string) {
			if strings.EqualFold(name, own) || !l.has(name) {
				l.save(name, line)
				return
			}
			ask.If(l.Window, ask.Question{
				Title: phrases.Say("albums:replace-title", "name", name), Text: phrases.Say("albums:taken"),
				Yes: phrases.Say("albums:replace"), No: phrases.Say("answer:keep"),
			}, func() { l.save(name, line) })
		},
	})
}

func (l *List) save(name, line string) {
	l.Leave()
	l.do(func(ctx context.Context) error {
		_, err := l.Library.SaveAlbum(ctx, name, line)
		return err
	})
}

// has reports whether an album has that name, case aside as in the library.
func (l *List) has(name string) bool {
	return slices.ContainsFunc(l.all, func(a photo.Album) bool { return strings.EqualFold(a.Name, name) })
}

// Rename asks for another name of a.
func (l *List) Rename(a photo.Album) {
	rename := func(name string) {
		l.do(func(ctx context.Context) error { return l.Library.RenameAlbum(ctx, a.ID, name) })
	}
	ask.For(l.Window, ask.Request{
		Title:       phrases.Say("albums:rename-title", "name", a.Name),
		Placeholder: phrases.Say("albums:name"),
		Confirm:     phrases.Say("albums:rename"),
		Text:        a.Name,
		Given:       rename,
	})
}

// Remove removes a if the person means it.
func (l *List) Remove(a photo.Album) {
	hint := phrases.Say("albums:remove-hint")
	if a.ByHand {
		hint = phrases.Say("albums:remove-hand")
	}
	ask.If(l.Window, ask.Question{
		Title: phrases.Say("albums:remove-title", "name", a.Name), Text: hint,
		Yes: phrases.Say("answer:remove"), No: phrases.Say("answer:keep"),
	}, func() {
		l.do(func(ctx context.Context) error { return l.Library.RemoveAlbum(ctx, a.ID) })
	})
}

// do changes the albums and reads them again.
func (l *List) do(change func(context.Context) error) {
	work.Do(l.Group, change, func(err error) {
		l.Board.Fail(err)
		l.Read()
	})
}

package folders

import (
	"context"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Library changes the folders of a library.
type Library interface {
	Add(ctx context.Context, path string) error
	Remove(context.Context, photo.FolderID) error
}

// Away handles offline folders.
type Away interface {
	// Places are where the folder may be now.
	Places(context.Context, photo.FolderID) ([]string, error)
	// Relocate says where the folder is now.
	Relocate(ctx context.Context, id photo.FolderID, path string) error
	// AcceptLosses records that missing photos were deleted on purpose.
	AcceptLosses(context.Context, photo.FolderID) error
}

// Actions changes the folders of the library, and asks a person what it needs
// to know. All fields are required, and all methods belong to the UI goroutine.
type Actions struct {
	Group    *work.Group
	Board    *notice.Board
	Window   fyne.Window
	Library  Library
	Away     Away
	Dir      string // where a folder is chosen first: the system's pictures folder
	OnAdding func() // a folder is being added
}

// Add adds a folder to the library.
func (a *Actions) Add(path string) {
	a.addFound(func() (string, error) { return path, nil })
}

// addFound adds the folder that find finds. That may wait for a scan; OnAdding
// decides what the window shows meanwhile.
func (a *Actions) addFound(find func() (string, error)) {
	a.OnAdding()
	work.Always(a.Group, func(ctx context.Context) (string, error) {
		path, err := find()
		if err != nil {
			return path, err
		}
		return path, a.Library.Add(ctx, path)
	}, func(path string, err error) {
		a.Board.Ready()
		if err != nil {
			a.Board.Fail(err)
			return
		}
		a.Board.Passing(phrases.Say("folders:added", "name", Name(path)))
	})
}

// AddSamples adds the sample photos. dir copies them to a place of their own and
// says where; it is called off the UI goroutine.
func (a *Actions) AddSamples(dir func() (string, error)) {
	a.Board.Progress(nil, phrases.Say("folders:copying"))
	a.addFound(dir)
}

// Choose lets the person choose a folder, and adds it.
func (a *Actions) Choose() {
	ask.Folder(a.Window, ask.Choice{
		Title:   phrases.Say("folders:add-title"),
		Confirm: phrases.Say("folders:add-this"),
		Dir:     a.Dir,
		Given:   a.Add,
		Failed:  a.Board.Fail,
	})
}

// Remove takes a folder out of the library if the person confirms it.
func (a *Actions) Remove(f photo.Folder) {
	q := ask.Question{
		Title: phrases.Say("folders:remove", "name", Name(f.Path)),
		Yes:   phrases.Say("answer:remove"),
		No:    phrases.Say("answer:keep"),
		Text:  phrases.Say("folders:remove-hint"),
	}
	ask.If(a.Window, q, func() {
		a.do(func(ctx context.Context) error { return a.Library.Remove(ctx, f.ID) })
	})
}

// Relocate asks where a folder is now. If its drive is mounted elsewhere, that
// place is offered first.
func (a *Actions) Relocate(f photo.Folder) {
	work.Always(a.Group, func(ctx context.Context) ([]string, error) { return a.Away.Places(ctx, f.ID) },
		func(places []string, err error) {
			a.Board.Fail(err)
			if len(places) == 0 {
				a.choosePlace(f)
				return
			}
			q := ask.Question{
				Title: phrases.Say("folders:here-now", "name", Name(f.Path)), Text: places[0],
				Yes: phrases.Say("folders:use-it"), No: phrases.Say("folders:another-place"),
			}
			ask.Yes(a.Window, q, func(yes bool) {
				if yes {
					a.moveTo(f, places[0])
				} else {
					a.choosePlace(f)
				}
			})
		})
}

func (a *Actions) choosePlace(f photo.Folder) {
	ask.Folder(a.Window, ask.Choice{
		Title:   phrases.Say("folders:where-now", "name", Name(f.Path)),
		Confirm: phrases.Say("folders:it-is-here"),
		Dir:     a.Dir,
		Failed:  a.Board.Fail,
		Given:   func(path string) { a.moveTo(f, path) },
	})
}

func (a *Actions) moveTo(f photo.Folder, path string) {
	a.do(func(ctx context.Context) error { return a.Away.Relocate(ctx, f.ID, path) })
}

// AcceptLosses takes missing photos out of the library if the person confirms
// that they were deleted on purpose.
func (a *Actions) AcceptLosses(f photo.Folder) {
	q := ask.Question{
		Title: phrases.Say("folders:on-purpose", "name", Name(f.Path)),
		Yes:   phrases.Say("folders:deleted"),
		No:    phrases.Say("folders:keep-them"),
		Text:  phrases.Say("folders:on-purpose-hint", "why", Why(f)),
	}
	ask.If(a.Window, q, func() {
		// It scans the folder, which may take long: closing the window cancels that.
		work.Try(a.Group, func(ctx context.Context) error { return a.Away.AcceptLosses(ctx, f.ID) }, a.Board.Fail)
	})
}

// do changes the library and shows the error, if any.
func (a *Actions) do(change func(context.Context) error) { work.Do(a.Group, change, a.Board.Fail) }

// Suspicious describes the first folder that misses suspiciously many photos. Unreachable folders
// are left to the side bar.
func Suspicious(all []photo.Folder) (what, next string) {
	for _, f := range all {
		if f.Away && f.Reason != photo.AwayMissing {
			next = phrases.Say("folders:kept")
			if f.Reason.Partly() {
				next = phrases.Say("folders:partly-kept")
			}
			return Name(f.Path) + ": " + Why(f), next
		}
	}
	return "", ""
}

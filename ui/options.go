package ui

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/albums"
	"recollect/ui/background"
	"recollect/ui/copies"
	"recollect/ui/drop"
	"recollect/ui/edits"
	"recollect/ui/folders"
	"recollect/ui/judge"
	"recollect/ui/marks"
	"recollect/ui/pages"
	"recollect/ui/recent"
	"recollect/ui/session"
	"recollect/ui/settings"
	"recollect/ui/tags"
	"recollect/ui/tiles"
)

// Pictures provides pictures.
type Pictures interface {
	pages.Pictures
	drop.Files
}

// Folders are the folders of the library.
type Folders interface {
	folders.Library
	List(context.Context) ([]photo.Folder, error)
	// Dirs are the directories of a folder in which photos lie.
	Dirs(context.Context, photo.FolderID) ([]photo.Dir, error)
}

// Work is the work in the background.
type Work interface {
	Status() photo.Status
	Changed() <-chan struct{} // signals that Status, Timeline or Folders have changed
	SetPaused(bool)
}

// Pace says when work in the background may go on.
type Pace interface {
	Set(photo.Pace)
	Anyway() // what waits goes on, until the next Set
}

// Values are the values of a filter in the library: cameras, folders, tags,
// albums, things and so on, the most frequent first.
type Values interface {
	Values(ctx context.Context, key string) ([]string, error)
}

// Things are the things that photos show, as suggested by the model and confirmed by a person.
type Things interface {
	Things(context.Context) ([]photo.Thing, error) // those that photos show, by group
	judge.Things
}

// Options configure a window. The first nine interfaces and Model are required. Everything else is
// optional; what needs a missing option is not shown.
type Options struct {
	Library  session.Library
	Timeline tiles.Library
	Photos   pages.Photos
	Pictures Pictures
	Folders  Folders
	Away     folders.Away
	Pace     Pace
	Problems pages.ProblemFiles
	Work     Work
	Model    func() photo.Model

	// Ratings are the stars and labels of those of some photos that have any; called off the UI goroutine. nil: tiles
	// show none.
	Ratings  func(context.Context, []photo.ID) (map[photo.ID]photo.Rated, error)
	Values   Values
	Names    session.Names
	Stacks   session.Stacks
	Copies   pages.Copies
	Sidecars pages.Sidecars // nil: nothing is written beside photos
	Places   pages.Spots
	Trash    pages.Trash   // nil: duplicates are shown only
	Heirs    pages.Heirs   // not without History
	Export   copies.Export // nil: copies are not offered
	Cards    copies.Cards
	Albums   albums.Library
	Searches recent.Library
	Things   Things
	Marks    marks.Library
	Tags     tags.Library // not without History; nil: the side bar lists none
	// Edits, History, HandAlbums and Members are given together or not at all.
	Edits      edits.Library
	History    edits.History
	HandAlbums edits.Albums
	Members    albums.Members
	// City is where the largest city of a name is, nil if none is known; called off the UI goroutine.
	City      func(name string) *photo.Place
	Screening pages.Screening
	// Models and ModelFiles are given together or not at all.
	Models     pages.ModelChoice
	ModelFiles pages.ModelFiles

	PicturesDir string   // the system's pictures folder, offered at the first start
	Extensions  []string // of files that can be shown, in lower case with the dot
	// SamplesDir copies the sample photos to a folder of the user and returns it; called off the UI
	// goroutine.
	SamplesDir func() (string, error)
	// Kept counts what the library keeps; called off the UI goroutine. nil: it is not told.
	Kept   func(context.Context) (settings.Kept, error)
	Reveal func(path string) error      // shows a file in the system's file manager; called off the UI goroutine
	Doctor func(context.Context) string // the report for Details
	// RestoredRead is called on the UI goroutine when the person has read Status.Restored.
	RestoredRead func()
	LibraryDir   string // where the library lies, for the settings page
	Version      string
	Open         []string // absolute paths to begin with, as if they were dropped on the window
	// Starts listens for other starts of the program until ctx ends, and calls open with the
	// absolute paths that each should open. It is called off the UI goroutine; nil: none.
	Starts func(ctx context.Context, open func(paths []string))
	// Desktop is what the system offers around the window; nil: closing the window ends the program.
	Desktop background.Desktop
	Login   pages.Login // nil: starting at login is not offered
	// Newer asks for a version after Version and the page that has it, both empty if there is none; called
	// off the UI goroutine. nil: checking for updates is not offered.
	Newer  func(context.Context) (version, page string, err error)
	Hidden bool          // begin without showing the window
	Icon   fyne.Resource // the program's, for the welcome; nil for none
	Trace  io.Writer     // a JSON line for each change of what is shown; written on the UI goroutine
}

package ui

import (
	"context"
	"image"
	"io"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/drop"
	"recollect/ui/folders"
)

// Library is what is known of the photos together.
type Library interface {
	Tiles(context.Context) ([]photo.Tile, error) // all of them, newest first
	Search(context.Context, query.Query) (photo.Answer, error)
	// Warm gets ready for a Search by words, which may take some tenths of a second.
	Warm()
}

// Photos is what is known of each.
type Photos interface {
	Photo(context.Context, photo.ID) (photo.Photo, error)
	// Companions are the files that are shown with a photo, such as its RAW file.
	Companions(context.Context, photo.ID) ([]photo.Photo, error)
}

// Pictures gives what there is to see.
type Pictures interface {
	// Thumb is a small picture of a photo; its longer side is 320 or 1280 pixels.
	Thumb(ctx context.Context, id photo.ID, sizePx int) (image.Image, error)
	// Picture is the photo itself, upright, no larger than longSidePx.
	Picture(ctx context.Context, id photo.ID, longSidePx int) (image.Image, error)
	drop.Files
}

// Folders are what the library is made of.
type Folders interface {
	folders.Library
	List(context.Context) ([]photo.Folder, error)
}

// Problems are the files that could not be read.
type Problems interface {
	Problems(context.Context) ([]photo.Problem, error)
	Retry(context.Context) error // looks at all of them again
}

// Work is what goes on behind the window.
type Work interface {
	Status() photo.Status
	Changed() <-chan struct{} // says that Status, Tiles or Folders have something new
	SetPaused(bool)
	EncodeOnBattery() // from now on, until the program ends
}

// Values are what completes a filter: the cameras, folders, tags, albums, things
// and so on of the library, the most frequent first.
type Values interface {
	Values(ctx context.Context, key string) ([]string, error)
}

// Names tell what the words of a query are: names of files, years, cameras and so on, or
// slips of the fingers.
type Names interface {
	Known(ctx context.Context, q query.Query) ([]photo.Known, error)
	// Correct is the line of q with words that are misspelled replaced, empty where none is.
	Correct(ctx context.Context, q query.Query) (string, error)
}

// Albums are searches that are kept under a name.
type Albums interface {
	Albums(context.Context) ([]photo.Album, error) // as the side bar lists them
	// SaveAlbum keeps line under name; an album that has that name already gets
	// the line.
	SaveAlbum(ctx context.Context, name, line string) (photo.Album, error)
	RenameAlbum(ctx context.Context, id photo.AlbumID, name string) error
	RemoveAlbum(context.Context, photo.AlbumID) error
}

// Searches are what was searched for in earlier times.
type Searches interface {
	Searches(context.Context) ([]string, error) // the newest first
	Remember(ctx context.Context, line string) error
	ForgetSearches(context.Context) error
}

// Things are what photos show, as the model suggests and a person confirms.
type Things interface {
	Things(context.Context) ([]photo.Thing, error) // those that photos show, by group
	Judge(ctx context.Context, thing string, ids []photo.ID, v photo.Verdict) error
	ShownBy(context.Context, photo.ID) ([]photo.Shown, error)
}

// Marks are what a person makes of photos.
type Marks interface {
	SetFavourite(ctx context.Context, ids []photo.ID, yes bool) error
	Favourites(context.Context) (map[photo.ID]bool, error)
	Tag(ctx context.Context, ids []photo.ID, tag string, yes bool) error
	Tags(context.Context, photo.ID) ([]string, error)
}

// Screening says which kinds of pictures are covered until they are asked for;
// see settings.Kinds for their names. Tiles tell which they are.
type Screening interface {
	Screening(context.Context) ([]string, error)
	SetScreening(ctx context.Context, names []string) error
}

// Options are what a window works with. The first seven interfaces and Model are
// needed; for everything else the zero value says that it is not there, and what
// needs it is not shown.
type Options struct {
	Library  Library
	Photos   Photos
	Pictures Pictures
	Folders  Folders
	Away     folders.Away
	Problems Problems
	Work     Work
	Model    func() photo.Model

	Values    Values
	Names     Names
	Albums    Albums
	Searches  Searches
	Things    Things
	Marks     Marks
	Screening Screening

	PicturesDir string                       // the system's pictures folder, offered at the first start
	Extensions  []string                     // of files that can be shown, in lower case with the dot
	SamplesDir  func() (string, error)       // copies the sample photos to a place of their own and says where; called off the UI goroutine
	Reveal      func(path string) error      // shows a file in the system's file manager; called off the UI goroutine
	Doctor      func(context.Context) string // the report for Details
	// RestoredRead is called when what Status.Restored tells was read; on the UI goroutine.
	RestoredRead func()
	LibraryDir   string // where the library lies, for the settings page
	Version      string
	Open         []string // absolute paths to begin with, as if they were dropped on the window
	// Starts hears of other starts of the program until ctx ends, and calls open
	// with the absolute paths that each was to open; called off the UI goroutine. Nil: none.
	Starts func(ctx context.Context, open func(paths []string))
	Icon   fyne.Resource // the program's, for the welcome; nil for none
	Trace  io.Writer     // a JSON line for each change of what is shown; written on the UI goroutine
}

// Package view names what the window can show: the pages of the side bar, and
// what is on screen there.
package view

// Page is where a person can go by the side bar.
type Page int

// The pages, as the side bar lists them.
const (
	Photos Page = iota
	Favourites
	Things
	Places
	Duplicates
	Problems
	Sidecars // conflicts with them
	Settings
	Models // which the side bar counts to the settings
)

// View is what is on screen.
type View int

// The views.
const (
	Welcome  View = iota // there is no folder yet
	Library              // all photos
	Results              // the answer of a search
	OnePhoto             // the viewer
	ThingsPage
	PlacesPage
	DuplicatesPage
	ProblemsPage
	SidecarsPage
	SettingsPage
	ModelsPage
)

// String returns the name of v in the trace.
func (v View) String() string {
	return [...]string{
		"welcome", "library", "results", "viewer", "things", "places", "duplicates", "problems", "sidecars", "settings",
		"models",
	}[v]
}

// Content is what fills the centre of the window. Contents that are equal look the same.
type Content struct {
	Kind Kind
	Text string // distinguishes contents of one kind
}

// Kind is a kind of Content.
type Kind int

// The kinds of contents.
const (
	Blank   Kind = iota // nothing is known yet
	Grid                // photos
	Nothing             // a search has found nothing
	Reading             // folders are read, and there is no photo yet
	Empty               // the folders have no photo
	First               // the welcome
	OfThings
	OfPlaces
	OfDuplicates
	OfProblems
	OfSidecars
	OfSettings
	OfModels
)

package session

import (
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/roll"
	"recollect/ui/view"
)

// State is the state of a session.
type State struct {
	Page    view.Page
	Asked   query.Query // the query of the box
	Failed  error       // why there is no answer to that; nil while there is or may be one
	Showing bool        // Found is shown, not all photos

	Answer  query.Query        // the query that Found answers
	Found   *roll.Roll         // the answer; nil: none
	Weak    int                // how many weak matches are in Found, or would be shown with it
	Own     bool               // Found is an album that was made by hand, in its own order
	Nearest bool               // nothing is similar to the pictures of the query: Found is what comes nearest
	Why     map[photo.ID]Match // how well its photos fit; nil for filters alone
	Unsure  []string           // exclusions that Found could not respect
	Known   []photo.Known      // what the words of Answer name in the library
	Better  string             // what was probably typed; empty if all words are known
}

// Answered reports whether the shown photos answer the current query. All
// photos answer an empty query.
func (s State) Answered() bool { return s.Showing != s.Asked.Empty() && s.Asked.Same(s.Answer) }

// ByDate reports whether the answer is in the order of time.
func (s State) ByDate() bool {
	order := s.Answer.Order()
	return !s.Own && (order == query.Newest || order == query.Oldest)
}

// sameQuestion reports whether a and b are about the same line and pictures.
func sameQuestion(a, b query.Query) bool {
	a.All, a.AsTyped = b.All, b.AsTyped
	return a.Same(b)
}

// FavouritesLine finds the favourites.
const FavouritesLine = "is:favourite"

// ForFavourites reports whether the query asks for the favourites only, in any order.
func (s State) ForFavourites() bool {
	return s.Asked.OnlyFilters() && s.Asked.WithSort("") == FavouritesLine
}

// ForThing reports whether the query asks for the photos of a thing only, in any order.
func (s State) ForThing() bool {
	thing := s.Asked.Thing()
	return thing != "" && s.Asked.OnlyFilters() && s.Asked.WithSort("") == query.FilterText("thing", thing)
}

// Marked returns the page that the side bar marks. favourites and things say whether it has
// these pages, which are queries in the box.
func (s State) Marked(favourites, things bool) view.Page {
	switch {
	case s.Page != view.Photos:
		return s.Page
	case favourites && s.ForFavourites():
		return view.Favourites
	case things && s.ForThing():
		return view.Things
	}
	return view.Photos
}

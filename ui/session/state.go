package session

import (
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/view"
)

// State is what a session is at.
type State struct {
	Room    view.Room
	Asked   query.Query // what the box asks for
	Failed  error       // why there is no answer to that; nil while there is or may be one
	Showing bool        // Found is shown, not all photos

	Answer  query.Query   // what Found was found for
	Found   []photo.Tile  // the answer
	Weak    int           // how many of them fit weakly, or would be shown with them
	Nearest bool          // nothing fits the pictures that are asked by: Found is what comes nearest
	Unsure  []string      // what Found could not be kept away from
	Known   []photo.Known // what the words of Answer are the names of
	Better  string        // what was probably typed; empty if all words are known
}

// Answered reports whether what is shown is the answer to what is asked. Where
// nothing is asked for yet that is all photos.
func (s State) Answered() bool { return s.Showing != s.Asked.Empty() && s.Asked.Same(s.Answer) }

// ByDate reports whether the answer is in the order of time.
func (s State) ByDate() bool {
	order := s.Answer.Order()
	return order == query.Newest || order == query.Oldest
}

// sameQuestion reports whether a and b are about the same line and pictures.
func sameQuestion(a, b query.Query) bool {
	a.All, a.AsTyped = b.All, b.AsTyped
	return a.Same(b)
}

// FavouritesLine finds the favourites.
const FavouritesLine = "is:favourite"

// ForFavourites reports whether the favourites are asked for and nothing else, in any order.
func (s State) ForFavourites() bool {
	return s.Asked.OnlyFilters() && s.Asked.WithSort("") == FavouritesLine
}

// ForThing reports whether the photos of a thing are asked for and nothing else, in any order.
func (s State) ForThing() bool {
	thing := s.Asked.Thing()
	return thing != "" && s.Asked.OnlyFilters() && s.Asked.WithSort("") == query.FilterText("thing", thing)
}

// Marked returns the room that the side bar marks, which has the rooms of favourites and of
// things or not: both are lines in the box.
func (s State) Marked(favourites, things bool) view.Room {
	switch {
	case s.Room != view.Photos:
		return s.Room
	case favourites && s.ForFavourites():
		return view.Favourites
	case things && s.ForThing():
		return view.Things
	}
	return view.Photos
}

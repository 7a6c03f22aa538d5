package session

import "strings"

// Page is what is shown in place of photos where a search has found none.
type Page struct {
	Picture     Picture
	Title, Hint string
	Offers      []Offer
	Way         Way
	WayText     string // says it
}

// Text returns all that the page says, which tells pages apart.
func (p Page) Text() string {
	all := []string{p.Title, p.Hint}
	for _, o := range p.Offers {
		all = append(all, o.Text)
	}
	return strings.Join(append(all, p.WayText), "\n")
}

// Picture is the kind of picture that a Page shows.
type Picture int

// The pictures.
const (
	Glass  Picture = iota // a search
	Heart                 // the favourites
	Folder                // the folders
)

// Way is where a Page leads to, beside its offers.
type Way int

// The ways.
const (
	ToAll    Way = iota // all photos
	ToWeak              // what fits weakly
	ToFolder            // a folder is added
)

// Nothing returns the page of a search that has found no photo. What the library knows
// by the words of the search is offered first.
func (s State) Nothing(a Around) Page {
	if !a.Folders {
		return Page{
			Picture: Folder, Title: "There are no photos to search yet",
			Hint: "Add a folder, and its photos can be found by what is in them.",
			Way:  ToFolder, WayText: "Add a folder…",
		}
	}
	p := Page{
		Title:  "Nothing here looks like that",
		Hint:   "Try other words, or drop a picture that looks like what you are looking for.",
		Offers: s.Offers(), Way: ToAll, WayText: "Show all photos",
	}
	switch {
	case s.ForFavourites():
		p.Picture, p.Title, p.Hint = Heart, "No favourites yet", "Press F on a photo, or click on its heart."
	case s.Asked.OnlyFilters():
		p.Title, p.Hint = "No photo is like that", "Take out a part of the search to find more."
	case s.Weak > 0 && !s.Asked.All:
		p.Hint = "What comes nearest can be shown all the same."
		p.Way, p.WayText = ToWeak, showWeak(s.Weak)
	}
	if of := lookedAt(a.Status); of != "" && !s.Asked.OnlyFilters() {
		p.Title = "Nothing here looks like that yet"
		p.Hint = "This is the answer " + of + ". Results appear as that goes on."
	}
	if language := s.Asked.Foreign(a.Languages); language != "" {
		p.Hint = foreign(language, a.Languages) + " Try it in " + listed(a.Languages, "or") + "."
	}
	if len(p.Offers) > 0 {
		p.Hint = "It may be one of these:"
	}
	return p
}

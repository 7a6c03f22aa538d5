package session

import (
	"strings"

	"recollect/ui/phrases"
)

// Page is shown in place of photos if a search has found none.
type Page struct {
	Picture     Picture
	Title, Hint string
	Offers      []Offer
	Way         Way
	WayText     string // says it
}

// Text returns all text of the page, which identifies it.
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

// Nothing returns the page of a search without results. It offers first what the words of the
// search name in the library.
func (s State) Nothing(a Around) Page {
	if !a.Folders {
		return Page{
			Picture: Folder, Title: phrases.Say("nothing:no-photos"),
			Hint: phrases.Say("nothing:add-hint"),
			Way:  ToFolder, WayText: phrases.Say("nothing:add"),
		}
	}
	p := Page{
		Title:  phrases.Say("nothing:title"),
		Hint:   phrases.Say("nothing:hint"),
		Offers: s.Offers(), Way: ToAll, WayText: phrases.Say("nothing:all"),
	}
	switch {
	case s.ForFavourites():
		p.Picture = Heart
		p.Title, p.Hint = phrases.Say("nothing:no-favourites"), phrases.Say("nothing:no-favourites-hint")
	case s.Asked.OnlyFilters():
		p.Title, p.Hint = phrases.Say("nothing:filters"), phrases.Say("nothing:filters-hint")
	case s.Weak > 0 && !s.Asked.All:
		p.Hint = phrases.Say("nothing:weak")
		p.Way, p.WayText = ToWeak, showWeak(s.Weak)
	}
	if of := searchable(a.Status); of != "" && !s.Asked.OnlyFilters() {
		p.Title = phrases.Say("nothing:yet")
		p.Hint = phrases.Say("nothing:yet-hint", "of", of)
	}
	if language := s.Asked.Foreign(a.Languages); language != "" {
		p.Hint = phrases.Say("nothing:foreign",
			"foreign", foreign(language, a.Languages), "known", or(languageNames(a.Languages)))
	}
	if len(p.Offers) > 0 {
		p.Hint = phrases.Say("nothing:offers")
	}
	return p
}

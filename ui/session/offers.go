package session

import (
	"strings"
	"time"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Offer is another search to offer.
type Offer struct {
	Text   string // says it
	Filter string // asks for it
	Name   string // what a chip for Filter says
	Line   string // replaces the line that was typed; empty where Filter is given
}

// Offers returns searches to offer instead: the corrected line, and what the words name
// in the library.
func (s State) Offers() []Offer {
	var all []Offer
	if s.Better != "" {
		all = append(all, Offer{Text: phrases.Say("offer:better", "line", s.Better), Line: s.Better})
	}
	for _, k := range s.Known {
		all = append(all, Offer{Text: knownText(k), Filter: k.Line, Name: k.Name})
	}
	return all
}

// knownText says what is known, and of how many photos.
func knownText(k photo.Known) string {
	switch k.Kind {
	case photo.KnownFile:
		return phrases.Say("offer:file", "name", k.Name, "n", k.Count)
	case photo.KnownTime:
		return phrases.Say("offer:time", "name", timeName(k.Name), "n", k.Count)
	case photo.KnownCamera:
		return phrases.Say("offer:camera", "name", k.Name, "n", k.Count)
	case photo.KnownPlace:
		return phrases.Say("offer:place", "name", k.Name, "n", k.Count)
	case photo.KnownPerson:
		return phrases.Say("offer:person", "name", k.Name, "n", k.Count)
	case photo.KnownAlbum:
		return phrases.Say("offer:album", "name", k.Name, "n", k.Count)
	case photo.KnownTag:
		return phrases.Say("offer:tag", "name", k.Name, "n", k.Count)
	case photo.KnownFolder:
		return phrases.Say("offer:folder", "name", k.Name, "n", k.Count)
	default:
		return phrases.Say("offer:written", "name", k.Name, "n", k.Count)
	}
}

// timeName capitalises months, as in "June 2008", and keeps "last summer".
func timeName(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		for m := time.January; m <= time.December; m++ {
			if strings.EqualFold(word, m.String()) {
				words[i] = m.String()
			}
		}
	}
	return strings.Join(words, " ")
}

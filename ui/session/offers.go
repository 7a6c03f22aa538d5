package session

import (
	"strings"
	"time"

	"recollect/engine/photo"
	"recollect/ui/counts"
)

// Offer is what else can be asked for.
type Offer struct {
	Text   string // says it
	Filter string // asks for it
	Name   string // what a chip for Filter says
	Line   string // replaces the line that was typed; empty where Filter is given
}

// Offers returns what can be asked for instead of what was: what was probably typed, and
// what the library knows by the words.
func (s State) Offers() []Offer {
	var all []Offer
	if s.Better != "" {
		all = append(all, Offer{Text: "Did you mean “" + s.Better + "”?", Line: s.Better})
	}
	for _, k := range s.Known {
		all = append(all, Offer{Text: knownText(k), Filter: k.Line, Name: k.Name})
	}
	return all
}

// knownText says what is known, and of how many photos.
func knownText(k photo.Known) string {
	many := " (" + counts.Number(k.Count) + ")"
	switch k.Kind {
	case photo.KnownFile:
		if k.Count == 1 {
			return "1 file is called " + k.Name
		}
		return counts.Number(k.Count) + " files are called " + k.Name
	case photo.KnownTime:
		return "Photos from " + timeName(k.Name) + many
	case photo.KnownCamera:
		return "Taken with " + k.Name + many
	case photo.KnownPerson:
		return "Photos of " + k.Name + many
	case photo.KnownAlbum:
		return "Album “" + k.Name + "”" + many
	case photo.KnownTag:
		return "Tagged " + k.Name + many
	case photo.KnownFolder:
		return "In folder " + k.Name + many
	default:
		return "With “" + k.Name + "” in the text" + many
	}
}

// timeName writes months large: "June 2008", and "last summer" as it is.
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

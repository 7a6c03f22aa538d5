package ui

import (
	"strings"
	"time"

	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/folders"
	"recollect/ui/note"
	"recollect/ui/welcome"
)

// offers are what the note offers of what the library knows: nothing where no photo was
// found, because then the page in place of the photos does.
func (w *Window) offers() (offers [note.MostOffers]string) {
	if len(w.found) == 0 {
		return offers
	}
	for i, k := range w.known[:min(len(w.known), len(offers))] {
		offers[i] = knownText(k)
	}
	return offers
}

// askKnown asks for what was offered at a place of what is known.
func (w *Window) askKnown(at int) {
	if at < len(w.known) {
		w.askFilterOf(w.known[at])
	}
}

func (w *Window) askFilterOf(k photo.Known) { w.askFilter(k.Line, k.Name, fynetheme.SearchIcon()) }

// knownChoices are what is known, for a page without photos.
func (w *Window) knownChoices() []welcome.Choice {
	var all []welcome.Choice
	for _, k := range w.known {
		all = append(all, welcome.Choice{Text: knownText(k), Do: func() { w.askFilterOf(k) }})
	}
	return all
}

// textOf is what choices say together, which tells pages apart.
func textOf(choices []welcome.Choice) string {
	var all strings.Builder
	for _, c := range choices {
		all.WriteString("\n" + c.Text)
	}
	return all.String()
}

// knownText says what is known, and of how many photos.
func knownText(k photo.Known) string {
	many := " (" + folders.Count(k.Count) + ")"
	switch k.Kind {
	case photo.KnownFile:
		if k.Count == 1 {
			return "1 file is called " + k.Name
		}
		return folders.Count(k.Count) + " files are called " + k.Name
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

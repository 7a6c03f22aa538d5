package ui

import (
	"strings"
	"time"

	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/notice"
	"recollect/ui/welcome"
)

// choices are what is offered beside an answer: what was probably typed, and what the
// library knows.
func (w *Window) choices() []welcome.Choice {
	var all []welcome.Choice
	if w.better != "" {
		all = append(all, welcome.Choice{Text: "Did you mean “" + w.better + "”?", Do: w.takeBetter})
	}
	for _, k := range w.known {
		ask := func() { w.askFilter(k.Line, k.Name, fynetheme.SearchIcon()) }
		all = append(all, welcome.Choice{Text: knownText(k), Do: ask})
	}
	return all
}

// offers are what the note says of choices: nothing where no photo was found, because then
// the page in place of the photos does.
func (w *Window) offers() (offers [notice.MostOffers]string) {
	if len(w.found) == 0 {
		return offers
	}
	all := w.choices()
	for i := range min(len(all), len(offers)) {
		offers[i] = all[i].Text
	}
	return offers
}

// takeOffer does what was offered at a place of the note.
func (w *Window) takeOffer(at int) {
	if all := w.choices(); at < len(all) {
		all[at].Do()
	}
}

// takeBetter takes what was probably typed into the box.
func (w *Window) takeBetter() {
	w.box.SetText(w.better)
	w.focusBox()
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

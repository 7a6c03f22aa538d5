// Package words finds the texts of a photo in the form in which the catalog stores them for
// searching: folded texts, and words.
package words

import (
	"errors"
	"path/filepath"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Kinds of words. The last two have one empty text: of what is a picture of a screen, and of what has the size of one.
const (
	keywordKind    = "keyword"
	personKind     = "person"
	screenshotKind = "screenshot"
	displayKind    = "display"
)

// Photo is the part of a photo that has texts.
type Photo struct {
	ID               photo.ID
	Path             string // where its file is, or was
	Gone             bool
	format, camera   string
	title, caption   string
	keywords, people []string
	width, height    int
	screen           bool // the file says that it is a picture of a screen
}

// Query finds what Scan reads, to be followed by a condition.
const Query = `SELECT id, iif(state = 3, was, path), state = 3, format, camera, title, caption, keywords, people,
	width, height, screen FROM photos `

// Scan reads a row of Query.
func Scan(row store.Scanner) (Photo, error) {
	var w Photo
	var keywords, people string
	err := row.Scan(&w.ID, &w.Path, &w.Gone, &w.format, &w.camera, &w.title, &w.caption, &keywords, &people,
		&w.width, &w.height, &w.screen)
	if err != nil {
		return w, err
	}
	var bad [2]error
	w.keywords, bad[0] = record.List(keywords)
	w.people, bad[1] = record.List(people)
	return w, errors.Join(bad[:]...)
}

// Of returns the texts of a photo.
func Of(id photo.ID, p photo.Photo) Photo {
	m := p.Meta
	return Photo{
		ID: id, Path: p.Path, format: p.Format, camera: p.Camera,
		title: m.Title, caption: m.Caption, keywords: m.Keywords, people: m.People,
		width: p.WidthPx, height: p.HeightPx, screen: m.Screen,
	}
}

// Text is the row of table texts for w: its texts, folded, and once more without accents if they
// have any.
func (w Photo) Text() string {
	of := func(form func(string) string) string {
		return form(filepath.Base(w.Path)) + "\n" + form(w.title) + "\n" + form(w.caption)
	}
	text, plain := of(filter.Fold), of(filter.Bare)
	if plain != text {
		text += "\n" + plain
	}
	return text
}

// Word is a row of table words, but for its photo.
type Word struct{ Kind, Text string }

// Words are the rows of table words for w, each once.
func (w Photo) Words() map[Word]bool {
	words := map[Word]bool{}
	for _, k := range w.keywords {
		words[Word{keywordKind, k}] = true
	}
	for _, p := range w.people {
		words[Word{personKind, p}] = true
	}
	if w.IsScreenshot() {
		words[Word{screenshotKind, ""}] = true
	}
	if w.fitsDisplay() {
		words[Word{displayKind, ""}] = true
	}
	return words
}

// Package words finds the texts of a photo in the form in which the catalog stores them for
// searching: folded texts, and words.
package words

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/format"
	"recollect/engine/photo"
)

// Kinds of words.
const (
	keywordKind    = "keyword"
	personKind     = "person"
	screenshotKind = "screenshot"
)

// Photo is the part of a photo that has texts.
type Photo struct {
	ID               photo.ID
	Path             string // where its file is, or was
	Gone             bool
	format, camera   string
	title, caption   string
	keywords, people []string
}

// Query finds what Scan reads, to be followed by a condition.
const Query = `SELECT id, iif(state = 3, was, path), state = 3, format, camera, title, caption, keywords, people
	FROM photos `

// Scan reads a row of Query.
func Scan(row store.Scanner) (Photo, error) {
	var w Photo
	var keywords, people string
	err := row.Scan(&w.ID, &w.Path, &w.Gone, &w.format, &w.camera, &w.title, &w.caption, &keywords, &people)
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
	return words
}

// screenshots are the folded words, in several languages, that programs put into the names of
// pictures of a screen.
var screenshots = strings.Fields(`screenshot screen-shot screen_shot screencap screengrab screencapture bildschirmfoto
	capture_d'écran capture_d_écran capturas captura_de captura-de schermata skärmavbild skærmbillede schermafbeelding
	schermopname zrzut_ekranu skjermbilde näyttökuva ekran_görüntüsü снимок_экрана
	скриншот スクリーンショット 屏幕截图 截屏 螢幕截圖 스크린샷`)

// iPhone matches the names of pictures that an iPhone makes: PNGs among them are of its screen.
var iPhone = regexp.MustCompile(`^img_\d{4}\.png$`)

// IsScreenshot reports whether w is a picture of a screen: its name says so, no camera took it, and
// its format is one of such pictures.
func (w Photo) IsScreenshot() bool {
	if f, _ := format.Of(w.format); !f.Screens || w.camera != "" {
		return false
	}
	name := filter.Fold(filepath.Base(w.Path))
	if iPhone.MatchString(name) {
		return true
	}
	name = strings.ReplaceAll(name, " ", "_")
	for _, s := range screenshots {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

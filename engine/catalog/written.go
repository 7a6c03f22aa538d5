package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
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

// written is a photo as far as words are written with it.
type written struct {
	id               photo.ID
	path             string // where its file is, or was
	gone             bool
	format, camera   string
	title, caption   string
	keywords, people []string
}

// writtenQuery finds what scanWritten reads.
const writtenQuery = `SELECT id, iif(state = 3, was, path), state = 3, format, camera, title, caption, keywords, people FROM photos `

func scanWritten(row store.Scanner) (written, error) {
	var w written
	var keywords, people string
	if err := row.Scan(&w.id, &w.path, &w.gone, &w.format, &w.camera, &w.title, &w.caption, &keywords, &people); err != nil {
		return w, err
	}
	var bad [2]error
	w.keywords, bad[0] = record.List(keywords)
	w.people, bad[1] = record.List(people)
	return w, errors.Join(bad[:]...)
}

func writtenOf(id photo.ID, p photo.Photo) written {
	m := p.Meta
	return written{
		id: id, path: p.Path, format: p.Format, camera: p.Camera,
		title: m.Title, caption: m.Caption, keywords: m.Keywords, people: m.People,
	}
}

// text is what table texts holds of w: its texts, folded, and where they have accents
// once more without them.
func (w written) text() string {
	of := func(form func(string) string) string {
		return form(filepath.Base(w.path)) + "\n" + form(w.title) + "\n" + form(w.caption)
	}
	text, plain := of(filter.Fold), of(filter.Bare)
	if plain != text {
		text += "\n" + plain
	}
	return text
}

// word is a row of table words, but for its photo.
type word struct{ kind, text string }

// words are those that table words holds of w, each once.
func (w written) words() map[word]bool {
	words := map[word]bool{}
	for _, k := range w.keywords {
		words[word{keywordKind, k}] = true
	}
	for _, p := range w.people {
		words[word{personKind, p}] = true
	}
	if w.isScreenshot() {
		words[word{screenshotKind, ""}] = true
	}
	return words
}

// screenshots are what systems and their users call pictures of a screen, folded:
// they are in the names that programs give such files in several languages.
var screenshots = strings.Fields(`screenshot screen-shot screen_shot screencap screengrab screencapture bildschirmfoto
	capture_d'écran capture_d_écran capturas captura_de captura-de schermata skärmavbild skærmbillede schermafbeelding
	schermopname zrzut_ekranu skjermbilde näyttökuva ekran_görüntüsü снимок_экрана скриншот スクリーンショット 屏幕截图 截屏 螢幕截圖 스크린샷`)

// iPhone are the names of pictures that an iPhone makes: those it makes as PNG are of its screen.
var iPhone = regexp.MustCompile(`^img_\d{4}\.png$`)

// isScreenshot reports whether w is a picture of a screen, by its name: no
// camera took it, and it is of a format that such pictures have.
func (w written) isScreenshot() bool {
	if f, _ := format.Of(w.format); !f.Screens || w.camera != "" {
		return false
	}
	name := filter.Fold(filepath.Base(w.path))
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

// write records what is written with a photo. fresh: nothing is recorded of it yet.
func (t *Tx) write(w written, fresh bool) error {
	if err := t.writeDir(filepath.Dir(w.path)); err != nil {
		return err
	}
	if !fresh {
		if err := t.exec(`DELETE FROM words WHERE photo_id = ?`, w.id); err != nil {
			return err
		}
	}
	for word := range w.words() {
		if _, err := t.repeat(`INSERT INTO words (kind, text, photo_id) VALUES (?, ?, ?)`, word.kind, word.text, w.id); err != nil {
			return err
		}
	}
	_, err := t.repeat(`INSERT INTO texts (photo_id, text) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET text = ?2`, w.id, w.text())
	return err
}

// writeDir sees to it that a directory is recorded.
func (t *Tx) writeDir(dir string) error {
	if t.dirs[dir] { // the photos of one directory come one after the other
		return nil
	}
	if t.dirs == nil {
		t.dirs = map[string]bool{}
	}
	t.dirs[dir] = true
	return t.exec(`INSERT INTO dirs (path) VALUES (?) ON CONFLICT DO NOTHING`, dir)
}

// rewrite records anew what is written with photos of which something other
// than the path stayed.
func (t *Tx) rewrite(ids []photo.ID) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	all, err := store.Collect(t.ctx, t.sql, scanWritten, writtenQuery+`WHERE id IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := t.write(w, false); err != nil {
			return fmt.Errorf("%s: %w", w.path, err)
		}
	}
	return nil
}

// useFolds sees to it that all that is written with photos is recorded by the
// present fold: not in a catalog that was migrated just now.
func (c *Catalog) useFolds(ctx context.Context) error {
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(foldsKey)
		if err != nil || old == filter.Folds {
			return err
		}
		if err := tx.rewriteAll(); err != nil {
			return err
		}
		return tx.SetValue(foldsKey, filter.Folds)
	})
}

// rewriteAll records anew everything that is folded.
func (t *Tx) rewriteAll() error {
	if err := t.exec(`DELETE FROM texts; DELETE FROM words; DELETE FROM dirs`); err != nil {
		return err
	}
	t.dirs = nil
	const page = 1000 // rows cannot be read and written at once
	for last := photo.ID(-1); ; {
		some, err := store.Collect(t.ctx, t.sql, scanWritten, writtenQuery+`WHERE id > ? ORDER BY id LIMIT ?`, last, page)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, w := range some {
			if err := t.write(w, true); err != nil {
				return err
			}
		}
		last = some[len(some)-1].id
	}
}

// dropEmptyDirs forgets directories in and below which no file lies any more.
func (t *Tx) dropEmptyDirs() error {
	t.dirs = nil
	return t.exec(`
		DELETE FROM dirs WHERE NOT EXISTS (
			SELECT 1 FROM photos p WHERE p.path > rtrim(dirs.path, ?1) || ?1 AND p.path < rtrim(dirs.path, ?1) || ?2)`,
		string(os.PathSeparator), string(os.PathSeparator+1))
}

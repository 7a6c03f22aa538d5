package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/ledger"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/userdata"
	"recollect/engine/catalog/words"
	"recollect/engine/colour"
	"recollect/engine/photo"
)

// The states of photos.
const (
	waiting = record.Waiting
	encoded = record.Read
	broken  = record.Broken
	gone    = record.Gone
)

// Tx is one transaction. It is valid only inside the function given to Update.
type Tx struct {
	ctx          context.Context
	sql          *sql.Tx
	db           *store.Tx       // sql, with its prepared statements
	*userdata.Tx                 // writes user data
	ledger       *ledger.Tx      // writes the ledger
	model        string          // model that embeds
	bank         string          // bank that computes traits
	touched      map[int64]bool  // shots whose grouping may have changed
	dirs         map[string]bool // directories that are recorded
}

// Update runs do in one transaction: when it returns an error, nothing is written. Calls of Update
// wait for each other.
func (c *Catalog) Update(ctx context.Context, do func(*Tx) error) error {
	err := c.update(ctx, do)
	if errors.Is(err, ErrDamaged) {
		c.doubt.Store(true)
	}
	return err
}

func (c *Catalog) update(ctx context.Context, do func(*Tx) error) error {
	tx, err := c.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("catalog: %w", store.Explain(err))
	}
	defer tx.Rollback() // does nothing after Commit
	db := &store.Tx{Ctx: ctx, SQL: tx}
	t := &Tx{
		ctx: ctx, sql: tx, db: db, model: *c.model.Load(), bank: c.bank,
		ledger: ledger.In(db), Tx: userdata.In(db, c.journal, c.ahead.Load() != nil),
	}
	if err := do(t); err != nil {
		return store.Explain(err)
	}
	if err := t.regroup(); err != nil {
		return fmt.Errorf("catalog: %w", store.Explain(err))
	}
	if err := t.ledger.Rise(); err != nil {
		return fmt.Errorf("catalog: %w", store.Explain(err))
	}
	if err := c.forgetSums(t); err != nil {
		return fmt.Errorf("catalog: %w", store.Explain(err))
	}
	if err := t.WriteDown(); err != nil {
		return fmt.Errorf("catalog: %w", store.Explain(err))
	}
	if t.Noted() {
		c.ahead.Store(t)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("catalog: %w", store.Explain(err))
	}
	c.Committed(t.Tx)
	c.ahead.CompareAndSwap(t, nil) // the next transaction may have begun
	return nil
}

func (t *Tx) exec(query string, args ...any) error { return t.db.Exec(query, args...) }

// change runs a statement that changes at most one photo and returns its shot. It reports whether
// there was a photo to change.
func (t *Tx) change(query string, args ...any) (bool, error) {
	s, err := t.db.Prepared(query + ` RETURNING shot`)
	if err != nil {
		return false, err
	}
	var shot int64
	err = s.QueryRowContext(t.ctx, args...).Scan(&shot)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	t.touch(shot)
	return err == nil, err
}

// nextSeq is the sequence number that the transaction will have at its end.
const nextSeq = `(SELECT n + 1 FROM sequence)`

// Insert records a new photo, which waits for its vector, and returns its ID. p.ID, Hash, Away,
// Lead and Damaged are ignored.
func (t *Tx) Insert(p photo.Photo) (photo.ID, error) {
	todo, err := t.ledger.Active()
	if err != nil {
		return 0, err
	}
	shot := shots.Of(p.Path)
	values := append([]any{p.Folder, p.Path, shot, waiting, record.PackRGB(photo.UnknownColour), todo},
		record.FileValues(p)...)
	res, err := t.db.Repeat(`
		INSERT INTO photos (folder_id, path, shot, state, colour, todo, `+record.FileColumns+`, seq)
		VALUES (`+store.Marks(len(values))+`, `+nextSeq+`)`, values...)
	if err != nil {
		return 0, fmt.Errorf("insert %s: %w", p.Path, err)
	}
	t.touch(shot)
	id, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	return photo.ID(id), t.indexWords(words.Of(photo.ID(id), p), true)
}

// Replace records that the file of photo p.ID, at the same path, has new content, described by p,
// which waits for its vector again. What the model suggested for it is forgotten; verdicts stay.
func (t *Tx) Replace(p photo.Photo) error {
	todo, err := t.ledger.Active()
	if err != nil {
		return err
	}
	err = t.exec(`
		DELETE FROM problems WHERE photo_id = ?1;
		DELETE FROM shows WHERE photo_id = ?1 AND verdict = 0;
		DELETE FROM looks WHERE photo_id = ?1; DELETE FROM grades WHERE photo_id = ?1;
		UPDATE photos SET state = ?2, hash = NULL, damaged = 0, colours = NULL, todo = ?3, seq = `+nextSeq+`
			WHERE id = ?1`,
		p.ID, waiting, todo)
	if err != nil {
		return err
	}
	return t.RefreshMetadata(p)
}

// RefreshMetadata records new metadata of photo p.ID, whose content and path are the same: its vector, its
// state and its problem stay. It is no longer missing.
func (t *Tx) RefreshMetadata(p photo.Photo) error {
	p, err := t.Overlay(p)
	if err != nil {
		return err
	}
	values := record.FileValues(p)
	// The path may have been recorded by a version without shots.
	values = append([]any{shots.Of(p.Path)}, append(values, p.ID)...)
	if was, err := t.change(`UPDATE photos SET (shot, `+record.FileColumns+`) = (`+store.Marks(len(values)-1)+`),
		gone_ns = 0 WHERE id = ?`, values...); err != nil || !was {
		return err
	}
	return t.indexWords(words.Of(p.ID, p), false)
}

// Move records new paths of files; some of the photos may have been gone. All of them move at once,
// so that two may swap their places. Their metadata stays, and the next scan refreshes what depends
// on a name (see photo.Recorded).
func (t *Tx) Move(to map[photo.ID]Place) error {
	from := make(map[photo.ID]string, len(to))
	for id := range to {
		s, err := t.db.Prepared(`SELECT iif(state = ?, was, path), state FROM photos WHERE id = ?`)
		if err != nil {
			return err
		}
		var path string
		var is record.State
		err = s.QueryRowContext(t.ctx, gone, id).Scan(&path, &is)
		if err == nil && is == gone {
			err = t.restoreGone(id)
		}
		if err != nil {
			return fmt.Errorf("move photo %d: %w", id, err)
		}
		from[id] = path
		// No file has this name: NUL ends every path.
		if _, err := t.change(`UPDATE photos SET path = char(0) || id WHERE id = ?`, id); err != nil {
			return err
		}
	}
	var others []photo.ID // whose name has changed
	for id, p := range to {
		renamed := filepath.Base(from[id]) != filepath.Base(p.Path)
		if renamed {
			others = append(others, id)
		}
		if err := t.addDir(filepath.Dir(p.Path)); err != nil {
			return err
		}
		_, err := t.change(`
			UPDATE photos SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, identity = ?, shot = ?, told = told
				AND NOT ?, gone_ns = 0 WHERE id = ?`,
			p.Folder, p.Path, p.Size, p.ModTime.UnixNano(), p.Identity, shots.Of(p.Path), renamed, id)
		if err != nil {
			return fmt.Errorf("move to %s: %w", p.Path, err)
		}
	}
	if err := t.noteMoves(from); err != nil {
		return err
	}
	return t.reindexWords(others)
}

// noteMoves adds the new paths of photos with user data to the journal, which names a photo by its
// path while its content is not known.
func (t *Tx) noteMoves(from map[photo.ID]string) error {
	if t.Journal == "" {
		return nil
	}
	list, err := json.Marshal(slices.Collect(maps.Keys(from)))
	if err != nil {
		return err
	}
	ids, err := store.Collect(t.ctx, t.sql, store.ID, `SELECT id FROM photos WHERE id IN (SELECT value
		FROM json_each(?)) AND `+hasUserData+` ORDER BY id`, string(list))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := t.NoteOf(id, journal.Act{Do: journal.Move, Name: journal.Text(from[id])}); err != nil {
			return err
		}
	}
	return nil
}

// Place is where a photo's file lies.
type Place struct {
	Folder photo.FolderID
	photo.File
}

// Delete forgets a photo. Its vector stays: the same content may return.
func (t *Tx) Delete(id photo.ID) error {
	_, err := t.change(`DELETE FROM photos WHERE id = ?`, id)
	return err
}

// Content is the result of reading a photo's file.
type Content struct {
	Hash   photo.Hash // of all bytes of the file
	Colour photo.RGB  // average of the picture
	// Colours are the dominant ones; 0: not known. SetColours records also that there are none.
	Colours colour.Mask
	Damaged bool // only a part of the picture could be decoded
	// Vector is the content's; nil when the catalog has it already (see Catalog.Vector).
	Vector photo.Vector
	// Traits are the traits of Vector for search, computed with the bank in use: at most 16 finite
	// numbers; nil if there are none.
	Traits []float32
}

// SetContent records the result of reading photo id's file, which had the size and mtime of want.
// It reports whether they are still recorded so, and whether the photo is still shown by itself,
// without a problem: a file that was replaced meanwhile is read again, and a follower is not
// needed.
func (t *Tx) SetContent(id photo.ID, want photo.File, c Content) (bool, error) {
	h := c.Hash[:]
	if c.Vector != nil {
		_, err := t.db.Repeat(`
			INSERT INTO vectors (hash, model, vector, traits) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			h, t.model, record.Pack(c.Vector), record.PackTraits(c.Traits))
		if err != nil {
			return false, err
		}
	}
	if err := t.doneWith(c); err != nil {
		return false, err
	}
	active, err := t.ledger.Active()
	if err != nil {
		return false, err
	}
	var colours any // unknown
	if c.Colours != 0 {
		colours = c.Colours
	}
	res, err := t.db.Repeat(`
		UPDATE photos SET hash = ?1, colour = ?2, damaged = ?3, state = ?4, colours = ?9, seq = `+nextSeq+`,
			todo = ?10 & ~coalesce((SELECT done | failed FROM analyses WHERE hash = ?1), 0)
		WHERE id = ?5 AND size = ?6 AND mtime_ns = ?7 AND state < 2 AND lead = 0 AND EXISTS (SELECT 1 FROM vectors
			WHERE hash = ?1 AND (model = ?8 OR model = (SELECT value FROM meta WHERE key = 'model')))`,
		h, record.PackRGB(c.Colour), c.Damaged, encoded, id, want.Size, want.ModTime.UnixNano(), t.model,
		colours, active)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// doneWith records the steps whose results are in c.
func (t *Tx) doneWith(c Content) error {
	var keys []string
	if c.Vector != nil {
		keys = append(keys, EmbedKey(t.model))
	}
	if c.Colours != 0 {
		keys = append(keys, ColourKey)
	}
	if c.Traits != nil {
		keys = append(keys, TraitsKey(t.bank))
	}
	return t.ledger.Done(c.Hash, keys...)
}

// SetProblem records why photo p.ID, whose file had the size and mtime of want, cannot be shown. It
// reports whether they are still recorded so, as SetContent does. With again, every later scan
// treats the file as changed: for a fault that may pass, such as a permission. p.Count is ignored.
func (t *Tx) SetProblem(p photo.Problem, want photo.File, again bool) (bool, error) {
	mtime := want.ModTime.UnixNano()
	recorded := mtime
	if again {
		recorded = retry
	}
	was, err := t.change(`UPDATE photos SET state = ?, mtime_ns = ? WHERE id = ? AND size = ? AND mtime_ns = ? AND
		state <> ?`,
		broken, recorded, p.ID, want.Size, mtime, gone)
	if err != nil || !was {
		return false, err
	}
	return true, t.exec(`
		INSERT INTO problems (photo_id, reason, detail, kind) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET reason = ?2, detail = ?3, kind = ?4`, p.ID, p.Reason, p.Detail, p.Kind)
}

// retry is the modification time, in nanoseconds, of a file that a scan must treat as changed. No
// file has it: a file from just before 1970 would have to have exactly this time.
const retry = -1

// RetryProblems makes the next scan treat all files with problems as changed, and steps analyse the
// contents again for which they have failed.
func (t *Tx) RetryProblems() error {
	if err := t.exec(`UPDATE photos SET mtime_ns = ? WHERE state = ?`, retry, broken); err != nil {
		return err
	}
	return t.ledger.RetryFailed()
}

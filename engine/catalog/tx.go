package catalog

import (
	"context"
	"database/sql"
	"fmt"

	"recollect/engine/photo"
)

// state is what a photo is waiting for.
type state int

const (
	waiting state = iota // for its vector
	encoded
	broken // a problem is recorded
)

// Tx is one transaction. It is valid only inside the function given to Update.
type Tx struct {
	ctx   context.Context
	sql   *sql.Tx
	model string
}

// Update runs do in one transaction: when it returns an error, nothing is
// written. Update calls wait for each other.
func (c *Catalog) Update(ctx context.Context, do func(*Tx) error) error {
	tx, err := c.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("catalog: %w", explain(err))
	}
	defer tx.Rollback() // does nothing after Commit
	if err := do(&Tx{ctx, tx, c.model}); err != nil {
		return explain(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("catalog: %w", explain(err))
	}
	return nil
}

func (t *Tx) exec(query string, args ...any) error {
	_, err := t.sql.ExecContext(t.ctx, query, args...)
	return err
}

// Insert records a photo that is not in the library yet and returns its ID. It
// is waiting for its vector.
func (t *Tx) Insert(p photo.Photo) (photo.ID, error) {
	res, err := t.sql.ExecContext(t.ctx, `
		INSERT INTO photos (folder_id, path, size, mtime_ns, identity, state, format, width, height, orientation,
			taken_ns, taken_offset_s, taken_from, camera, colour)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Folder, p.Path, p.Size, p.ModTime.UnixNano(), p.Identity, waiting, p.Format, p.WidthPx, p.HeightPx, p.Orientation,
		p.Taken.UnixNano(), offset(p.Taken), p.Taken.From, p.Camera, packRGB(photo.UnknownColour))
	if err != nil {
		return 0, fmt.Errorf("insert %s: %w", p.Path, err)
	}
	id, err := res.LastInsertId()
	return photo.ID(id), err
}

// Replace records that the file of photo p.ID has new content, described by p,
// which waits for its vector again.
func (t *Tx) Replace(p photo.Photo) error {
	if err := t.exec(`DELETE FROM problems WHERE photo_id = ?`, p.ID); err != nil {
		return err
	}
	return t.exec(`
		UPDATE photos SET size = ?, mtime_ns = ?, identity = ?, state = ?, hash = NULL, format = ?, width = ?, height = ?,
			orientation = ?, taken_ns = ?, taken_offset_s = ?, taken_from = ?, camera = ?
		WHERE id = ?`,
		p.Size, p.ModTime.UnixNano(), p.Identity, waiting, p.Format, p.WidthPx, p.HeightPx,
		p.Orientation, p.Taken.UnixNano(), offset(p.Taken), p.Taken.From, p.Camera, p.ID)
}

// Move records where the files of photos lie now. All of them move at once, so
// that two may swap their places.
func (t *Tx) Move(to map[photo.ID]Place) error {
	for id := range to {
		// No file system has this name: NUL ends every path.
		if err := t.exec(`UPDATE photos SET path = char(0) || id WHERE id = ?`, id); err != nil {
			return err
		}
	}
	for id, p := range to {
		err := t.exec(`UPDATE photos SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, identity = ? WHERE id = ?`,
			p.Folder, p.Path, p.Size, p.ModTime.UnixNano(), p.Identity, id)
		if err != nil {
			return fmt.Errorf("move to %s: %w", p.Path, err)
		}
	}
	return nil
}

// Place is where a photo's file lies.
type Place struct {
	Folder photo.FolderID
	photo.File
}

// Delete forgets a photo. Its vector stays: the same content may come back.
func (t *Tx) Delete(id photo.ID) error {
	return t.exec(`DELETE FROM photos WHERE id = ?`, id)
}

// SetContent records what was found by reading photo id's file, which was
// still the one of size and mtime that want names. It reports whether it was:
// a file that was replaced meanwhile is read again. v is the content's vector,
// nil when the catalog has it already (see Vector).
func (t *Tx) SetContent(id photo.ID, want photo.File, h photo.Hash, colour photo.RGB, v photo.Vector) (bool, error) {
	if v != nil {
		err := t.exec(`INSERT INTO vectors (hash, model, vector) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, h[:], t.model, pack(v))
		if err != nil {
			return false, err
		}
	}
	res, err := t.sql.ExecContext(t.ctx, `
		UPDATE photos SET hash = ?1, colour = ?2, state = ?3 WHERE id = ?4 AND size = ?5 AND mtime_ns = ?6
			AND EXISTS (SELECT 1 FROM vectors WHERE hash = ?1 AND model = ?7)`,
		h[:], packRGB(colour), encoded, id, want.Size, want.ModTime.UnixNano(), t.model)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// SetProblem records why photo p.ID, whose file was the one of size and mtime
// that want names, cannot be shown. It reports whether it still was, as
// SetContent does. With again, every later scan takes the file for a changed
// one: for trouble that may pass, such as a permission.
func (t *Tx) SetProblem(p photo.Problem, want photo.File, again bool) (bool, error) {
	mtime := want.ModTime.UnixNano()
	kept := mtime
	if again {
		kept = retry
	}
	res, err := t.sql.ExecContext(t.ctx, `UPDATE photos SET state = ?, mtime_ns = ? WHERE id = ? AND size = ? AND mtime_ns = ?`,
		broken, kept, p.ID, want.Size, mtime)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); n != 1 || err != nil {
		return false, err
	}
	return true, t.exec(`INSERT INTO problems VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET reason = ?2, detail = ?3`, p.ID, p.Reason, p.Detail)
}

// retry is the modification time, in nanoseconds, of a file that a scan should
// take for changed. No file has it: one before 1970 would have to be off by one.
const retry = -1

// RetryProblems makes the next scan look at all files with problems as if they
// had changed.
func (t *Tx) RetryProblems() error {
	return t.exec(`UPDATE photos SET mtime_ns = ? WHERE state = ?`, retry, broken)
}

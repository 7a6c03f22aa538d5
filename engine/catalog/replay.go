package catalog

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/ledger"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
)

// Replayed describes what a catalog took from its journal when it was opened.
type Replayed struct {
	// Acts is how many acts were replayed.
	Acts int
	// Lost are the acts that could not be replayed (see journal.Act.Lost) and the lines that
	// cannot be read (lost:line). The argument "why" is the reason of the fault, if it has one.
	Lost []photo.Reason
}

// Replayed returns what the catalog took from its journal when it was opened.
func (c *Catalog) Replayed() Replayed { return c.replayed }

// catchUp replays acts of the journal that the catalog lacks: after a power cut, or when a backup
// has replaced the catalog. If the journal lacks acts, it is written again.
func (c *Catalog) catchUp(ctx context.Context) error {
	if c.journal == "" {
		return nil
	}
	mine, err := store.Value(ctx, c.write, userdata.LibraryKey)
	if err != nil {
		return err
	}
	seq, err := userdata.TypedIn(ctx, c.write)
	if err != nil {
		return err
	}
	library, last, err := journal.Peek(c.journal)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c.WriteJournal(ctx)
	case err != nil:
		return userdata.JournalError(err)
	case mine != "" && library != "" && mine != library: // of a catalog that was here before
		if err := os.Rename(c.journal, c.journal+".other"); err != nil {
			return err
		}
		return c.WriteJournal(ctx)
	case mine != "" && last == seq:
		return nil
	case mine != "" && last < seq:
		return c.WriteJournal(ctx)
	}
	return c.replay(ctx, mine != "", seq)
}

// replay replays the journal: the acts after transaction seq or, where seq precedes its snapshot,
// the snapshot and all later acts. own: the journal is this library's, so that what the snapshot
// lacks was deleted.
func (c *Catalog) replay(ctx context.Context, own bool, seq int64) error {
	j, err := journal.Read(c.journal)
	if err != nil {
		return userdata.JournalError(err)
	}
	for _, line := range j.Torn {
		c.replayed.Lost = append(c.replayed.Lost, photo.NewReason("lost:line", photo.Args{"line": line}))
	}
	return c.Update(ctx, func(tx *Tx) error {
		tx.Journal = "" // replayed acts are not written again
		// The last transaction, which was cut short, can be undone as if it had not been.
		tx.Unrecorded = !own || seq < j.Since
		acts := j.Acts
		if !own || seq < j.Since {
			if own && j.Whole {
				if err := tx.clearUserData(j.Snapshot); err != nil {
					return err
				}
			}
			acts, seq = append(j.Snapshot, j.Acts...), -1
		}
		acts = slices.DeleteFunc(acts, func(a journal.Act) bool { return a.N <= seq })
		for len(acts) > 0 {
			n := journal.Together(acts)
			if err := tx.redoTogether(acts[:n], &c.replayed); err != nil {
				return err
			}
			acts = acts[n:]
		}
		return tx.adopt(c.journal, j)
	})
}

// redoTogether replays acts at once or, if one of them cannot be replayed, one by one.
func (t *Tx) redoTogether(acts []journal.Act, r *Replayed) error {
	if len(acts) > 1 {
		switch err := t.redoOfAll(acts); {
		case err == nil:
			r.Acts += len(acts)
			return nil
		case fatal(err):
			return err
		}
	}
	for _, a := range acts {
		switch err := t.redo(a); {
		case err == nil:
			r.Acts++
		case fatal(err):
			return err
		default:
			r.Lost = append(r.Lost, a.LostBecause(err))
		}
	}
	return nil
}

// redoOfAll replays acts on photos.
func (t *Tx) redoOfAll(acts []journal.Act) error {
	found := map[journal.Text]photo.ID{}
	ids := make([]photo.ID, len(acts))
	for i, a := range acts {
		id, known := found[a.Photo.Path]
		if !known || a.Photo.Path == "" {
			var err error
			if id, err = t.findOrAdd(a); err != nil {
				return err
			}
			if id != 0 { // else a later act may add it
				found[a.Photo.Path] = id
			}
		}
		ids[i] = id
	}
	return t.AgainAll(acts, ids)
}

// fatal reports whether an error is about the catalog, not about one act.
func fatal(err error) bool {
	for _, lost := range []error{
		ErrNoName, ErrNameTaken, ErrNotFound, ErrOverlap, ErrHoldsAway, userdata.ErrNoSuchAct,
	} {
		if errors.Is(err, lost) {
			return false
		}
	}
	return true
}

// adopt gives the catalog the journal's library number and its last transaction. The journal is
// written again, since the IDs of photos may have changed.
func (t *Tx) adopt(path string, j journal.Journal) error {
	if j.Library != "" {
		if err := t.SetValue(userdata.LibraryKey, j.Library); err != nil {
			return err
		}
	}
	n, err := t.Typed()
	if err != nil {
		return err
	}
	if err := t.SetValue(userdata.TypedKey, strconv.FormatInt(max(n, j.Last)+1, 10)); err != nil {
		return err
	}
	t.Journal = path
	return t.Snapshot()
}

// clearUserData deletes all user data but the folders that a snapshot has.
func (t *Tx) clearUserData(snapshot []journal.Act) error {
	if err := t.Clear(); err != nil {
		return err
	}
	if err := t.exec(`DELETE FROM meta WHERE key IN (?, ?)`, ScreeningKey, WantedKey); err != nil {
		return err
	}
	named := map[string]bool{}
	for _, a := range snapshot {
		if a.Do == journal.Folder {
			named[string(a.Name)] = true
		}
	}
	known, err := t.folders()
	if err != nil {
		return err
	}
	for _, f := range known {
		if !named[f.Path] {
			if err := t.RemoveFolder(f.ID, time.Now()); err != nil {
				return err
			}
		}
	}
	return nil
}

// redo replays an act.
func (t *Tx) redo(a journal.Act) error {
	if a.Photo != nil {
		return t.redoOf(a)
	}
	name, v := string(a.Name), string(a.Value)
	switch {
	case a.Do == journal.Search && a.No:
		return t.ForgetSearches()
	case a.Do == journal.Search:
		return t.RememberSearch(name)
	case a.Do == journal.Screening:
		return t.SetValue(ScreeningKey, v)
	case a.Do == journal.Model:
		return t.SetValue(WantedKey, v)
	case a.Do == journal.Folder && !a.No:
		_, err := t.addFolder(name)
		return err
	case a.Do == journal.Folder, a.Do == journal.Relocate:
		id, err := idOf[photo.FolderID](t, `SELECT id FROM folders WHERE path = ? AND reason <> 'removed'`, name)
		if err != nil || id == 0 {
			return err
		}
		if a.Do == journal.Relocate {
			return t.Relocate(id, v)
		}
		return t.RemoveFolder(id, time.Now())
	}
	return t.Again(a, 0)
}

// redoOf replays an act on a photo.
func (t *Tx) redoOf(a journal.Act) error {
	if a.Do == journal.Move {
		return t.redoMove(a.Photo, string(a.Name))
	}
	id, err := t.findOrAdd(a)
	if err != nil || id == 0 {
		return err
	}
	if a.Do == journal.Forget {
		return t.exec(`DELETE FROM photos WHERE id = ? AND state = ?`, id, gone)
	}
	return t.Again(a, id)
}

// findOrAdd returns the photo of an act, which may be a new placeholder; 0 if the act is about no photo.
func (t *Tx) findOrAdd(a journal.Act) (photo.ID, error) {
	id, err := t.find(a.Photo)
	if err != nil || id != 0 {
		return id, err
	}
	if a.Photo.Path == "" {
		return 0, ErrNotFound // only its ID is known
	}
	if a.No || a.Do == journal.Forget || a.Do == journal.Verdict && a.Verdict == 0 {
		return 0, nil
	}
	return t.addPlaceholder(a.Photo)
}

// redoMove changes the path of a placeholder (see addPlaceholder). The next scan moves all other photos.
func (t *Tx) redoMove(p *journal.Photo, from string) error {
	id, err := idOf[photo.ID](t, `SELECT id FROM photos WHERE `+placeholder+` AND was = ?`, from)
	if err != nil || id == 0 {
		return err
	}
	err = t.exec(`UPDATE photos SET was = ?, size = ?, mtime_ns = ? WHERE id = ?`, string(p.Path), p.Size, p.Time, id)
	if err != nil {
		return err
	}
	return t.reindexWords([]photo.ID{id})
}

// find returns the photo of an act, or 0: by its path and content, or else by its path, unless its
// content is at another path, or else by its content.
func (t *Tx) find(p *journal.Photo) (photo.ID, error) {
	if p.Path == "" {
		return idOf[photo.ID](t, `SELECT id FROM photos WHERE id = ?`, p.ID)
	}
	return idOf[photo.ID](t, findPhoto, string(p.Path), nullable(p.Hash), p.ID)
}

// placeholder finds placeholders. It begins with the condition of an index: else each act would read all photos.
const placeholder = `(lead <> 0 OR state > 1) AND state = 3 AND lead = 0`

const findPhoto = `
	SELECT id FROM photos WHERE id IN (
		SELECT id FROM photos WHERE path = ?1
		UNION ALL SELECT id FROM photos WHERE hash = ?2
		UNION ALL SELECT id FROM photos WHERE ` + placeholder + ` AND was = ?1)
	ORDER BY (path = ?1 OR was = ?1) AND hash IS ?2 DESC, state = 3, hash IS ?2 AND ?2 IS NOT NULL DESC,
		id = ?3 DESC, id LIMIT 1`

// nullable is NULL for a hash that is not known.
func nullable(hash []byte) any {
	if len(hash) == 0 {
		return nil
	}
	return hash
}

// idOf is the first ID that a query finds, or 0.
func idOf[T ~int64](t *Tx, query string, args ...any) (T, error) {
	found, err := store.Collect(t.ctx, t.sql, func(row store.Scanner) (id T, err error) {
		err = row.Scan(&id)
		return id, err
	}, query, args...)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// addPlaceholder records a placeholder for a photo that the catalog does not know: it is gone, so that the
// next scan restores its user data.
func (t *Tx) addPlaceholder(p *journal.Photo) (photo.ID, error) {
	folder, err := t.folderOf(string(p.Path))
	if err != nil {
		return 0, err
	}
	made := time.Unix(0, p.Time)
	id, err := t.Insert(photo.Photo{
		Folder: folder, File: photo.File{Path: string(p.Path), Size: p.Size, ModTime: made},
		Details: photo.Details{Taken: photo.Moment{Time: made}},
	})
	if err != nil {
		return 0, err
	}
	active, err := t.ledger.Active()
	if err != nil {
		return 0, err
	}
	if err := t.exec(`UPDATE photos SET hash = ?2, told = 0 WHERE id = ?3; UPDATE photos
		SET todo = `+ledger.TodoOf+` WHERE id = ?3`,
		active, nullable(p.Hash), id); err != nil {
		return 0, err
	}
	return id, t.SetGone(id, time.Now())
}

// folderOf returns the folder of the library that a path lies in, or else a removed one.
func (t *Tx) folderOf(path string) (photo.FolderID, error) {
	known, err := t.folders()
	if err != nil {
		return 0, err
	}
	if f, ok := around(known, path); ok {
		return f.ID, nil
	}
	dir := filepath.Dir(path)
	err = t.exec(`INSERT INTO folders (path, added_ns, away, reason) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING`,
		dir, time.Now().UnixNano(), removed)
	if err != nil {
		return 0, err
	}
	return idOf[photo.FolderID](t, `SELECT id FROM folders WHERE path = ?`, dir)
}

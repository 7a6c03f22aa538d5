package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/catalog/files"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// ErrHoldsAway means that a folder cannot be added around one that is offline: its photos would be
// taken for deleted.
var ErrHoldsAway error = &photo.Fault{
	Code: "catalog:holds-away",
	Text: "a folder inside is away",
}

// ErrOverlap means that a folder cannot be moved to a place that overlaps another.
var ErrOverlap error = &photo.Fault{
	Code: "catalog:overlap",
	Text: "overlaps another folder of the library",
}

// AddFolder records a folder at an absolute, clean path. No two folders of a library overlap: for a
// path inside a folder of the library it returns that folder, and a folder around others takes over
// their photos, unless one of them is offline: ErrHoldsAway.
func (c *Catalog) AddFolder(ctx context.Context, path string) (photo.Folder, error) {
	var id photo.FolderID
	err := c.Update(ctx, func(tx *Tx) (err error) {
		id, err = tx.addFolder(path)
		return err
	})
	if err != nil {
		return photo.Folder{}, err
	}
	return c.Folder(ctx, id)
}

func (t *Tx) addFolder(path string) (photo.FolderID, error) {
	known, err := t.folders()
	if err != nil {
		return 0, err
	}
	if f, ok := around(known, path); ok {
		return f.ID, nil
	}
	for _, f := range known {
		if f.Away && photo.Within(f.Path, path) {
			return 0, fmt.Errorf("%s in %s: %w", f.Path, path, ErrHoldsAway)
		}
	}
	id, err := t.insertFolder(path)
	if err != nil {
		return 0, err
	}
	return id, t.takeOver(id, path)
}

// around returns the folder among known that path is, or lies in.
func around(known []photo.Folder, path string) (f photo.Folder, ok bool) {
	i := slices.IndexFunc(known, func(f photo.Folder) bool { return photo.Within(path, f.Path) })
	if i < 0 {
		return f, false
	}
	return known[i], true
}

func (t *Tx) folders() ([]photo.Folder, error) {
	return store.Collect(t.ctx, t.sql, scanFolder, folderQuery)
}

// insertFolder records a folder, or restores a removed one.
func (t *Tx) insertFolder(path string) (photo.FolderID, error) {
	t.Note(journal.Act{Do: journal.Folder, Name: journal.Text(path)})
	var id photo.FolderID
	err := t.sql.QueryRowContext(t.ctx, `
		INSERT INTO folders (path, added_ns) VALUES (?, ?)
		ON CONFLICT (path) DO UPDATE SET added_ns = excluded.added_ns, away = 0, reason = '', volume = '',
			volume_path = '' RETURNING id`,
		path, time.Now().UnixNano()).Scan(&id)
	return id, err
}

// takeOver moves the photos of all other folders inside path, including removed ones, to the folder
// that is or will be at path.
func (t *Tx) takeOver(id photo.FolderID, path string) error {
	scan := func(row store.Scanner) (f photo.Folder, err error) {
		err = row.Scan(&f.ID, &f.Path)
		return f, err
	}
	others, err := store.Collect(t.ctx, t.sql, scan, `SELECT id, path FROM folders WHERE id <> ?`, id)
	if err != nil {
		return err
	}
	for _, f := range others {
		if !photo.Within(f.Path, path) {
			continue
		}
		if err := t.exec(`UPDATE photos SET folder_id = ?1 WHERE folder_id = ?2; DELETE FROM folders
			WHERE id = ?2`, id, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// SetAway is Tx.SetAway in a transaction of its own.
func (c *Catalog) SetAway(ctx context.Context, id photo.FolderID, why photo.AwayReason) error {
	return c.Update(ctx, func(tx *Tx) error { return tx.SetAway(id, why) })
}

// SetVolume records the volume of a folder and its place there.
func (c *Catalog) SetVolume(ctx context.Context, id photo.FolderID, volume, path string) error {
	return c.Update(ctx, func(tx *Tx) error {
		return tx.exec(`UPDATE folders SET volume = ?, volume_path = ? WHERE id = ?`, volume, path, id)
	})
}

// Relocate records that a folder has moved, with everything in it, to another path. The path must
// be absolute, clean and outside of all folders of the library, and contain none of them:
// ErrOverlap.
func (t *Tx) Relocate(id photo.FolderID, path string) error {
	known, err := t.folders()
	if err != nil {
		return err
	}
	var old string
	for _, f := range known {
		switch {
		case f.ID == id:
			old = f.Path
		case photo.Within(path, f.Path) || photo.Within(f.Path, path):
			return fmt.Errorf("%s and %s: %w", path, f.Path, ErrOverlap)
		}
	}
	if old == "" {
		return fmt.Errorf("folder %d: %w", id, ErrNotFound)
	}
	inside, err := store.Collect(t.ctx, t.sql, files.Scan, files.Query+`WHERE folder_id = ? AND state <> ?`, id, gone)
	if err != nil {
		return err
	}
	to := make(map[photo.ID]Place, len(inside))
	for _, r := range inside {
		r.Path = filepath.Join(path, strings.TrimPrefix(r.Path, old))
		to[r.ID] = Place{Folder: id, File: r.File}
	}
	if err := t.Move(to); err != nil {
		return err
	}
	if err := t.dropEmptyDirs(); err != nil {
		return err
	}
	if err := t.takeOver(id, path); err != nil { // only removed folders can be inside
		return err
	}
	t.Note(journal.Act{Do: journal.Relocate, Name: journal.Text(old), Value: journal.Text(path)})
	return t.exec(`UPDATE folders SET path = ?, away = 0, reason = '', volume = '', volume_path = ''
		WHERE id = ?`, path, id)
}

const folderQuery = `SELECT f.id, f.path, f.reason, f.volume, f.volume_path,
	(SELECT coalesce(sum(n), 0) FROM tallies WHERE folder_id = f.id AND state < 2),
	iif(f.reason = 'lost', (SELECT coalesce(sum(n), 0) FROM tallies WHERE folder_id = f.id AND state < 2
		AND missing), 0)
	FROM folders f WHERE f.reason <> 'removed' `

func scanFolder(row store.Scanner) (photo.Folder, error) {
	var f photo.Folder
	err := row.Scan(&f.ID, &f.Path, &f.Reason, &f.Volume, &f.VolumePath, &f.Photos, &f.Missing)
	f.Away = f.Reason != ""
	return f, err
}

// Folders returns the folders of the library, by path.
func (c *Catalog) Folders(ctx context.Context) ([]photo.Folder, error) {
	return store.Collect(ctx, c.read, scanFolder, folderQuery+`ORDER BY f.path`)
}

// Folder returns one folder, or ErrNotFound.
func (c *Catalog) Folder(ctx context.Context, id photo.FolderID) (photo.Folder, error) {
	f, err := scanFolder(c.read.QueryRowContext(ctx, folderQuery+`AND f.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return f, fmt.Errorf("folder %d: %w", id, ErrNotFound)
	}
	return f, store.Explain(err)
}

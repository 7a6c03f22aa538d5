package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"recollect/engine/photo"
)

// ErrHoldsAway means that a folder cannot be added around one that is away: its
// photos would be taken for deleted.
var ErrHoldsAway error = &photo.Fault{
	Text: "a folder inside is away",
	What: "A folder of your library inside this one cannot be reached at present.",
	Next: "Connect its drive first, or remove that folder from the library.",
}

// AddFolder records a folder at an absolute, clean path. No two folders of a
// library overlap: a path inside a folder that is there already returns that
// folder, and a path around others takes their photos over, unless one of them
// is away: ErrHoldsAway.
func (c *Catalog) AddFolder(ctx context.Context, path string) (photo.Folder, error) {
	var id photo.FolderID
	err := c.Update(ctx, func(tx *Tx) error {
		known, err := tx.folders()
		if err != nil {
			return err
		}
		for _, f := range known {
			if photo.Within(path, f.Path) {
				id = f.ID
				return nil
			}
		}
		if id, err = tx.insertFolder(path); err != nil {
			return err
		}
		for _, f := range known {
			if !photo.Within(f.Path, path) {
				continue
			}
			if f.Away {
				return fmt.Errorf("%s in %s: %w", f.Path, path, ErrHoldsAway)
			}
			if err := tx.exec(`UPDATE photos SET folder_id = ?1 WHERE folder_id = ?2; DELETE FROM folders WHERE id = ?2`, id, f.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return photo.Folder{}, err
	}
	return c.Folder(ctx, id)
}

func (t *Tx) folders() ([]photo.Folder, error) {
	rows, err := t.sql.QueryContext(t.ctx, `SELECT id, path, away FROM folders`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []photo.Folder
	for rows.Next() {
		var f photo.Folder
		if err := rows.Scan(&f.ID, &f.Path, &f.Away); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

func (t *Tx) insertFolder(path string) (photo.FolderID, error) {
	res, err := t.sql.ExecContext(t.ctx, `INSERT INTO folders (path, added_ns) VALUES (?, ?)`, path, time.Now().UnixNano())
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	return photo.FolderID(id), err
}

// RemoveFolder forgets a folder and its photos; the files stay. Vectors stay
// too, so that adding the folder again costs no encoding.
func (t *Tx) RemoveFolder(id photo.FolderID) error {
	return t.exec(`DELETE FROM folders WHERE id = ?`, id)
}

// SetAway records whether a folder can be reached.
func (c *Catalog) SetAway(ctx context.Context, id photo.FolderID, away bool) error {
	return c.Update(ctx, func(tx *Tx) error {
		return tx.exec(`UPDATE folders SET away = ? WHERE id = ?`, away, id)
	})
}

const folderQuery = `SELECT f.id, f.path, f.away, (SELECT count(*) FROM photos p WHERE p.folder_id = f.id AND p.state < 2 AND p.lead = 0) FROM folders f `

func scanFolder(row scanner) (photo.Folder, error) {
	var f photo.Folder
	err := row.Scan(&f.ID, &f.Path, &f.Away, &f.Photos)
	return f, err
}

// Folders returns the folders of the library, by path.
func (c *Catalog) Folders(ctx context.Context) ([]photo.Folder, error) {
	return collect(ctx, c.read, scanFolder, folderQuery+`ORDER BY f.path`)
}

// Folder returns one folder, or ErrNotFound.
func (c *Catalog) Folder(ctx context.Context, id photo.FolderID) (photo.Folder, error) {
	f, err := scanFolder(c.read.QueryRowContext(ctx, folderQuery+`WHERE f.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return f, fmt.Errorf("folder %d: %w", id, ErrNotFound)
	}
	return f, explain(err)
}

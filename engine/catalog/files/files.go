// Package files reads what the catalog knows of photos' files: for a scan, and for showing one.
// Packages ledger and filter answer questions about many photos at once.
package files

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Files reads the files of a catalog.
type Files struct{ db *sql.DB }

// New returns the files of a catalog. The caller closes db when nobody uses them any more.
func New(db *sql.DB) *Files { return &Files{db} }

// Photo returns one photo, also one that is gone, or store.ErrNotFound.
func (f *Files) Photo(ctx context.Context, id photo.ID) (photo.Photo, error) {
	return f.one(ctx, `p.state < 3 AND p.id = ?`, id)
}

// ByPath returns the photo at an absolute path, or store.ErrNotFound.
func (f *Files) ByPath(ctx context.Context, path string) (photo.Photo, error) {
	return f.one(ctx, `p.path = ?`, path)
}

// Holding returns the path of a file with some content that is there, also one that is shown with another; "" if there
// is none.
func (f *Files) Holding(ctx context.Context, h photo.Hash) (string, error) {
	var path string
	err := f.db.QueryRowContext(ctx, `SELECT path FROM photos WHERE hash = ? AND state < 3 AND gone_ns = 0
		ORDER BY path LIMIT 1`, h[:]).Scan(&path)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return path, store.Explain(err)
}

func (f *Files) one(ctx context.Context, where string, arg any) (photo.Photo, error) {
	row := f.db.QueryRowContext(ctx, `SELECT `+record.PhotoColumns+` FROM photos p JOIN folders f ON f.id =
		p.folder_id WHERE `+where, arg)
	p, err := record.Photo(row)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("photo %v: %w", arg, store.ErrNotFound)
	}
	return p, store.Explain(err)
}

// PhotosOf returns those of some photos that Photo would return.
func (f *Files) PhotosOf(ctx context.Context, ids []photo.ID) (map[photo.ID]photo.Photo, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of photos: %w", err)
	}
	all, err := store.Collect(ctx, f.db, record.Photo, `SELECT `+record.PhotoColumns+` FROM json_each(?) w
		CROSS JOIN photos p ON p.id = w.value CROSS JOIN folders f ON f.id = p.folder_id
		WHERE p.state < 3`, string(list))
	if err != nil {
		return nil, err
	}
	of := make(map[photo.ID]photo.Photo, len(all))
	for _, p := range all {
		of[p.ID] = p
	}
	return of, nil
}

// InFolder returns every file known in a folder, also broken ones, by path.
func (f *Files) InFolder(ctx context.Context, folder photo.FolderID) ([]photo.Photo, error) {
	return f.photos(ctx, `WHERE p.folder_id = ? AND p.state < 3 ORDER BY p.path`, folder)
}

// Query finds what Scan reads, to be followed by a condition.
const Query = `SELECT id, path, was, size, mtime_ns, identity, sidecars, hash, NOT told, gone_ns <> 0 AND
	state <> 3 FROM photos `

// Scan reads a row of Query.
func Scan(row store.Scanner) (photo.Recorded, error) {
	var (
		r     photo.Recorded
		mtime int64
		hash  []byte
	)
	err := row.Scan(&r.ID, &r.Path, &r.Was, &r.Size, &mtime, &r.Identity, &r.Sidecars, &hash,
		&r.StaleMetadata, &r.Missing)
	if err != nil {
		return r, err
	}
	r.ModTime = time.Unix(0, mtime)
	return r, record.Hash(&r.Hash, hash)
}

// Below returns every file known below a folder on disk, by path, with broken ones and those that
// are shown with others.
func (f *Files) Below(ctx context.Context, dir string) ([]photo.Recorded, error) {
	from, to := filter.Below(dir)
	return store.Collect(ctx, f.db, Scan, Query+`WHERE path > ? AND path < ? ORDER BY path`, from, to)
}

// In returns every file known in a folder on disk itself, as Below does, and its subfolders with
// known files, each once, in the order of those files' paths. It steps over the content of
// subfolders, however much it is.
func (f *Files) In(ctx context.Context, dir string) (files []photo.Recorded, dirs []string, err error) {
	// Prepared once: there may be a thousand folders.
	between, err := f.db.PrepareContext(ctx, Query+`WHERE path >= ? AND path < ? ORDER BY path`)
	if err != nil {
		return nil, nil, store.Explain(err)
	}
	defer between.Close()
	from, to := filter.Below(dir)
	root := from
	for {
		some, sub, err := inUpTo(ctx, between, root, from, to)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, some...)
		if sub == "" {
			return files, dirs, nil
		}
		dirs = append(dirs, sub)
		_, from = filter.Below(sub)
	}
}

// inUpTo returns the files directly in root, which ends with a separator, between two paths, up to
// the first that lies in a subfolder, and that subfolder.
func inUpTo(
	ctx context.Context, between *sql.Stmt, root, from, to string,
) (files []photo.Recorded, sub string, err error) {
	rows, err := between.QueryContext(ctx, from, to)
	if err != nil {
		return nil, "", store.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := Scan(rows)
		if err != nil {
			return nil, "", store.Explain(err)
		}
		if n := strings.IndexRune(r.Path[len(root):], os.PathSeparator); n >= 0 {
			return files, r.Path[:len(root)+n], nil
		}
		files = append(files, r)
	}
	return files, "", store.Explain(rows.Err())
}

// Companions returns the files that are shown with a photo, by path: the RAW file of a JPEG, the
// film of a live photo. A follower has none.
func (f *Files) Companions(ctx context.Context, id photo.ID) ([]photo.Photo, error) {
	return f.photos(ctx, `WHERE p.shot = (SELECT shot FROM photos WHERE id = ?1) AND p.lead = ?1 ORDER BY p.path`, id)
}

func (f *Files) photos(ctx context.Context, rest string, args ...any) ([]photo.Photo, error) {
	return store.Collect(ctx, f.db, record.Photo, `SELECT `+record.PhotoColumns+` FROM photos p
		JOIN folders f ON f.id = p.folder_id `+rest, args...)
}

// notEmbedded is the reason of photos that a model cannot embed, as of analyse.
const notEmbedded = "model:no-vector"

// Problems returns the files that cannot be shown and the photos that cannot be embedded, by path,
// then the kinds of files that are not supported, each once, without the files that follow a photo.
func (f *Files) Problems(ctx context.Context) ([]photo.Problem, error) {
	scan := func(row store.Scanner) (photo.Problem, error) {
		var p photo.Problem
		err := row.Scan(&p.ID, &p.Path, &p.Reason, &p.Detail, &p.Kind, &p.Count)
		return p, err
	}
	// The columns beside min are those of the row that has it: SQLite promises that.
	return store.Collect(ctx, f.db, scan, `
		SELECT * FROM (SELECT p.id, min(p.path) AS path, r.reason, r.detail, r.kind AS kind, count(*)
		FROM problems r CROSS JOIN photos p ON p.id = r.photo_id
		WHERE p.lead = 0 GROUP BY r.kind, iif(r.kind = '', p.id, 0)
		UNION ALL
		SELECT p.id, p.path, '`+notEmbedded+`', min(r.reason), '', 1 `+record.NotEmbedded+` GROUP BY p.id)
		ORDER BY kind <> '', path`)
}

// Paths returns the path of every photo that Tiles returns.
func (f *Files) Paths(ctx context.Context) (map[photo.ID]string, error) {
	return f.paths(ctx, `SELECT id, path FROM photos WHERE state < 2 AND lead = 0`)
}

// fewPaths is up to how many photos are looked up one by one. Of more all are read, in the order in which they lie.
const fewPaths = 50_000

// PathsOf returns where some photos lie, in the order of ids. It is zero for those that Tiles would not return.
func (f *Files) PathsOf(ctx context.Context, ids []photo.ID) ([]photo.Location, error) {
	order := make([]int32, len(ids)) // places in ids, by ID
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(ids[a], ids[b]) })
	from, args := `photos p WHERE`, []any{}
	if len(ids) <= fewPaths {
		list := make([]photo.ID, len(ids))
		for i, at := range order {
			list[i] = ids[at]
		}
		data, err := json.Marshal(list)
		if err != nil {
			return nil, fmt.Errorf("list of photos: %w", err)
		}
		from, args = `json_each(?) w CROSS JOIN photos p ON p.id = w.value WHERE`, []any{string(data)}
	}
	rows, err := f.db.QueryContext(ctx, `SELECT p.id, p.path, `+record.Away+` FROM `+from+` p.state < 2 AND p.lead = 0`,
		args...)
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	out := make([]photo.Location, len(ids))
	for rows.Next() {
		var id photo.ID
		var path sql.RawBytes // a string only for photos that are wanted
		var away bool
		if err := rows.Scan(&id, &path, &away); err != nil {
			return nil, store.Explain(err)
		}
		i, _ := slices.BinarySearchFunc(order, id, func(at int32, id photo.ID) int { return cmp.Compare(ids[at], id) })
		for ; i < len(order) && ids[order[i]] == id; i++ {
			out[order[i]] = photo.Location{Path: string(path), Away: away}
		}
	}
	return out, store.Explain(rows.Err())
}

func (f *Files) paths(ctx context.Context, query string, args ...any) (map[photo.ID]string, error) {
	rows, err := f.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	out := map[photo.ID]string{}
	for rows.Next() {
		var id photo.ID
		var path string
		if err := rows.Scan(&id, &path); err != nil {
			return nil, store.Explain(err)
		}
		out[id] = path
	}
	return out, store.Explain(rows.Err())
}

// MissingFiles returns what a scan must know of the missing photos of lost folders, and of the
// named folders, in no order.
func (f *Files) MissingFiles(ctx context.Context, also ...photo.FolderID) ([]photo.Recorded, error) {
	list, err := json.Marshal(append([]photo.FolderID{}, also...))
	if err != nil {
		return nil, err
	}
	return store.Collect(ctx, f.db, Scan, Query+`
		WHERE gone_ns <> 0 AND state <> ?1 AND folder_id IN
			(SELECT id FROM folders WHERE away AND (reason = 'lost' OR id IN (SELECT value FROM json_each(?2))))`,
		record.Gone, string(list))
}

// Gone returns the photos that are gone from the folders of the library, last first.
func (f *Files) Gone(ctx context.Context) ([]photo.Gone, error) {
	scan := func(row store.Scanner) (photo.Gone, error) {
		var g photo.Gone
		var since int64
		err := row.Scan(&g.ID, &g.Path, &since)
		g.Since = time.Unix(0, since)
		return g, err
	}
	// state > 1 is implied, but an index has all of them.
	return store.Collect(ctx, f.db, scan, `
		SELECT p.id, p.was, p.gone_ns FROM photos p JOIN folders f ON f.id = p.folder_id
		WHERE p.state > 1 AND p.state = ? AND f.reason <> ? ORDER BY p.gone_ns DESC, p.was`, record.Gone, "removed")
}

// GoneFiles returns what a scan must know of the photos that are record.Gone, also of removed
// folders, to recognise one that returns. Their paths are those that no file has.
func (f *Files) GoneFiles(ctx context.Context) ([]photo.Recorded, error) {
	return store.Collect(ctx, f.db, Scan, Query+`WHERE state = ?`, record.Gone)
}

// Package salvage reads the readable rows of a damaged catalog: from both sides of unreadable
// pages, and from indexes. It copies tables by their keys; package catalog makes the rows
// consistent.
package salvage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Report says what could be read.
type Report struct {
	// Rows is how many rows could be read.
	Rows int
	// Lost says what could not be read: the codes lost:table, lost:table-part and lost:verdicts.
	Lost []photo.Reason
	// Orphans are the user data of photos that cannot be read and are known by their IDs alone: a
	// backup may know them.
	Orphans []journal.Act
}

// table is a table of a catalog, and the version that brought it.
type table struct {
	name  string
	since int
}

// salvageTables are the tables worth saving, each after those that it refers to. Everything else is
// computed again from these.
func salvageTables() []table {
	return []table{
		{"folders", 1},
		{"photos", 1},
		{"vectors", 1},
		{"problems", 1},
		{"meta", 1},
		{"favourites", 4},
		{"tags", 4},
		{"albums", 4},
		{"searches", 4},
		{"things", 4},
		{"shows", 4},
		{"edits", 9},
		{"originals", 9},
		{"members", 9},
		{"apart", 10},
	}
}

// Copy copies the rows of the damaged catalog at path into the one at into, which is new and empty.
func Copy(ctx context.Context, path, into string) (s Report, err error) {
	err = s.copy(ctx, path, into)
	return s, err
}

func (s *Report) copy(ctx context.Context, path, into string) error {
	from, err := store.ConnectURI(path, url.Values{
		"_pragma": {"busy_timeout(5000)", "writable_schema(1)", "cell_size_check(1)"},
	})
	if err != nil {
		return err
	}
	defer from.Close()
	from.SetMaxOpenConns(1)
	to, err := store.ConnectURI(into, url.Values{
		"_pragma": {"busy_timeout(5000)", "foreign_keys(0)"}, "_txlock": {"immediate"},
	})
	if err != nil {
		return err
	}
	defer to.Close()
	tx, err := to.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	var version int
	if err := from.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil || version < 1 {
		version = math.MaxInt // which is not known: what is not there may be lost
	}
	for _, t := range salvageTables() {
		if err := salvageTable(ctx, from, tx, t.name, t.since > version, s); err != nil {
			return fmt.Errorf("salvage %s: %w", t.name, err)
		}
	}
	if err := dropOrphans(ctx, tx, s); err != nil {
		return fmt.Errorf("salvage: %w", err)
	}
	return tx.Commit()
}

// column is a column of a table.
type column struct {
	name string
	key  int // its place in the primary key, or 0
}

func columnsOf(ctx context.Context, db store.Querier, table string) ([]column, error) {
	return store.Collect(ctx, db, func(row store.Scanner) (column, error) {
		var c column
		err := row.Scan(&c.name, &c.key)
		return c, err
	}, `SELECT name, pk FROM pragma_table_info(?)`, table)
}

// salvageTable copies the readable rows of one table. The version of the damaged catalog may be older than the table.
func salvageTable(ctx context.Context, from *sql.DB, tx *sql.Tx, table string, older bool, s *Report) error {
	have, err := columnsOf(ctx, from, table)
	if older && err == nil && len(have) == 0 {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	want, wrong := columnsOf(ctx, tx, table)
	if wrong != nil {
		return wrong
	}
	var names, keys []string
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h column) bool { return h.name == w.name }) {
			continue // an older version has less
		}
		names = append(names, w.name)
		if w.key > 0 {
			keys = append(keys, w.name)
		}
	}
	if err != nil || len(names) == 0 || len(keys) == 0 {
		s.Lost = append(s.Lost, photo.NewReason("lost:table", photo.Args{"table": table}))
		return nil
	}
	insert, err := tx.PrepareContext(ctx,
		`INSERT OR IGNORE INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+store.Marks(len(names))+`)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	// NOT INDEXED: an index may be damaged where the table is not.
	r := reading{ctx, from, table + " NOT INDEXED", names, keys, taking(ctx, insert, s)}
	if whole, err := r.all(); err != nil || whole {
		return err
	}
	s.Lost = append(s.Lost, photo.NewReason("lost:table-part", photo.Args{"table": table}))
	return salvageByIndex(ctx, from, tx, table, s)
}

// taking runs a statement for each row that is read.
func taking(ctx context.Context, insert *sql.Stmt, s *Report) func(row []any) error {
	return func(row []any) error {
		res, err := insert.ExecContext(ctx, row...)
		if err := store.Explain(err); errors.Is(err, store.ErrDamaged) {
			return nil // a value that the table cannot have
		} else if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		s.Rows += int(n)
		return err
	}
}

// salvageByIndex takes from an index what a table lacks. A photo of which only the path is known is
// described again by the next scan; its folder's ID is 0 until adoptFolders.
func salvageByIndex(ctx context.Context, from *sql.DB, tx *sql.Tx, table string, s *Report) error {
	r := reading{ctx: ctx, from: from}
	var statement string
	switch table {
	case "photos":
		r.table = "photos INDEXED BY sqlite_autoindex_photos_1" // that of UNIQUE (path)
		r.columns, r.keys = []string{"id", "path"}, []string{"path"}
		statement = `INSERT OR IGNORE INTO photos (id, path, folder_id, size, mtime_ns, identity, state, format,
			width, height, orientation, taken_ns, taken_from, camera, colour)
			SELECT ?1, ?2, 0, 0, -1, '', 0, '', 0, 0, 0, 0, '', '', 0 WHERE substr(?2, 1, 5) <> 'gone:'`
	case "tags":
		r.table = "tags INDEXED BY tags_photo"
		r.columns, r.keys = []string{"key", "photo_id"}, []string{"photo_id", "key"}
		statement = `INSERT OR IGNORE INTO tags (key, name, photo_id) VALUES (?1, ?1, ?2)`
	default:
		return nil
	}
	insert, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer insert.Close()
	r.take = taking(ctx, insert, s)
	_, err = r.all()
	return err
}

// reading reads a table that may be damaged.
type reading struct {
	ctx           context.Context
	from          *sql.DB
	table         string // and by which index
	columns, keys []string
	take          func(row []any) error
}

// all reads the table from its beginning and, if that fails, from its end and from between. It
// reports whether the first pass read it all; the error is take's or ctx's.
func (r *reading) all() (whole bool, err error) {
	last, broke, err := r.some("", "")
	if err != nil || !broke {
		return true, err
	}
	first, _, err := r.some("", " DESC")
	if err != nil || len(r.keys) != 1 || r.keys[0] != "id" && r.keys[0] != "photo_id" {
		return false, err
	}
	lo, isLow := last.(int64)
	hi, isHigh := first.(int64)
	if !isLow {
		lo = 0
	}
	if !isHigh {
		hi = 1 << 40
	}
	return false, r.between(lo, hi)
}

// probes is how many places behind an unreadable one are tried.
const probes = 512

// between reads the rows with keys between two, from keys that lie further and further apart.
func (r *reading) between(lo, hi int64) error {
	for n := 0; n < probes && lo+1 < hi; n++ {
		step := max(1, (hi-lo)/4)
		if n < probes/2 {
			step = int64(1 + n*n/8) // most often a page of some rows is lost
		}
		last, broke, err := r.some(fmt.Sprintf(` WHERE %s > %d AND %s < %d`, r.keys[0], lo, r.keys[0], hi), "")
		if err != nil || !broke {
			return err
		}
		if at, ok := last.(int64); ok && at > lo {
			lo = at
		}
		lo += step
	}
	return r.ctx.Err()
}

// some reads rows in the order of the key until that fails, which broke reports. last is the first
// column of the key of the last row, nil if there was none.
func (r *reading) some(where, order string) (last any, broke bool, err error) {
	keys := make([]string, len(r.keys))
	for i, k := range r.keys {
		keys[i] = k + order
	}
	query := `SELECT ` + r.keys[0] + `, ` + strings.Join(r.columns, ", ") + ` FROM ` + r.table + where +
		` ORDER BY ` + strings.Join(keys, ", ")
	rows, err := r.from.QueryContext(r.ctx, query)
	if err != nil {
		return nil, true, r.ctx.Err()
	}
	defer rows.Close()
	row := make([]any, len(r.columns)+1)
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if rows.Scan(into...) != nil {
			continue
		}
		last = row[0]
		if err := r.take(row[1:]); err != nil {
			return last, false, err
		}
	}
	return last, rows.Err() != nil, r.ctx.Err()
}

// dropOrphans deletes what belongs to rows that could not be read, and assigns photos without a
// folder to the one that is around all of them.
func dropOrphans(ctx context.Context, tx *sql.Tx, s *Report) error {
	if err := adoptFolders(ctx, tx); err != nil {
		return err
	}
	if err := noteOrphans(ctx, tx, s); err != nil {
		return err
	}
	for _, table := range []string{"problems", "favourites", "tags", "shows", "edits", "originals", "members"} {
		_, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE photo_id NOT IN (SELECT id FROM photos)`)
		if err != nil {
			return err
		}
	}
	res, err := tx.ExecContext(ctx, `DELETE FROM shows WHERE verdict <> 0 AND thing NOT IN (SELECT id FROM things)`)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err == nil && n > 0 {
		s.Lost = append(s.Lost, photo.NewReason("lost:verdicts", photo.Args{"n": strconv.FormatInt(n, 10)}))
	}
	// The journal must be replayed from its beginning.
	_, err = tx.ExecContext(ctx, `
		DELETE FROM meta WHERE key = ?;
		DELETE FROM shows WHERE thing NOT IN (SELECT id FROM things);
		DELETE FROM members WHERE album_id NOT IN (SELECT id FROM albums);
		DELETE FROM things WHERE id NOT IN (SELECT thing FROM shows)`, "typed")
	return err
}

// noteOrphans records the user data of photos that could not be read.
func noteOrphans(ctx context.Context, tx *sql.Tx, s *Report) error {
	orphans, err := store.Collect(ctx, tx, func(row store.Scanner) (journal.Act, error) {
		a := journal.Act{Photo: &journal.Photo{}}
		err := row.Scan(&a.Do, &a.Photo.ID, &a.Name, &a.Verdict, &a.Value)
		return a, err
	}, `
		SELECT ?1, photo_id, '', 0, '' FROM favourites WHERE photo_id NOT IN (SELECT id FROM photos)
		UNION ALL SELECT ?2, photo_id, name, 0, '' FROM tags WHERE photo_id NOT IN (SELECT id FROM photos)
		UNION ALL SELECT ?3, s.photo_id, t.name, s.verdict, '' FROM shows s JOIN things t ON t.id = s.thing
			WHERE s.verdict <> 0 AND s.photo_id NOT IN (SELECT id FROM photos)
		UNION ALL SELECT ?4, photo_id, field, 0, value FROM edits WHERE photo_id NOT IN (SELECT id FROM photos)
		UNION ALL SELECT ?5, m.photo_id, a.name, 0, CAST(m.place AS TEXT)
			FROM members m JOIN albums a ON a.id = m.album_id WHERE m.photo_id NOT IN (SELECT id FROM photos)`,
		journal.Favourite, journal.Tag, journal.Verdict, journal.Edit, journal.Member)
	s.Orphans = orphans
	return err
}

// adoptFolders assigns photos whose folder could not be read to one that is around them.
func adoptFolders(ctx context.Context, tx *sql.Tx) error {
	type stray struct {
		id     photo.ID
		folder photo.FolderID
		path   string
	}
	strays, err := store.Collect(ctx, tx, func(row store.Scanner) (stray, error) {
		var s stray
		err := row.Scan(&s.id, &s.folder, &s.path)
		return s, err
	}, `SELECT id, folder_id, iif(state = 3, was, path) FROM photos
		WHERE folder_id NOT IN (SELECT id FROM folders) ORDER BY id`)
	if err != nil {
		return err
	}
	known, err := store.Collect(ctx, tx, store.Text, `SELECT path FROM folders WHERE reason <> 'removed'`)
	if err != nil {
		return err
	}
	var around string // the strays that lie in no folder that is known
	for _, s := range strays {
		if slices.ContainsFunc(known, func(f string) bool { return photo.Within(s.path, f) }) {
			continue
		}
		if around == "" {
			around = filepath.Dir(s.path)
		}
		for !photo.Within(s.path, around) && filepath.Dir(around) != around {
			around = filepath.Dir(around)
		}
	}
	if around != "" {
		known = append(known, around)
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO folders (path, added_ns) VALUES (?, ?)`,
			around, time.Now().UnixNano())
		if err != nil {
			return err
		}
	}
	for _, s := range strays {
		i := slices.IndexFunc(known, func(f string) bool { return photo.Within(s.path, f) })
		if i < 0 {
			continue
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE photos SET folder_id = (SELECT id FROM folders WHERE path = ?) WHERE id = ?`,
			known[i], s.id)
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM photos WHERE folder_id NOT IN (SELECT id FROM folders)`)
	return err
}

package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/durable"
	"recollect/engine/photo"
)

// Salvaged tells what Salvage could read.
type Salvaged struct {
	// Rows is how many rows could be read.
	Rows int
	// Lost names what could not, a line each; empty when all could.
	Lost []string
}

// salvageTables are the tables worth saving, each after those that it refers to. What
// is not among them is told anew from these.
func salvageTables() []string {
	return []string{"folders", "photos", "vectors", "problems", "meta", "favourites", "tags", "albums", "searches", "things", "shows"}
}

// Salvage writes a sound catalog of all rows that can be read of the damaged one at
// path, which stays as it is, to the new file at to. Around what cannot be read it
// reads on from both sides. The error is ErrDamaged where nothing can be read.
func Salvage(ctx context.Context, path, to string, o Options) (s Salvaged, err error) {
	copied := to + ".damaged" // SQLite writes to what it opens
	for _, extra := range []string{"", "-wal"} {
		if err := durable.Copy(path+extra, copied+extra); err != nil && (extra == "" || !errors.Is(err, os.ErrNotExist)) {
			return s, err
		}
	}
	defer func() { err = errors.Join(err, removeAll(copied)) }()
	if err := removeAll(to); err != nil {
		return s, err
	}
	o.Journal, o.ReadOnly, o.Beside, o.Verify = "", false, false, false
	c, err := Open(ctx, to, o)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if err := c.takeFrom(ctx, copied, &s); err != nil {
		return s, err
	}
	if s.Rows == 0 {
		return s, fmt.Errorf("%w: nothing can be read of it", ErrDamaged)
	}
	if _, err := c.Repair(ctx); err != nil {
		return s, err
	}
	return s, c.Check(ctx)
}

// takeFrom copies the rows of a damaged catalog into c, which is empty.
func (c *Catalog) takeFrom(ctx context.Context, path string, s *Salvaged) error {
	from, err := connectURI(path, map[string][]string{"_pragma": {"busy_timeout(5000)", "writable_schema(1)", "cell_size_check(1)"}})
	if err != nil {
		return err
	}
	defer from.Close()
	from.SetMaxOpenConns(1)
	to, err := connectURI(c.path, map[string][]string{"_pragma": {"busy_timeout(5000)", "foreign_keys(0)"}, "_txlock": {"immediate"}})
	if err != nil {
		return err
	}
	defer to.Close()
	tx, err := to.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for _, table := range salvageTables() {
		if err := salvageTable(ctx, from, tx, table, s); err != nil {
			return fmt.Errorf("salvage %s: %w", table, err)
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

func columnsOf(ctx context.Context, db asked, table string) ([]column, error) {
	return collect(ctx, db, func(row scanner) (column, error) {
		var c column
		err := row.Scan(&c.name, &c.key)
		return c, err
	}, `SELECT name, pk FROM pragma_table_info(?)`, table)
}

// salvageTable copies what can be read of one table.
func salvageTable(ctx context.Context, from *sql.DB, tx *sql.Tx, table string, s *Salvaged) error {
	have, err := columnsOf(ctx, from, table)
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
		s.Lost = append(s.Lost, "all of the table "+table)
		return nil
	}
	insert, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+marks(len(names))+`)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	r := reading{ctx: ctx, from: from, table: table, names: names, keys: keys, take: func(row []any) error {
		res, err := insert.ExecContext(ctx, row...)
		if err != nil {
			return nil // a value that the table cannot have: the row is damaged
		}
		n, err := res.RowsAffected()
		s.Rows += int(n)
		return err
	}}
	if whole, err := r.all(); err != nil || whole {
		return err
	}
	s.Lost = append(s.Lost, "a part of the table "+table)
	return nil
}

// reading reads a table that may be damaged.
type reading struct {
	ctx         context.Context
	from        *sql.DB
	table       string
	names, keys []string
	take        func(row []any) error
}

// all reads the table from its beginning and, where that stops, from its end and from
// between. It reports whether it was read in one go; the error is take's or ctx's.
func (r *reading) all() (whole bool, err error) {
	last, broke, err := r.some("", "")
	if err != nil || !broke {
		return true, err
	}
	first, _, err := r.some("", " DESC")
	if err != nil || len(r.keys) != 1 {
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

// probes is how often a table is asked for more behind a place that cannot be read.
const probes = 512

// between reads the rows with keys between two, from more and more places on.
func (r *reading) between(lo, hi int64) error {
	for n := 0; n < probes && lo+1 < hi; n++ {
		step := max(1, (hi-lo)/4)
		if n < probes/2 {
			step = int64(1 + n*n/8) // what is lost is most often a page of some rows
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

// some reads rows in the order of the key until that fails, which broke tells. last is
// the first column of the key of the last row, nil where there was none.
func (r *reading) some(where, order string) (last any, broke bool, err error) {
	keys := make([]string, len(r.keys))
	for i, k := range r.keys {
		keys[i] = k + order
	}
	// NOT INDEXED: an index may be damaged where the table is not.
	rows, err := r.from.QueryContext(r.ctx, `SELECT `+r.keys[0]+`, `+strings.Join(r.names, ", ")+` FROM `+r.table+` NOT INDEXED`+where+` ORDER BY `+strings.Join(keys, ", "))
	if err != nil {
		return nil, true, r.ctx.Err()
	}
	defer rows.Close()
	row := make([]any, len(r.names)+1)
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

// dropOrphans takes out what belongs to rows that could not be read, and gives photos
// without a folder the one that is around all of them.
func dropOrphans(ctx context.Context, tx *sql.Tx, s *Salvaged) error {
	if err := adoptFolders(ctx, tx); err != nil {
		return err
	}
	for _, o := range []struct{ table, ref, what string }{
		{"problems", "photo_id NOT IN (SELECT id FROM photos)", ""},
		{"favourites", "photo_id NOT IN (SELECT id FROM photos)", "favourites"},
		{"tags", "photo_id NOT IN (SELECT id FROM photos)", "tags"},
		{"shows", "photo_id NOT IN (SELECT id FROM photos) OR thing NOT IN (SELECT id FROM things)", ""},
	} {
		res, err := tx.ExecContext(ctx, `DELETE FROM `+o.table+` WHERE `+o.ref)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err == nil && n > 0 && o.what != "" {
			s.Lost = append(s.Lost, fmt.Sprintf("%d %s of photos that cannot be read", n, o.what))
		}
	}
	// The journal is to be done again from its beginning.
	_, err := tx.ExecContext(ctx, `DELETE FROM meta WHERE key = ?; DELETE FROM things WHERE id NOT IN (SELECT thing FROM shows)`, typedKey)
	return err
}

// adoptFolders records folders for photos whose folder could not be read.
func adoptFolders(ctx context.Context, tx *sql.Tx) error {
	type stray struct {
		folder photo.FolderID
		path   string
	}
	all, err := collect(ctx, tx, func(row scanner) (stray, error) {
		var s stray
		err := row.Scan(&s.folder, &s.path)
		return s, err
	}, `SELECT folder_id, iif(state = 3, was, path) FROM photos WHERE folder_id NOT IN (SELECT id FROM folders) ORDER BY folder_id`)
	if err != nil {
		return err
	}
	around := map[photo.FolderID]string{}
	for _, s := range all {
		dir, known := around[s.folder]
		if !known {
			dir = filepath.Dir(s.path)
		}
		for !photo.Within(s.path, dir) && filepath.Dir(dir) != dir {
			dir = filepath.Dir(dir)
		}
		around[s.folder] = dir
	}
	for id, dir := range around {
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO folders (id, path, added_ns) VALUES (?, ?, ?)`, id, dir, time.Now().UnixNano())
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM photos WHERE folder_id NOT IN (SELECT id FROM folders)`)
	return err
}

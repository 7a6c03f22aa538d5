package timeline

import (
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/catalog/store"
)

// Pages of tiles are found by an index in their order, and days are numbers that are kept: nothing
// reads, or sorts, a whole library.
func TestNothingReadsTheWholeLibrary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	db, err := store.Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := store.Migrate(t.Context(), db, path, store.Migrations()); err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"all":         {tilesQuery, nil, "USING COVERING INDEX photos_tiles"},
		"a page":      {pageQuery, []any{9}, "USING COVERING INDEX photos_tiles"},
		"next page":   {nextPageQuery, []any{9, 7, 7}, "USING COVERING INDEX photos_tiles (taken_ns<?)"},
		"page before": {pageBeforeQuery, []any{9, 7, 7}, "USING COVERING INDEX photos_tiles (taken_ns>?)"},
		"on screen":   {tilesOfQuery, []any{"[1]"}, "SEARCH p USING INTEGER PRIMARY KEY"},
		"days":        {daysQuery, nil, "SCAN days"},
	} {
		lines, err := store.Collect(t.Context(), db, func(row store.Scanner) (line string, err error) {
			var id, parent, unused int
			err = row.Scan(&id, &parent, &unused, &line)
			return line, err
		}, `EXPLAIN QUERY PLAN `+q.query, q.args...)
		if err != nil {
			t.Fatal(err)
		}
		plan := strings.Join(lines, "\n") + "\n"
		if !strings.Contains(plan, q.index) || strings.Contains(plan, "SCAN p\n") ||
			strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

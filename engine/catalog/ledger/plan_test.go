package ledger

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/catalog/store"
)

// What is missing is found by an index of what is missing alone, and what is counted are numbers that
// are kept: neither reads, or sorts, a whole library.
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
		"missing":   {missingNewest, []any{"text v1", 9}, "USING INDEX photos_todo"},
		"counts":    {countsOfAll, []any{"text v1"}, "SCAN tallies"},
		"progress":  {progressQuery, []any{"text v1"}, "SCAN tallies"},
		"changes":   {changedQuery, []any{7}, "photos_seq (seq>?)"},
		"on screen": {missingAmong, []any{"text v1", 9, "[1]"}, "SEARCH p USING INTEGER PRIMARY KEY"},
	} {
		plan := planOf(t, db, q.query, q.args...)
		if !strings.Contains(plan, q.index) || strings.Contains(plan, "SCAN p\n") ||
			name != "on screen" && strings.Contains(plan, "USE TEMP B-TREE FOR ORDER") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

func planOf(t *testing.T, db *sql.DB, query string, args ...any) string {
	t.Helper()
	lines, err := store.Collect(t.Context(), db, func(row store.Scanner) (line string, err error) {
		var id, parent, unused int
		err = row.Scan(&id, &parent, &unused, &line)
		return line, err
	}, `EXPLAIN QUERY PLAN `+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n") + "\n"
}

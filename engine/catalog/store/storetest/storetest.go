// Package storetest tells tests how SQLite would answer a query.
package storetest

import (
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/catalog/store"
)

// Planner makes an empty catalog of the present format, which is closed with the test, and returns a function
// that says how SQLite would answer a query there: EXPLAIN QUERY PLAN, each step a line, with a tab before what is done
// for another step.
func Planner(t testing.TB) func(query string, args ...any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recollect.db")
	db, err := store.Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := store.Migrate(t.Context(), db, path, store.Migrations()); err != nil {
		t.Fatal(err)
	}
	return func(query string, args ...any) string {
		t.Helper()
		depth := map[int]int{}
		lines, err := store.Collect(t.Context(), db, func(row store.Scanner) (line string, err error) {
			var id, parent, unused int
			err = row.Scan(&id, &parent, &unused, &line)
			depth[id] = depth[parent] + 1
			return strings.Repeat("\t", depth[parent]) + line, err
		}, `EXPLAIN QUERY PLAN `+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n") + "\n"
	}
}

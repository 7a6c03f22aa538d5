package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestMigrateKeepsACopyUntilItWorked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	db, err := Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	steps := []string{`CREATE TABLE a (x)`}
	if err := Migrate(t.Context(), db, path, steps); err != nil {
		t.Fatal(err)
	}
	bad := append(steps, `CREATE TABLE b (x); SELECT nonsense`)
	if err := Migrate(t.Context(), db, path, bad); err == nil {
		t.Fatal("a wrong migration passed")
	}
	if _, err := os.Stat(path + ".version1"); err != nil {
		t.Errorf("no copy of the old catalog: %v", err)
	}
	if v, err := version(t.Context(), db); v != 1 || err != nil {
		t.Errorf("version %d, %v after a failed migration", v, err)
	}
	if err := Migrate(t.Context(), db, path, append(steps, `CREATE TABLE b (x)`)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".version1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
}

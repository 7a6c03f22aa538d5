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

// A migration that was killed between two steps leaves a copy of another version than the one that finishes it.
func TestCopiesOfInterruptedMigrationsAreRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	db := connected(t, path)
	steps := []string{`CREATE TABLE a (x)`, `CREATE TABLE b (x)`, `CREATE TABLE c (x)`}
	for _, n := range []int{2, 3, 3} {
		if err := os.WriteFile(copyOf(path, 1), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Migrate(t.Context(), db, path, steps[:n]); err != nil {
			t.Fatal(err)
		}
		if left, err := filepath.Glob(path + ".version*"); err != nil || len(left) > 0 {
			t.Errorf("at version %d: %v, %v", n, left, err)
		}
	}
}

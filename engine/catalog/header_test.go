package catalog

import (
	"crypto/sha256"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"recollect/engine/catalog/store"
)

// sums are the SHA-256 of all files in a folder.
func sums(t *testing.T, dir string) map[string][sha256.Size]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][sha256.Size]byte{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = sha256.Sum256(data)
	}
	return all
}

// A database of another program, or of a newer Recollect, is refused as it lies, whoever asks.
func TestForeignAndNewerAreNotTouched(t *testing.T) {
	for _, tt := range []struct {
		name, statements string
		wal              bool // the last of it is in the write-ahead log only
		want             error
	}{
		{
			"another program's", `CREATE TABLE a (x); PRAGMA application_id = 7; PRAGMA user_version = 3`, false,
			ErrForeign,
		},
		{"without an application", `CREATE TABLE a (x)`, false, ErrForeign},
		{"with a version only", `CREATE TABLE a (x); PRAGMA user_version = 2`, false, ErrForeign},
		{
			"newer", `CREATE TABLE photos (x); PRAGMA application_id = 0x5265636F; PRAGMA user_version = 99`, false,
			ErrNewer,
		},
		{"newer in the log", `PRAGMA journal_mode = WAL; PRAGMA application_id = 0x5265636F; PRAGMA user_version = 99;
			CREATE TABLE photos (x)`, true, ErrNewer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "recollect.db")
			db, err := store.ConnectURI(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			db.SetMaxOpenConns(1)
			if _, err := db.ExecContext(t.Context(), tt.statements); err != nil {
				t.Fatal(err)
			}
			if tt.wal { // as a process leaves it that was killed
				path = copied(t, path)
			}
			db.Close()
			before := sums(t, filepath.Dir(path))
			for _, o := range []Options{
				{Model: "m"},
				{Model: "m", ReadOnly: true},
				{Model: "m", Beside: true},
				{Model: "m", Verify: true},
			} {
				c, err := Open(t.Context(), path, o)
				if !errors.Is(err, tt.want) {
					t.Errorf("%+v: got %v, want %v", o, err, tt.want)
				}
				if err == nil {
					c.Close()
				}
			}
			if after := sums(t, filepath.Dir(path)); !maps.Equal(before, after) {
				t.Errorf("the files were touched: %d before, %d after", len(before), len(after))
			}
		})
	}
}

// copied copies a database with its log elsewhere.
func copied(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "recollect.db")
	for _, extra := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + extra)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+extra, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// A catalog whose header lost its application is damaged, and no other program's.
func TestOwnTablesUnderAForeignHeader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "m")
	addFolder(t, c, "/pictures")
	if err := errors.Join(c.Check(t.Context()), c.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[68] ^= 4 // the application id in the header
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{Model: "m"}); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

// What is in the library is its owner's alone, though it was not, and whatever the umask.
func TestOnlyTheOwnerReads(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are Unix's")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "recollect.db")
	for range 2 {
		c, err := Open(t.Context(), path, Options{Model: "m", Journal: filepath.Join(dir, "typed.log")})
		if err != nil {
			t.Fatal(err)
		}
		addFolder(t, c, "/pictures")
		if err := c.Backup(t.Context(), filepath.Join(dir, "backup.db"), nil); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) < 4 {
			t.Errorf("only %v", entries)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v, %v", e.Name(), info.Mode(), err)
			}
		}
		if err := errors.Join(c.Close(), os.Chmod(path, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

package store

import (
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// However a catalog was written to, the sums that are made of the old ones and of what has changed are
// those of the whole file; where the log does not know what has changed, it says so.
func TestUpdatedSumsAreThoseOfTheFile(t *testing.T) {
	dir := t.TempDir()
	path, sums := filepath.Join(dir, "recollect.db"), filepath.Join(dir, "recollect.sums")
	r := rand.New(rand.NewPCG(1, 2))
	sessions, known := 12, 0
	for n := range sessions {
		db := connected(t, path)
		if n == 0 {
			execute(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB); CREATE INDEX i ON t (b)`)
		}
		old := ReadSums(path, sums)
		for range r.IntN(30) {
			execute(t, db, `INSERT INTO t (b) VALUES (randomblob(?))`, r.IntN(20_000))
			execute(t, db, `UPDATE t SET b = randomblob(50) WHERE id % 97 = ?`, r.IntN(97))
		}
		if n%4 == 3 { // more than the log holds
			for range 3 {
				execute(t, db, `INSERT INTO t (b) SELECT randomblob(5000) FROM t LIMIT 2000`)
			}
		}
		if old != nil && !Alone(db) {
			t.Fatal("another has it open")
		}
		changed, ok := ChangedChunks(path)
		was, moved := written(db, path)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if old == nil || !ok || !moved {
			if err := WriteSums(path, sums); err != nil {
				t.Fatal(err)
			}
			continue
		}
		known++
		if err := UpdateSums(path, sums, was, old, changed); err != nil {
			t.Fatal(err)
		}
		got := ReadSums(path, sums)
		if err := WriteSums(path, sums); err != nil {
			t.Fatal(err)
		}
		if want := ReadSums(path, sums); want == nil || !slices.Equal(got, want) {
			t.Fatalf("session %d: %d sums differ from the %d of the file", n, len(got), len(want))
		}
	}
	if known < sessions/2 || known == sessions-1 {
		t.Errorf("what had changed was known of %d sessions", known)
	}
}

// Another process may write between closing and summing up: what it changed is not known, so there are no sums.
func TestNoSumsOfWhatAnotherWrote(t *testing.T) {
	dir := t.TempDir()
	path, sums := filepath.Join(dir, "recollect.db"), filepath.Join(dir, "recollect.sums")
	db := connected(t, path)
	execute(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB); INSERT INTO t VALUES (1, randomblob(300000))`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := WriteSums(path, sums); err != nil {
		t.Fatal(err)
	}
	old := ReadSums(path, sums)
	db = connected(t, path)
	execute(t, db, `INSERT INTO t VALUES (2, 'mine')`)
	if !Alone(db) {
		t.Fatal("another has it open")
	}
	changed, ok := ChangedChunks(path)
	was, moved := written(db, path)
	if err := db.Close(); err != nil || !ok || !moved {
		t.Fatal(err, ok, moved)
	}
	db = connected(t, path)
	execute(t, db, `UPDATE t SET b = randomblob(400000) WHERE id = 1`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := UpdateSums(path, sums, was, old, changed); err != nil {
		t.Fatal(err)
	}
	if _, err := CompareSums(path, sums, 1<<30); err != nil || ReadSums(path, sums) != nil {
		t.Errorf("sums of a file that another changed: %v", err)
	}
}

func connected(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := Connect(path, "journal_mode(WAL)", "synchronous(NORMAL)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func execute(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

// Nobody is kept out while another has the catalog open, and all are until one who is alone closes it.
func TestAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	db, other := connected(t, path), connected(t, path)
	execute(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY)`)
	execute(t, other, `INSERT INTO t VALUES (1)`)
	if Alone(db) {
		t.Error("alone beside another")
	}
	execute(t, other, `INSERT INTO t VALUES (2)`)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if !Alone(db) {
		t.Error("not alone")
	}
	later, err := Connect(path, "busy_timeout(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	if _, err := later.ExecContext(t.Context(), `INSERT INTO t VALUES (3)`); err == nil {
		t.Error("another wrote beside one who is alone")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := later.ExecContext(t.Context(), `INSERT INTO t VALUES (3)`); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if changed, ok := ChangedChunks(path + "none"); len(changed) != 0 || !ok {
		t.Errorf("no log: %v, %v", changed, ok)
	}
	if err := os.WriteFile(path+"torn-wal", []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := ChangedChunks(path + "torn"); ok {
		t.Error("a log that cannot be read names all changes")
	}
}

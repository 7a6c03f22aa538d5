package catalog

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/store"
)

// migrateEnv names the catalog that a helper process opens, and so migrates.
const migrateEnv = "RECOLLECT_TEST_MIGRATE"

func TestMain(m *testing.M) {
	if path := os.Getenv(migrateEnv); path != "" {
		os.Exit(migrateAt(path))
	}
	if dir := os.Getenv(editEnv); dir != "" {
		os.Exit(editAll(dir))
	}
	os.Exit(m.Run())
}

// migrateAt opens a catalog, and says so before and after.
func migrateAt(path string) int {
	fmt.Println("opening")
	c, err := Open(context.Background(), path, Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a"})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("opened")
	if err := c.Close(); err != nil {
		return 1
	}
	return 0
}

// lived4 is a catalog of version 4 with n photos more than the frozen one.
func lived4(t *testing.T, n int) string {
	t.Helper()
	path := thawed(t, "v4.db")
	db, err := store.Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), `
		WITH RECURSIVE i(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM i WHERE n < 999 + ?1)
		INSERT INTO photos (id, folder_id, path, size, mtime_ns, identity, state, hash, format, width, height,
			orientation, taken_ns, taken_from, camera, colour, told, shot)
		SELECT n, 1, '/pictures/' || n || '.jpg', 10, 5, '', 1, cast(printf('%032d', n) AS BLOB), 'jpeg', 4, 3,
			1, n, 'exif', '', 0, 0, 0 FROM i;
		INSERT INTO vectors (hash, model, vector, traits) SELECT p.hash, 'model-a', v.vector, v.traits
			FROM photos p, vectors v WHERE p.id >= 1000 AND v.id = 2;
		INSERT INTO favourites (photo_id) SELECT id FROM photos WHERE id >= 1000 AND id % 10 = 0;
		DELETE FROM meta WHERE key = 'folds'`, n)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Whenever a process that migrates a catalog is killed, the next one finds all that was there.
func TestKilledWhileMigrating(t *testing.T) {
	photos, moments := 500, 4
	if os.Getenv("RECOLLECT_SOAK") != "" {
		photos, moments = 3000, 20
	}
	first := lived4(t, photos)
	start := time.Now()
	c, err := Open(
		t.Context(),
		copyOf(t, first),
		Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a"},
	)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	whole, interrupted := time.Since(start), 0
	for i := range moments {
		path := copyOf(t, first)
		if killAfter(t, path, whole*time.Duration(i)/time.Duration(moments)) {
			interrupted++
		}
		checkKilled(t, path, photos)
	}
	t.Logf("%d of %d were killed on the way, which takes %v", interrupted, moments, whole)
	if interrupted == 0 {
		t.Error("every process had come to its end")
	}
}

// copyOf copies a catalog that nobody has open.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "recollect.db")
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// startSelf starts the test's own program with a variable, NAME=VALUE, that says what to do, waits until it prints the
// line first, and returns it with what it prints after that.
func startSelf(t *testing.T, variable, first string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), variable)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != first {
		t.Fatalf("the process said %q", lines.Text())
	}
	return cmd, lines
}

// killAfter kills a process that opens a catalog some time after it began to, and reports
// whether that was before it had.
func killAfter(t *testing.T, path string, d time.Duration) bool {
	t.Helper()
	cmd, lines := startSelf(t, migrateEnv+"="+path, "opening")
	timer := time.AfterFunc(d, func() { cmd.Process.Kill() })
	defer timer.Stop()
	opened := lines.Scan() && lines.Text() == "opened"
	_ = cmd.Wait() // it was killed
	return !opened
}

func checkKilled(t *testing.T, path string, photos int) {
	t.Helper()
	c, err := Open(
		t.Context(),
		path,
		Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a", Verify: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := (check.Reader{DB: c.read}).Ledger(t.Context()); err != nil {
		t.Error(err)
	}
	if n := counts(t, c); n != (Counts{
		Photos: 6 + photos, Encoded: 5 + photos, Problems: 1, Away: 2, Waiting: 1,
		Gone: 1, Folders: 3,
	}) {
		t.Errorf("got %+v", n)
	}
	if typed, err := c.Typed(t.Context()); err != nil || typed.Favourites != 2+photos/10 || typed.Tags != 3 ||
		typed.Verdicts != 3 {
		t.Errorf("typed: %+v, %v", typed, err)
	}
	if _, err := os.Stat(path + ".version4"); err == nil {
		t.Error("the copy of the old catalog stays")
	}
}

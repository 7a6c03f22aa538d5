package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/userdata"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// journaled opens a catalog with a journal and sums in dir.
func journaled(t *testing.T, dir string) *Catalog {
	t.Helper()
	c, err := Open(t.Context(), filepath.Join(dir, "recollect.db"), Options{
		Model: "m", Journal: filepath.Join(dir, "typed.log"), Sums: filepath.Join(dir, "recollect.sums"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// sayAll says one thing of each kind, and takes some back.
func sayAll(t *testing.T, c *Catalog) {
	t.Helper()
	f := addFolder(t, c, "/pictures")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	encode(t, c, a, photo.Hash{1}, axis(0))
	for _, do := range []func(tx *Tx) error{
		func(tx *Tx) error { return errors.Join(tx.SetFavourite(a, true), tx.SetFavourite(b, true)) },
		func(tx *Tx) error { return errors.Join(tx.SetFavourite(b, false), tx.Tag(a, "Zoo"), tx.Tag(b, "zoo")) },
		func(tx *Tx) error { return errors.Join(tx.Tag(b, "wrong"), tx.Untag(b, "WRONG")) },
		func(tx *Tx) error {
			return errors.Join(tx.Judge(a, "dog", photo.Confirmed), tx.Judge(b, "dog", photo.Rejected),
				tx.Judge(b, "cat", photo.Confirmed), tx.Judge(b, "cat", photo.Suggested))
		},
		func(tx *Tx) error {
			id, err := tx.SaveAlbum("Best", "is:favourite")
			_, err2 := tx.SaveAlbum("Worst", "-is:favourite")
			return errors.Join(err, err2, tx.RenameAlbum(id, "The best"))
		},
		func(tx *Tx) error { return errors.Join(tx.RememberSearch("dog"), tx.RememberSearch("cat")) },
		func(tx *Tx) error { return tx.SetValue(ScreeningKey, `["screen:nudity"]`) },
	} {
		update(t, c, do)
	}
}

// spoken is what people said that a catalog holds; photos are named by their paths.
func spoken(t *testing.T, c *Catalog) []string {
	t.Helper()
	acts, err := userdata.ActsIn(t.Context(), c.read)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range acts {
		a.N = 0
		said = append(said, string(a.Lost()))
	}
	slices.Sort(said)
	return said
}

// Without the catalog, with an old copy of it, and with what can be read of it, the
// journal tells all that was said.
func TestTheJournalOutlivesTheCatalog(t *testing.T) {
	for _, name := range []string{"nothing", "a copy of the beginning", "a copy from before the snapshot"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := journaled(t, dir)
			path, old := filepath.Join(dir, "recollect.db"), filepath.Join(dir, "old.db")
			update(t, c, func(tx *Tx) error { return tx.RememberSearch("first") })
			if err := c.Backup(t.Context(), old, nil); err != nil {
				t.Fatal(err)
			}
			sayAll(t, c)
			if name == "a copy from before the snapshot" {
				if err := c.WriteJournal(t.Context()); err != nil {
					t.Fatal(err)
				}
				update(t, c, func(tx *Tx) error { return tx.RememberSearch("last") })
			}
			b, err := c.ByPath(t.Context(), "/pictures/b.jpg")
			if err != nil {
				t.Fatal(err)
			}
			update(t, c, func(tx *Tx) error {
				file := b.File
				file.Path = "/pictures/moved/c.jpg"
				return tx.Move(map[photo.ID]Place{b.ID: {b.Folder, file}})
			})
			want := spoken(t, c)
			if err := errors.Join(c.Close(), os.Remove(path)); err != nil {
				t.Fatal(err)
			}
			if name != "nothing" {
				if err := os.Rename(old, path); err != nil {
					t.Fatal(err)
				}
			}
			c = journaled(t, dir)
			if got := spoken(t, c); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			if r := c.Replayed(); r.Acts == 0 || len(r.Lost) > 0 {
				t.Errorf("replayed %+v", r)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
			// The scan gives the photos back.
			files, err := c.GoneFiles(t.Context())
			if err != nil || len(files) != 2 || files[0].Was != "/pictures/a.jpg" || files[0].Hash != (photo.Hash{1}) ||
				files[0].Size != 10 || !files[0].ModTime.Equal(time.Unix(5, 7)) {
				t.Errorf("waiting for a scan: %+v, %v", files, err)
			}
		})
	}
}

// What is said beside the process that holds the catalog is in the journal too, in order.
func TestTheJournalOfTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	sayAll(t, c)
	a, err := c.ByPath(t.Context(), "/pictures/a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	beside, err := Open(t.Context(), filepath.Join(dir, "recollect.db"),
		Options{Model: "m", Beside: true, Journal: filepath.Join(dir, "typed.log")})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		for _, one := range []*Catalog{c, beside} {
			update(t, one, func(tx *Tx) error { return tx.Tag(a.ID, fmt.Sprint("tag ", i)) })
			update(t, one, func(tx *Tx) error { return tx.Untag(a.ID, fmt.Sprint("tag ", i-1)) })
		}
	}
	want := spoken(t, c)
	if err := errors.Join(beside.Close(), c.Check(t.Context()), c.Close(),
		os.Remove(filepath.Join(dir, "recollect.db"))); err != nil {
		t.Fatal(err)
	}
	if got := spoken(t, journaled(t, dir)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What fails is not in the journal's count, and what was searched for and forgotten is nowhere in it.
func TestTheJournalForgets(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	log := filepath.Join(dir, "typed.log")
	before, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	err = c.Update(t.Context(), func(tx *Tx) error { return errors.Join(tx.RememberSearch("secret"), failed) })
	if after, _ := os.ReadFile(log); !errors.Is(err, failed) || !bytes.Equal(before, after) {
		t.Errorf("%v: %s", err, after)
	}
	sayAll(t, c)
	update(t, c, func(tx *Tx) error { return tx.RememberSearch("secret") })
	update(t, c, (*Tx).ForgetSearches)
	if data, err := os.ReadFile(log); err != nil || bytes.Contains(data, []byte("secret")) ||
		!bytes.Contains(data, []byte("Zoo")) {
		t.Errorf("%v: %s", err, data)
	}
}

// A journal that cannot be written keeps people from saying what would not be kept.
func TestAJournalThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	log := filepath.Join(dir, "typed.log")
	if err := errors.Join(os.Remove(log), os.Mkdir(log, 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := c.Update(t.Context(), func(tx *Tx) error {
		return tx.RememberSearch("x")
	}); !errors.As(err, new(*file.Foreign)) {
		t.Errorf("got %v", err)
	}
	if lines, err := c.Searches(t.Context()); err != nil || len(lines) != 0 {
		t.Errorf("got %q, %v", lines, err)
	}
}

// A row that damage took without a trace is missed, and put back.
func TestWhatIsMissingIsPutBack(t *testing.T) {
	for _, damage := range []string{
		`DELETE FROM tags`, `DELETE FROM favourites`, `UPDATE albums SET line = 'is:favouritf'`,
		`DELETE FROM albums WHERE id = 1`,
		`UPDATE shows SET verdict = -verdict`, `DELETE FROM shows`, `DELETE FROM meta WHERE key = 'screening'`,
	} {
		t.Run(damage, func(t *testing.T) {
			c := journaled(t, t.TempDir())
			sayAll(t, c)
			want := spoken(t, c)
			if err := c.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			update(t, c, func(tx *Tx) error { return tx.exec(damage) })
			if err := c.Check(t.Context()); !errors.Is(err, ErrDamaged) {
				t.Errorf("the damage is not seen: %v", err)
			}
			if _, err := c.Repair(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := spoken(t, c); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// What goes with a row that Repair takes out is put back from the journal.
func TestRepairKeepsWhatWasSaid(t *testing.T) {
	c := journaled(t, t.TempDir())
	sayAll(t, c)
	want := spoken(t, c)
	gone := `UPDATE photos SET was = '', path = 'gone:' || id, state = 3, gone_ns = 1, lead = 0, shot = 0 WHERE id = 1`
	update(t, c, func(tx *Tx) error { return tx.exec(gone) })
	if _, err := c.Repair(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := spoken(t, c); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// Whoever changes a file removes its sums first: many disks keep times in seconds, and by
// its time and size the file would still be the one that they speak of.
func TestNoSumsOfAFileThatChanges(t *testing.T) {
	dir := t.TempDir()
	o := Options{
		Model: "m", Journal: filepath.Join(dir, "typed.log"), Sums: filepath.Join(dir, "recollect.sums"),
		Beside: true,
	}
	c := journaled(t, dir)
	sayAll(t, c)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	there := func() bool {
		_, err := os.Stat(o.Sums)
		return err == nil
	}
	tag := func(tx *Tx) error { return tx.Tag(1, "other") }
	c = journaled(t, dir)
	update(t, c, func(*Tx) error { return nil })
	if !there() {
		t.Error("they are gone though nothing was changed")
	}
	update(t, c, tag)
	if there() {
		t.Error("they are there though the file was changed")
	}
	if err := c.Close(); err != nil || !there() {
		t.Errorf("they are not there once the file is closed (%v)", err)
	}
	beside, err := Open(t.Context(), filepath.Join(dir, "recollect.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	update(t, beside, func(tx *Tx) error { return tx.Untag(1, "other") })
	if there() {
		t.Error("they are there though a process beside has changed the file")
	}
}

// A file in which damage was found is looked at again when it is opened next: closing
// it does not write sums that speak for it.
func TestNoSumsOfADamagedFile(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	sayAll(t, c)
	update(t, c, func(tx *Tx) error { return tx.exec(`UPDATE photos SET state = 7 WHERE id = 1`) })
	if err := c.Check(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "recollect.sums")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// What failed after it was written to the journal, as on a full disk, was told to have
// failed: it is in the journal no more once something else was done.
func TestTheJournalForgetsWhatFailed(t *testing.T) {
	c := journaled(t, t.TempDir())
	sayAll(t, c)
	err := c.Update(t.Context(), func(tx *Tx) error {
		return errors.Join(tx.Tag(1, "failed"),
			tx.exec(`PRAGMA defer_foreign_keys = 1; INSERT INTO favourites (photo_id) VALUES (999)`))
	})
	if err == nil {
		t.Fatal("the transaction did not fail")
	}
	update(t, c, func(tx *Tx) error { return tx.Tag(1, "done") })
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	j, err := journal.Read(c.journal)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(j.Snapshot, j.Acts); strings.Contains(got, "failed") || !strings.Contains(got, "done") {
		t.Errorf("got %s", got)
	}
}

// A journal of another library is set aside, and a damaged one is written anew.
func TestOtherJournals(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	sayAll(t, c)
	want := spoken(t, c)
	log := filepath.Join(dir, "typed.log")
	for name, text := range map[string]string{
		"another library's": "recollect-typed 1 other\n", "empty": "",
		"rubbish": "rubbish",
	} {
		if err := errors.Join(c.Close(), os.WriteFile(log, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		c = journaled(t, dir)
		if got := spoken(t, c); !slices.Equal(got, want) {
			t.Errorf("%s: got %q", name, got)
		}
		j, err := journal.Read(log)
		if err != nil || len(j.Snapshot) != len(want) || !j.Whole {
			t.Errorf("%s: %+v, %v", name, j, err)
		}
	}
	if other, err := os.ReadFile(log + ".other"); err != nil || string(other) != "recollect-typed 1 other\n" {
		t.Errorf("set aside is %q, %v", other, err)
	}
	if err := errors.Join(c.Close(), os.WriteFile(log, []byte("recollect-typed 99 x\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "recollect.db"),
		Options{Model: "m", Journal: log}); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
}

// A bit that flips while nobody has the catalog open is seen when it is opened, wherever it is.
func TestFlippedBitsAreSeen(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	sayAll(t, c)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "recollect.db")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 200; at < len(sound); at += 3989 {
		data := bytes.Clone(sound)
		data[at] ^= 1 << (at % 8)
		if err := errors.Join(os.WriteFile(path, data, 0o600),
			os.Chtimes(path, time.Time{}, info.ModTime())); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), path,
			Options{Model: "m", Journal: filepath.Join(dir, "typed.log"), Sums: filepath.Join(dir, "recollect.sums")})
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d: %v", at, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, data) {
			t.Errorf("byte %d: the damaged file was changed (%v)", at, err)
		}
	}
	if err := errors.Join(os.WriteFile(path, sound, 0o600), os.Chtimes(path, time.Time{}, info.ModTime())); err != nil {
		t.Fatal(err)
	}
	c = journaled(t, dir)
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// All rows are read of a sound catalog, and around each page that is not one.
func TestSalvage(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	f := addFolder(t, c, "/pictures")
	for i := range 500 {
		encode(t, c, insert(t, c, picture(f, fmt.Sprintf("%03d.jpg", i))), photo.Hash{byte(i), byte(i >> 8), 1},
			axis(i%8))
	}
	sayAll(t, c)
	want := spoken(t, c)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	path, out := filepath.Join(dir, "recollect.db"), filepath.Join(dir, "out.db")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Salvage(t.Context(), path, out, Options{Model: "m"})
	if err != nil || len(whole.Lost)+len(whole.Orphans) > 0 {
		t.Fatalf("%+v, %v", whole, err)
	}
	if got := spoken(t, openAt(t, out, "m")); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	most := 0
	for page := 21; page < len(sound)/4096; page += 15 { // those before have the schema
		data := bytes.Clone(sound)
		clear(data[page*4096:][:4096])
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Salvage(t.Context(), path, out, Options{Model: "m"})
		if err != nil {
			t.Errorf("page %d: %v", page, err)
			continue
		}
		most = max(most, whole.Rows-s.Rows)
		if whole.Rows-s.Rows > 0 && len(s.Lost) == 0 {
			t.Errorf("page %d: %d rows of %d are missing, and nothing is said", page, whole.Rows-s.Rows, whole.Rows)
		}
	}
	t.Logf("of %d rows in %d pages, at most %d are lost with one page", whole.Rows, len(sound)/4096, most)
	if after, err := os.ReadDir(dir); err != nil || reflect.DeepEqual(after, nil) || len(after) > 6 {
		t.Errorf("left are %v, %v", after, err)
	}
}

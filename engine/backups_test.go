package engine

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/restore"
)

// backedUp is a library of one encoded photo with a backup of the given day.
func backedUp(t *testing.T, day time.Time) (library, pictures string) {
	t.Helper()
	library, pictures = filepath.Join(t.TempDir(), "library"), put(t, "2022/zoo/panda.webp")
	e, err := Open(t.Context(), options(t, library))
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Folders.Add(t.Context(), pictures); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.files().BackUpAt(t.Context(), e.catalog, day), e.Close()); err != nil {
		t.Fatal(err)
	}
	return library, pictures
}

// Who changes one thing in a large library does not wait for a copy of it.
func TestALargeLibraryIsNotBackedUpForOneChange(t *testing.T) {
	library, _ := backedUp(t, time.Now().AddDate(0, 0, -2))
	o := options(t, library)
	o.Mode = Shared
	most := briefBackup
	t.Cleanup(func() { briefBackup = most })
	for _, tt := range []struct {
		most int64
		want int
	}{{0, 1}, {most, 2}} {
		briefBackup = tt.most
		e := open(t, o)
		if err := e.UserData.Tag(t.Context(), []photo.ID{1}, "best", tt.want == 1); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(e.Upkeep.BackUp(t.Context()), e.Close()); err != nil {
			t.Fatal(err)
		}
		if all, err := e.files().All(time.Now()); err != nil || len(all) != tt.want {
			t.Errorf("up to %d bytes: backups are %q, %v", tt.most, all, err)
		}
	}
}

func TestOneBackupADayAndTenInAll(t *testing.T) {
	day := time.Date(2026, 1, 28, 12, 0, 0, 0, time.Local)
	library, _ := backedUp(t, day)
	e := open(t, options(t, library))
	for range 12 {
		day = day.Add(24 * time.Hour)
		// Something must have changed since the last backup.
		if err := os.Chtimes(e.files().Catalog(), time.Time{}, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := e.files().BackUpAt(t.Context(), e.catalog, day); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := e.files().All(day)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != restore.Keep || filepath.Base(all[0]) != "recollect-2026-02-09.db" ||
		filepath.Base(all[9]) != "recollect-2026-01-31.db" {
		t.Errorf("backups are %q", all)
	}
}

func TestNoBackupOfWhatHasNotChanged(t *testing.T) {
	day := time.Date(2026, 1, 28, 12, 0, 0, 0, time.Local)
	library, _ := backedUp(t, day)
	e := open(t, options(t, library))
	all, err := e.files().All(day)
	if err != nil || len(all) != 1 {
		t.Fatalf("%q, %v", all, err)
	}
	if err := os.Chtimes(all[0], time.Time{}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := e.files().BackUpAt(t.Context(), e.catalog, day.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if all, err = e.files().All(day); err != nil || len(all) != 1 {
		t.Errorf("%q, %v", all, err)
	}
}

// A damaged catalog is set aside, the newest good backup takes its place, and a
// scan brings what has changed since.
func TestDamagedCatalogIsRestored(t *testing.T) {
	damages := map[string]func(t *testing.T, path string){
		"no catalog at all": func(t *testing.T, path string) {
			write(t, path, bytes.Repeat([]byte("rubbish "), 4096))
		},
		"pages overwritten, after a crash": func(t *testing.T, path string) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for at := 4096; at < len(data); at += 4096 {
				copy(data[at:], bytes.Repeat([]byte{0xa5}, 512))
			}
			write(t, path, data)
			write(t, filepath.Join(filepath.Dir(path), "holder"), []byte("a process that crashed"))
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			day := time.Date(2026, 1, 28, 0, 0, 0, 0, time.Local)
			library, pictures := backedUp(t, day)
			write(t, filepath.Join(library, "backups", "recollect-2026-01-29.db"), []byte("a backup that is no good"))
			place(t, "2022/zoo/panda.webp", filepath.Join(pictures, "copy.webp"))
			damage(t, filepath.Join(library, "recollect.db"))
			bad, err := os.ReadFile(filepath.Join(library, "recollect.db"))
			if err != nil {
				t.Fatal(err)
			}

			e := open(t, options(t, library))
			if got := e.Status().Restored; got == nil || !got.Backup.Equal(day) || len(got.Lost) > 0 {
				t.Errorf("restored: %+v, want the backup of %v", got, day)
			}
			s, err := e.Sync(t.Context())
			if err != nil || s.Added != 1 || s.Encoded != 0 {
				t.Errorf("the scan found %+v (%v), want the new copy and nothing to encode", s, err)
			}
			aside, err := filepath.Glob(filepath.Join(library, "damaged", "*", "recollect.db"))
			if err != nil || len(aside) != 1 {
				t.Fatalf("set aside are %q (%v)", aside, err)
			}
			if kept, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(kept, bad) {
				t.Errorf("the damaged catalog was changed (%v)", err)
			}
		})
	}
}

func TestDamagedCatalogWithoutBackupIsLeft(t *testing.T) {
	library := t.TempDir()
	path := filepath.Join(library, "recollect.db")
	want := bytes.Repeat([]byte("rubbish "), 4096)
	write(t, path, want)
	if _, err := Open(t.Context(), options(t, library)); !errors.Is(err, catalog.ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file was touched (%v)", err)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A process that ended between setting the damaged catalog aside and putting the sound one
// in its place has lost nothing: the next one goes on, and tells what was restored.
func TestMendingThatWasInterrupted(t *testing.T) {
	for _, without := range []string{"", "backups", "typed.log"} {
		library, _ := backedUp(t, time.Date(2026, 1, 28, 0, 0, 0, 0, time.Local))
		e, err := Open(t.Context(), options(t, library))
		if err != nil {
			t.Fatal(err)
		}
		all, err := e.catalog.Tiles(t.Context())
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if err := errors.Join(e.UserData.Tag(t.Context(), []photo.ID{all[0].ID}, "zoo", true),
			e.files().Note(photo.Restoration{Aside: "x"}), e.Close()); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(library, "recollect.db"),
			filepath.Join(library, "recollect.db.part")); err != nil {
			t.Fatal(err)
		}
		if without != "" {
			if err := os.RemoveAll(filepath.Join(library, without)); err != nil {
				t.Fatal(err)
			}
		}
		again := open(t, options(t, library))
		if tags, err := again.UserData.Tags(t.Context(), all[0].ID); err != nil ||
			!slices.Equal(tags, []string{"zoo"}) {
			t.Errorf("tags %q, %v", tags, err)
		}
		if r := again.Status().Restored; r == nil || r.Aside != "x" {
			t.Errorf("told: %+v", r)
		}
		if err := errors.Join(again.Upkeep.RestoredRead(), again.Close()); err != nil {
			t.Fatal(err)
		}
		if r := open(t, options(t, library)).Status().Restored; r != nil {
			t.Errorf("told again: %+v", r)
		}
	}
}

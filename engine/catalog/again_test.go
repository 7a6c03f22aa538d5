package catalog

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Of a photo that the journal alone knows nothing was found out, though a copy of it was read.
func TestAPhotoThatTheJournalGaveBackIsRead(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	useSteps(t, c, ColourKey)
	known := picture(f, "known.jpg")
	known.ID = insert(t, c, known)
	update(t, c, func(tx *Tx) error {
		_, err := tx.SetContent(known.ID, known.File, Content{
			Hash: photo.Hash{1}, Colour: photo.RGB{R: 9}, Colours: 1, Vector: axis(1),
		})
		return err
	})
	for i, h := range []photo.Hash{{1}, {2}} { // as the copy, and as nothing that is known
		back := picture(f, []string{"a.jpg", "b.jpg"}[i])
		update(t, c, func(tx *Tx) (err error) {
			back.ID, err = tx.addPlaceholder(&journal.Photo{
				Path: journal.Text(back.Path), Hash: h[:], Size: back.Size, Time: back.ModTime.UnixNano(),
			})
			return err
		})
		update(t, c, func(tx *Tx) error {
			return tx.Move(map[photo.ID]Place{back.ID: {Folder: f.ID, File: back.File}})
		})
		got, err := c.Photo(t.Context(), back.ID)
		if err != nil || got.Hash != (photo.Hash{}) {
			t.Errorf("%s counts as read: %x, %v", back.Path, got.Hash, err)
		}
		for _, key := range []string{EmbedKey(*c.model.Load()), ColourKey} {
			if !slices.Contains(missing(t, c, key), back.ID) {
				t.Errorf("%s is not to be read for %s", back.Path, key)
			}
		}
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// What Repair takes out because it is none is derived again.
func TestWhatRepairTakesOutIsMissing(t *testing.T) {
	c := open(t)
	p := picture(addFolder(t, c, "/p"), "a.jpg")
	p.ID = insert(t, c, p)
	if err := c.Update(t.Context(), func(tx *Tx) error { return tx.SetValue("bank", "B") }); err != nil {
		t.Fatal(err)
	}
	c.bank = "B"
	keys := []string{ColourKey, TraitsKey("B")}
	useSteps(t, c, keys...)
	update(t, c, func(tx *Tx) error {
		_, err := tx.SetContent(p.ID, p.File, Content{
			Hash: photo.Hash{1}, Colours: 1, Vector: axis(1), Traits: []float32{1},
		})
		return err
	})
	for _, key := range keys {
		if got := missing(t, c, key); len(got) > 0 {
			t.Fatalf("%s is missing for %v", key, got)
		}
	}
	if _, err := c.write.ExecContext(t.Context(), `UPDATE vectors SET traits = x'00'; UPDATE photos
		SET colours = 4096`); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Repair(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if got := missing(t, c, key); !slices.Equal(got, []photo.ID{p.ID}) {
			t.Errorf("%s is missing for %v", key, got)
		}
	}
	update(t, c, func(tx *Tx) error { // a picture may have no colours
		return tx.SetColours(photo.Hash{1}, 0)
	})
	if n, err := c.Repair(t.Context()); n != 0 || err != nil {
		t.Errorf("repaired again: %d, %v", n, err)
	}
}

// A copy that an older program had not looked at yet is looked at, or has what its content has.
func TestVersion4Copies(t *testing.T) {
	path := thawed(t, "v4.db")
	older(t, path, `INSERT INTO photos (folder_id, path, size, mtime_ns, identity, state, hash, format, width, height,
			orientation, taken_ns, taken_from, camera, colour)
		SELECT folder_id, '/pictures/copy-of-a.jpg', size, mtime_ns, '', state, hash, format, width, height,
			orientation, taken_ns, taken_from, camera, colour FROM photos WHERE path = '/pictures/a.jpg'`)
	c, err := Open(t.Context(), path, Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	useSteps(t, c, ColourKey)
	a, err := c.ByPath(t.Context(), "/pictures/copy-of-a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	var looked bool
	err = c.read.QueryRowContext(t.Context(), `SELECT colours IS NOT NULL FROM photos WHERE id = ?`, a.ID).Scan(&looked)
	if err != nil || !looked && !slices.Contains(missing(t, c, ColourKey), a.ID) {
		t.Errorf("the colours of a copy are not known, and nobody looks for them: %v", err)
	}
}

// older runs statements on a catalog that is not of this version.
func older(t *testing.T, path, statements string) {
	t.Helper()
	db, err := store.Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statements)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// When a format is learned, the files that could not be shown are read again, once.
func TestProblemsAreReadAgainWhenFormatsChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	var p photo.Photo
	for i, open := range []struct {
		formats string
		again   bool
	}{{"jpeg", false}, {"jpeg", false}, {"jpeg jxl", true}, {"jpeg jxl", false}} {
		c, err := Open(t.Context(), path, Options{Model: "model-a", Formats: open.formats})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			p = picture(addFolder(t, c, "/p"), "a.jxl")
			p.ID = insert(t, c, p)
		} else if known, err := c.InFolder(t.Context(), p.Folder); err != nil ||
			len(known) != 1 || known[0].ModTime.Equal(p.ModTime) == open.again {
			t.Errorf("%d: %+v, %v", i, known, err)
		}
		update(t, c, func(tx *Tx) error {
			if err := tx.exec(`UPDATE photos SET mtime_ns = ?`, p.ModTime.UnixNano()); err != nil {
				return err
			}
			_, err := tx.SetProblem(
				photo.Problem{ID: p.ID, Reason: photo.NewReason("picture:format", nil)},
				p.File,
				false,
			)
			return err
		})
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

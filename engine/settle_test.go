package engine

import (
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/discard"
	"recollect/engine/photo"
)

// What a process was about to move to the trash when it was killed is undone when the library is opened.
func TestOpenUndoesWhatWasKilled(t *testing.T) {
	o := options(t, t.TempDir())
	e := open(t, o)
	dir := t.TempDir()
	folder, err := e.catalog.AddFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var photos []photo.Photo
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		for _, name := range []string{"keep.jpg", "other.jpg"} {
			p := photo.Photo{Folder: folder.ID, File: photo.File{Path: filepath.Join(dir, name)}}
			if err := os.WriteFile(p.Path, []byte(name), 0o600); err != nil {
				return err
			}
			info, err := os.Lstat(p.Path)
			if err != nil {
				return err
			}
			p.Format, p.Size, p.ModTime = "jpeg", info.Size(), info.ModTime()
			p.Taken = photo.Moment{Time: p.ModTime, From: photo.FromModTime}
			if p.ID, err = tx.Insert(p); err != nil {
				return err
			}
			photos = append(photos, p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	acts, err := discard.Acts(photos[0].File, []photo.File{photos[1].File})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.UserData.Tag(t.Context(), []photo.ID{photos[1].ID}, "sea", true); err != nil {
		t.Fatal(err)
	}
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		return tx.Discard(photos[0].ID, []photo.ID{photos[1].ID}, acts)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = open(t, o)
	tags, err := e.catalog.TagsOf(t.Context(), photos[0].ID)
	if err != nil || len(tags) > 0 {
		t.Errorf("the one that was to be kept has tags %q, %v", tags, err)
	}
	if all, err := e.History.Acts(t.Context(), 0); err != nil || len(all) != 1 || all[0].Kind != "tag" {
		t.Errorf("the history is %+v, %v", all, err)
	}
}

package catalog

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"recollect/engine/photo"
)

// A backup made while others write is a whole catalog of one moment.
func TestBackupBesideAWriter(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	for i := range 300 {
		p := picture(f, string(rune('a'+i%26))+string(rune('a'+i/26))+".jpg")
		encode(t, c, insert(t, c, p), photo.Hash{byte(i), byte(i >> 8), 1}, axis(i%8))
	}
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			err := c.Update(t.Context(), func(tx *Tx) error {
				_, err := tx.Insert(picture(f,
					"more"+string(rune('A'+i%26))+string(rune('A'+i/26%26))+string(rune('A'+i/676))+".jpg"))
				return err
			})
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	path := filepath.Join(t.TempDir(), "backup.db")
	for range 3 {
		if err := c.Backup(t.Context(), path, nil); err != nil {
			t.Error(err)
		}
	}
	stop()
	writing.Wait()
	b := openAt(t, path, "model-a")
	if n := counts(t, b); n.Encoded != 300 {
		t.Errorf("%d encoded photos in the backup, want 300", n.Encoded)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".part" {
			t.Errorf("%s was left", e.Name())
		}
	}
}

func TestBackupThatIsStopped(t *testing.T) {
	c := open(t)
	addFolder(t, c, "/pictures")
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(path, []byte("the last one"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Backup(ctx, path, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "the last one" {
		t.Errorf("the last backup is now %q (%v)", data, err)
	}
}

func TestSetAside(t *testing.T) {
	dir := t.TempDir()
	path, aside := filepath.Join(dir, "recollect.db"), filepath.Join(dir, "damaged", "1")
	for _, extra := range []string{"", "-wal"} {
		if err := os.WriteFile(path+extra, []byte("content"+extra), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := SetAside(path, aside); err != nil {
		t.Fatal(err)
	}
	for _, extra := range []string{"", "-wal"} {
		if data, err := os.ReadFile(filepath.Join(aside, "recollect.db"+extra)); err != nil ||
			string(data) != "content"+extra {
			t.Errorf("aside lies %q (%v)", data, err)
		}
		if _, err := os.Stat(path + extra); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there", path+extra)
		}
	}
}

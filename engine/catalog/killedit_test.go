package catalog

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/engine/catalog/store/storetest"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// editEnv names the folder of the catalog in which a helper process edits all photos, in one batch.
const editEnv = "RECOLLECT_TEST_EDIT"

// openBeside opens the catalog in dir with its journal.
func openBeside(ctx context.Context, dir string) (*Catalog, error) {
	return Open(ctx, filepath.Join(dir, "recollect.db"), Options{Model: "m", Journal: filepath.Join(dir, "typed.log")})
}

// editAll edits all photos of the catalog in dir, and says so before and after.
func editAll(dir string) int {
	ctx := context.Background()
	c, err := openBeside(ctx, dir)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	all, err := c.Select(ctx, nil)
	if err != nil {
		return 1
	}
	fmt.Println("editing")
	err = c.Update(ctx, func(tx *Tx) error {
		if err := tx.TagAll(all.IDs(), "batch"); err != nil {
			return err
		}
		return tx.Edit(all.IDs(), photo.Edit{Rating: stars(4), Caption: text("batch"), Shift: time.Hour})
	})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("edited")
	if err := c.Close(); err != nil {
		return 1
	}
	return 0
}

// Whenever a process that edits many photos in one batch is killed, all of them are edited or none, and
// the batch can be undone after the restart.
func TestKilledWhileEditing(t *testing.T) {
	photos, moments := 1000, 2
	if os.Getenv("RECOLLECT_SOAK") != "" {
		photos, moments = 10_000, 60
	}
	first := t.TempDir()
	c, err := openBeside(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	f := addFolder(t, c, "/pictures")
	update(t, c, func(tx *Tx) error {
		for i := range photos {
			p := picture(f, fmt.Sprintf("%d.jpg", i))
			p.Meta.Rating = i % 4
			id, err := tx.Insert(p)
			if err != nil {
				return err
			}
			if i%100 == 0 {
				if err := tx.Edit([]photo.ID{id}, photo.Edit{Rating: stars(5)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	whole := copyDir(t, first)
	took, killedTooSoon := editKilled(t, whole, time.Hour)
	if killedTooSoon {
		t.Fatal("the process does not come to its end")
	}
	t.Run("between the journal and the catalog", func(t *testing.T) {
		dir := copyDir(t, first)
		typed, err := os.ReadFile(filepath.Join(whole, "typed.log"))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "typed.log"), typed, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if !checkEdited(t, dir, photos) {
			t.Error("nothing was edited")
		}
		t.Logf("took %v", time.Since(start))
	})
	killed, undone := 0, 0
	for i := range moments {
		dir := copyDir(t, first)
		// Every other one is near the end, where the journal is written and the catalog commits. The first is at the
		// beginning: it comes in time however much faster than took a process is.
		after := took * time.Duration(i) / time.Duration(moments)
		if i%2 == 1 {
			after = took * time.Duration(90+i*15/moments) / 100
		}
		if _, was := editKilled(t, dir, after); was {
			killed++
		}
		if checkEdited(t, dir, photos) {
			undone++
		}
	}
	t.Logf("%d of %d were killed on the way, which takes %v; %d had done all", killed, moments, took, undone)
	if killed == 0 {
		t.Error("every process had come to its end")
	}
}

// Finding the photo of an act in the journal does not read all photos: after a crash there are as many acts as photos
// that were edited. Of the photos that are hidden it reads those that are placeholders, however many there are.
func TestAnActIsFoundByIndexes(t *testing.T) {
	plan := storetest.Planner(t)(findPhoto, "/a.jpg", nil, 1)
	if !strings.Contains(plan, "photos_hash") || strings.Contains(plan, "SCAN photos") {
		t.Errorf("it reads all photos:\n%s", plan)
	}
}

// editKilled starts a process that edits all photos of the catalog in dir, and kills it some time after it
// has begun. It returns how long editing took, and whether it was killed before its end.
func editKilled(t *testing.T, dir string, after time.Duration) (took time.Duration, killed bool) {
	t.Helper()
	cmd, said := startSelf(t, editEnv+"="+dir, "editing")
	start := time.Now()
	kill := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	killed = !said.Scan()
	took = time.Since(start)
	_ = cmd.Wait()
	return took, killed
}

// copyDir copies the files of a catalog that nobody has open.
func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// checkEdited verifies that the catalog in dir has all edits of editAll or none. It undoes them, and reports
// whether there were any.
func checkEdited(t *testing.T, dir string, photos int) bool {
	t.Helper()
	c, err := openBeside(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	count := func(cond query.Condition) int {
		t.Helper()
		s, err := c.Select(t.Context(), []query.Filter{{Condition: cond}})
		if err != nil {
			t.Fatal(err)
		}
		return s.Len()
	}
	edited := func() [3]int {
		return [3]int{
			count(query.Number{Of: query.Rating, Min: 4, Max: 4}), count(query.Phrase("batch")),
			count(query.Text{In: query.Tag, Want: "batch"}),
		}
	}
	check := func(when string) {
		t.Helper()
		if err := c.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", when, err)
		}
	}
	check("killed")
	got := edited()
	if got != [3]int{} && got != [3]int{photos, photos, photos} {
		t.Errorf("ratings, captions and tags of %d photos: %v", photos, got)
	}
	history, err := c.History(t.Context(), 0)
	if err != nil || len(history) == 0 || (history[0].Kind == "tag") != (got[0] > 0) {
		t.Errorf("the history is %+v, %v", history, err)
	}
	if got == [3]int{} {
		return false
	}
	update(t, c, undo)
	check("undone")
	if got := edited(); got != [3]int{} {
		t.Errorf("undone: %v", got)
	}
	if n := count(query.Number{Of: query.Rating, Min: 5, Max: 5}); n != photos/100 {
		t.Errorf("%d of %d ratings of before are there again", n, photos/100)
	}
	return true
}

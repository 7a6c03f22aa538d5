package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/ingest"
	"recollect/engine/library"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// told is a library of one folder, p in outer, in which a person has said something of the bee
// and the sheep, and nothing of the bomber.
func reported(t *testing.T) (e *Engine, outer string) {
	t.Helper()
	outer = t.TempDir()
	place(t, shown[0], filepath.Join(outer, "p", "farm", "sheep.jpg"))
	place(t, shown[1], filepath.Join(outer, "p", "farm", "bee.jpg"))
	place(t, shown[2], filepath.Join(outer, "p", "bomber.jpg"))
	o := options(t, t.TempDir())
	data, err := os.ReadFile("../assets/things.txt")
	if err != nil {
		t.Fatal(err)
	}
	o.Things = string(data)
	setThings(t, o, few)
	e = open(t, o)
	add(t, e, filepath.Join(outer, "p"))
	if s := syncOnce(t, e); s != (Summary{Summary: ingest.Summary{Added: 3}, Encoded: 3}) {
		t.Fatalf("got %+v", s)
	}
	sheep, bee := photoNamed(t, e, "sheep.jpg"), photoNamed(t, e, "bee.jpg")
	for _, err := range []error{
		e.UserData.SetFavourite(t.Context(), []photo.ID{sheep}, true),
		e.UserData.Tag(t.Context(), []photo.ID{sheep, bee}, "Holiday", true),
		e.Things.Judge(t.Context(), "bee", []photo.ID{bee}, photo.Confirmed),
		e.Things.Judge(t.Context(), "cup", []photo.ID{bee}, photo.Rejected),
		e.Things.Judge(t.Context(), "screen:nudity", []photo.ID{sheep}, photo.Rejected),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Albums.SaveAlbum(t.Context(), "Best", "tag:holiday is:favourite"); err != nil {
		t.Fatal(err)
	}
	checkTold(t, e, true)
	return e, outer
}

// checkTold wants all that was said in told to be there, or nothing of it.
func checkTold(t *testing.T, e *Engine, want bool) {
	t.Helper()
	for line, names := range map[string][]string{
		"tag:holiday sort:name": {"bee.jpg", "sheep.jpg"}, "is:favourite": {"sheep.jpg"}, "album:best": {"sheep.jpg"},
		"tag:bee": {"bee.jpg"},
	} {
		if !want {
			names = nil
		}
		if got := find(t, e, typed(line)); !slices.Equal(got, names) {
			t.Errorf("%s finds %v, want %v", line, got, names)
		}
	}
	if err := e.Upkeep.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if !want {
		return
	}
	verdict := func(name, thing string) photo.Verdict {
		all, err := e.Things.ShownBy(t.Context(), photoNamed(t, e, name))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(s photo.Shown) bool { return s.Thing == thing })
		if i < 0 {
			return photo.Suggested
		}
		return all[i].Verdict
	}
	bee, cup, screen := verdict("bee.jpg", "bee"), verdict("bee.jpg", "cup"), verdict("sheep.jpg", "screen:nudity")
	if bee != photo.Confirmed || cup != photo.Rejected || screen != photo.Rejected {
		t.Errorf("verdicts %v, %v, %v", bee, cup, screen)
	}
}

func add(t *testing.T, e *Engine, dir string) {
	t.Helper()
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
}

func syncOnce(t *testing.T, e *Engine) Summary {
	t.Helper()
	s, err := e.Sync(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func removeTheFolder(t *testing.T, e *Engine) {
	t.Helper()
	if err := e.Folders.Remove(t.Context(), theFolder(t, e).ID); err != nil {
		t.Fatal(err)
	}
	if s := e.Status(); s.Photos != 0 || s.Gone != 0 || s.Folders != 0 {
		t.Errorf("without the folder: %+v", s)
	}
	checkTold(t, e, false)
}

func TestAFolderIsAddedAgain(t *testing.T) {
	for _, tt := range []struct {
		name  string
		do    func(outer string) error
		add   string
		added int
	}{
		{"itself", nil, "p", 3},
		{"what is around it", nil, "", 3},
		{"what is inside", nil, "p/farm", 2},
		{"renamed meanwhile", func(outer string) error {
			return os.Rename(filepath.Join(outer, "p"), filepath.Join(outer, "q"))
		}, "q", 3},
		{"copied elsewhere", func(outer string) error {
			return os.CopyFS(filepath.Join(outer, "q"), os.DirFS(filepath.Join(outer, "p")))
		}, "q", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, outer := reported(t)
			for range 2 {
				removeTheFolder(t, e)
				if tt.do != nil {
					if err := tt.do(outer); err != nil {
						t.Fatal(err)
					}
					tt.do = nil
				}
				add(t, e, filepath.Join(outer, filepath.FromSlash(tt.add)))
				if s := syncOnce(t, e); s != (Summary{Summary: ingest.Summary{Added: tt.added}}) {
					t.Errorf("got %+v, want %d added and none encoded", s, tt.added)
				}
				checkTold(t, e, true)
				if s := e.Status(); s.Photos != tt.added || s.Encoded != tt.added || s.Gone != 0 {
					t.Errorf("got %+v", s)
				}
			}
		})
	}
}

// The same while the window is open.
func TestAFolderIsAddedAgainWhileRunning(t *testing.T) {
	e, outer := reported(t)
	start(t, e)
	until(t, e, "the photos", encoded(3))
	removeTheFolder(t, e)
	add(t, e, outer)
	until(t, e, "the photos again", encoded(3))
	checkTold(t, e, true)
	if got := find(t, e, asked("a bee", query.Query{Limit: 1})); !slices.Equal(got, []string{"bee.jpg"}) {
		t.Errorf("a bee is %v", got)
	}
}

func TestARemovedFolderIsForgottenAfterAMonth(t *testing.T) {
	e, outer := reported(t)
	removeTheFolder(t, e)
	for _, after := range []struct{ days, want int }{{29, 2}, {31, 0}} {
		if err := library.ForgetGone(t.Context(), e.catalog, time.Now().AddDate(0, 0, after.days)); err != nil {
			t.Fatal(err)
		}
		if files, err := e.catalog.GoneFiles(t.Context()); err != nil || len(files) != after.want {
			t.Errorf("after %d days %d are kept, %v, want %d", after.days, len(files), err, after.want)
		}
	}
	add(t, e, outer)
	if s := syncOnce(t, e); s != (Summary{Summary: ingest.Summary{Added: 3}}) {
		t.Errorf("got %+v", s)
	}
	checkTold(t, e, false)
}

// Of a photo whose file went meanwhile the same is kept as of others that vanish.
func TestAPhotoOfARemovedFolderIsMissed(t *testing.T) {
	e, outer := reported(t)
	removeTheFolder(t, e)
	bee, aside := filepath.Join(outer, "p", "farm", "bee.jpg"), filepath.Join(outer, "bee.jpg")
	if err := os.Rename(bee, aside); err != nil {
		t.Fatal(err)
	}
	add(t, e, filepath.Join(outer, "p"))
	if s := syncOnce(t, e); s != (Summary{Summary: ingest.Summary{Added: 2}}) {
		t.Errorf("got %+v", s)
	}
	if all, err := e.Folders.Gone(t.Context()); err != nil || len(all) != 1 || all[0].Path != bee {
		t.Errorf("gone: %v, %v", all, err)
	}
	if err := os.Rename(aside, bee); err != nil {
		t.Fatal(err)
	}
	if s := syncOnce(t, e); s != (Summary{Summary: ingest.Summary{Added: 1}}) {
		t.Errorf("back: %+v", s)
	}
	checkTold(t, e, true)
}

// Copies of one photo in two folders have each what was said of it, and none gets the other's.
func TestFoldersWithCopiesAreRemoved(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	var dirs []string
	tags := func(dir string) []string {
		p, err := e.catalog.ByPath(t.Context(), filepath.Join(dir, "honey-bee-on-aster.jpg"))
		if err != nil {
			t.Fatal(err)
		}
		tags, err := e.UserData.Tags(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return tags
	}
	for _, tag := range []string{"first", "second"} {
		dir := put(t, shown[1])
		dirs = append(dirs, dir)
		add(t, e, dir)
		syncOnce(t, e)
		p, err := e.catalog.ByPath(t.Context(), filepath.Join(dir, filepath.Base(shown[1])))
		if err != nil {
			t.Fatal(err)
		}
		if err := e.UserData.Tag(t.Context(), []photo.ID{p.ID}, tag, true); err != nil {
			t.Fatal(err)
		}
	}
	for _, both := range []bool{false, true} {
		all, err := e.Folders.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if both || f.Path == dirs[0] {
				if err := e.Folders.Remove(t.Context(), f.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		if syncOnce(t, e); !both && !slices.Equal(tags(dirs[1]), []string{"second"}) {
			t.Errorf("the one that stayed has %q", tags(dirs[1]))
		}
		for i := range dirs {
			add(t, e, dirs[len(dirs)-1-i]) // both are looked at in one scan
		}
		if s := syncOnce(t, e); s.Encoded != 0 {
			t.Errorf("got %+v", s)
		}
		if a, b := tags(dirs[0]), tags(dirs[1]); !slices.Equal(a, []string{"first"}) ||
			!slices.Equal(b, []string{"second"}) {
			t.Errorf("tags %q and %q", a, b)
		}
	}
}

// What was said of photos of a removed folder goes on to teach what a thing is, also after
// the library was opened again.
func TestARemovedFolderGoesOnToTeach(t *testing.T) {
	names := []string{"animals/sheep-in-meadow.jpg", "animals/white-duck.jpg"}
	for _, kind := range []string{"bright", "cropped", "half", "q60"} {
		names = append(names, "duplicates/kitten-with-yarn-"+kind+".jpg", "duplicates/moraine-lake-"+kind+".jpg")
	}
	e, o := withThings(t, names...)
	for _, name := range names {
		verdict := photo.Rejected
		if strings.Contains(name, "lake") {
			verdict = photo.Confirmed
		}
		if err := e.Things.Judge(t.Context(), "beach", []photo.ID{photoNamed(t, e, name)}, verdict); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Folders.Remove(t.Context(), theFolder(t, e).ID); err != nil {
		t.Fatal(err)
	}
	e.Close()
	e = open(t, o)
	if err := e.Things.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := e.Things.current.Load().tagger.Head("beach"); !ok {
		t.Error("what was learned is forgotten")
	}
}

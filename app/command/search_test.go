package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/albums"
	"recollect/app/command/cli"
	"recollect/app/command/hits"
	"recollect/assets"
	"recollect/engine"
	"recollect/engine/query"
)

// somePhotos makes a library of some sample photos and returns their folder.
func somePhotos(t *testing.T, names ...string) (terminal, string) {
	t.Helper()
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(samples, "photos", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lines[summaryLine](m, "index", dir)
	return m, dir
}

// found are the names of the files that a search lists.
func found(m terminal, args ...string) []string {
	m.t.Helper()
	var names []string
	for _, h := range lines[hits.Line](m, append([]string{"search"}, args...)...) {
		names = append(names, filepath.Base(h.Path))
	}
	return names
}

func TestSearchLanguage(t *testing.T) {
	m, dir := somePhotos(t, "animals/white-duck.jpg", "food/espresso-cup.png", "garden/orange-dahlia.jpg")
	for _, tt := range []struct {
		args, want []string
	}{
		{[]string{"a cup of coffee"}, []string{"espresso-cup.png"}},
		{[]string{"a motorcycle"}, nil},
		{[]string{"type:png"}, []string{"espresso-cup.png"}},
		{[]string{`-type:png "duck"`}, []string{"white-duck.jpg"}},
		{[]string{"--limit", "1", "-type:png", "--all", "sort:name"}, []string{"orange-dahlia.jpg"}},
		{[]string{"--limit=1", "--", "-type:jpeg"}, []string{"espresso-cup.png"}},
		{[]string{"sort:name"}, []string{"espresso-cup.png", "orange-dahlia.jpg", "white-duck.jpg"}},
		{[]string{"@" + filepath.Join(dir, "white-duck.jpg"), "type:jpeg", "--limit", "1"}, []string{"white-duck.jpg"}},
	} {
		if got := found(m, tt.args...); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.args, got, tt.want)
		}
	}
	all := lines[hits.Line](m, "search", "--all", "a cup of coffee")
	if len(all) != 3 || !all[0].Relevant || all[2].Relevant || all[0].Confidence <= all[2].Confidence ||
		all[0].Score < all[2].Score {
		t.Errorf("--all: %+v", all)
	}
	if r := m.run("search", "a motorcycle"); r.status != 0 || r.stdout != "" ||
		!strings.Contains(r.stderr, "Nothing here looks like that") || !strings.Contains(r.stderr, "--all") {
		t.Errorf("nothing: %+v", r)
	}
}

// A misspelled word is told beside what it finds, and not to programs that read the answer.
func TestSearchOffersWhatWasMeant(t *testing.T) {
	m, _ := somePhotos(t, "food/espresso-cup.png")
	for line, want := range map[string]string{
		"a cup of cofee type:png": "Did you mean \"a cup of coffee type:png\"?\n", "a cup of coffee": "",
	} {
		if r := m.run("search", "--all", line); r.status != 0 || r.stderr != want || r.stdout == "" {
			t.Errorf("%s: %+v, want %q", line, r, want)
		}
	}
	if r := m.run("search", "--all", "--json", "a cup of cofee"); r.stderr != "" || r.stdout == "" {
		t.Errorf("with --json: %+v", r)
	}
}

// A mistake is told with its place, and never loses the rest of the query.
func TestSearchMistakes(t *testing.T) {
	m, _ := somePhotos(t, "food/espresso-cup.png")
	r := m.run("search", "--all", "coffee datee:2023")
	if r.status != 0 || !strings.Contains(r.stdout, "espresso-cup.png") {
		t.Errorf("the query was lost: %+v", r)
	}
	want := "recollect: unknown filter \"datee\", did you mean \"date\"?\n" +
		"  coffee datee:2023\n         ^^^^^^\n"
	if r.stderr != want {
		t.Errorf("got\n%s\nwant\n%s", r.stderr, want)
	}
	if r := m.run("search", "type:pgn"); r.status != 2 || !strings.Contains(r.stderr, `did you mean "png"?`) {
		t.Errorf("nothing but a mistake: %+v", r)
	}
}

func TestAlbumsAndMarks(t *testing.T) {
	m, dir := somePhotos(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	duck, cup := filepath.Join(dir, "white-duck.jpg"), filepath.Join(dir, "espresso-cup.png")
	for _, args := range [][]string{
		{"albums", "save", "Drinks", "type:png"},
		{"albums", "save", "More", "album:drinks", "sort:name"},
		{"albums", "rename", "more", "Most"},
		{"tag", "garden", duck, cup},
		{"tag", "--remove", "Garden", cup},
		{"favourite", duck},
	} {
		if r := m.run(args...); r.status != 0 {
			t.Fatalf("%q: %+v", args, r)
		}
	}
	for line, want := range map[string]string{
		"album:most": "espresso-cup.png", "tag:garden": "white-duck.jpg",
		"is:favourite": "white-duck.jpg",
	} {
		if got := found(m, line); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q", line, got)
		}
	}
	got := lines[albums.Line](m, "albums")
	want := []albums.Line{{Name: "Drinks", Query: "type:png"}, {Name: "Most", Query: "album:drinks sort:name"}}
	if !slices.Equal(got, want) {
		t.Errorf("albums: got %v, want %v", got, want)
	}
	for _, tt := range []struct {
		args []string
		want int
		says string
	}{
		{[]string{"albums", "remove", "Unknown"}, 1, "no album"},
		{[]string{"albums", "save", "x"}, 2, "albums"},
		{[]string{"albums", "save", "x", " "}, 2, "empty"},
		{[]string{"albums", "save", "x", "type:pgn"}, 2, `did you mean "png"?`},
		{[]string{"albums", "save", "Drinks", "type:png datee:2023"}, 0, `did you mean "date"?`},
		{[]string{"albums", "rename", "Most", "Drinks"}, 1, "another album of that name"},
		{[]string{"tag", "garden"}, 2, "tag"},
		{[]string{"tag", "garden", "/no/such.jpg"}, 1, "not in the library"},
		{[]string{"favourite"}, 2, "favourite"},
	} {
		if r := m.run(tt.args...); r.status != tt.want || !strings.Contains(r.stderr, tt.says) {
			t.Errorf("%q: %+v", tt.args, r)
		}
	}
	nowhere := filepath.Join(t.TempDir(), "mistyped")
	if r := m.run("--library", nowhere, "favourite", duck); r.status != 1 {
		t.Errorf("a library that is not there: %+v", r)
	}
	if _, err := os.Stat(nowhere); err == nil {
		t.Error("marking a photo made a library")
	}
	if r := m.run("albums", "remove", "drinks"); r.status != 0 || len(lines[albums.Line](m, "albums")) != 1 {
		t.Errorf("remove: %+v", r)
	}
}

// What a person keeps can be changed while another process holds the library; what
// that process works by cannot.
func TestBesideAnotherProcess(t *testing.T) {
	m, dir := somePhotos(t, "animals/white-duck.jpg")
	holder, err := engine.Open(t.Context(),
		engine.Options{Library: m.library, Model: assets.Mini(), RuntimeDirs: m.dirs, Purpose: "a test"})
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	duck := filepath.Join(dir, "white-duck.jpg")
	for _, args := range [][]string{
		{"tag", "garden", duck},
		{"favourite", duck},
		{"albums", "save", "Ducks", "tag:garden"},
		{"things", "confirm", "duck", duck},
	} {
		if r := m.run(args...); r.status != 0 {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if got := found(m, "album:ducks", "is:favourite"); len(got) != 1 {
		t.Errorf("found %q", got)
	}
	if r := m.run("screen", "--on", "receipts, memes"); r.status != 0 ||
		!strings.Contains(r.stdout, "memes          on   0 flagged") ||
		!strings.Contains(r.stderr, "has the library open") {
		t.Errorf("screen: %+v", r)
	}
	if on, err := holder.Things.Screening(t.Context()); err != nil || !slices.Equal(on, []string{"memes", "receipts"}) {
		t.Errorf("the holder screens for %q, %v", on, err)
	}
	if off := lines[screenLine](m, "screen", "--off"); slices.ContainsFunc(off, func(l screenLine) bool {
		return l.On
	}) {
		t.Errorf("screen --off: %+v", off)
	}
	if r := m.run("screen", "--on", "cats"); r.status != cli.Failed || !strings.Contains(r.stderr, "nudity, violence") {
		t.Errorf("an unknown class: %+v", r)
	}
	for _, args := range [][]string{
		{"index", dir},
		{"folders", "accept", dir},
		{"folders", "remove", dir},
		{"doctor", "--repair"},
	} {
		if r := m.run(args...); r.status != 1 || !strings.Contains(r.stderr, "in use by a test") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

func TestWholePaths(t *testing.T) {
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"sea @a.jpg -@\"b c.jpg\" sort:name": "sea " + query.PictureText(filepath.Join(here, "a.jpg")) + " -" +
			query.PictureText(filepath.Join(here, "b c.jpg")) + " sort:name",
		"0.5:@/x/y.jpg":                   "0.5:@/x/y.jpg",
		`sea -0.5:@"/x/a b.jpg" at night`: `sea -0.5:@"/x/a b.jpg" at night`,
		`@“/x/the "best".jpg”`:            `@“/x/the "best".jpg”`,
		"no picture":                      "no picture",
	} {
		if got, err := wholePaths(parsed(line, false)); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", line, got, err, want)
		}
	}
}

// Every example of docs/search.md is understood by the whole program.
func TestDocumentedSearches(t *testing.T) {
	golden, err := os.ReadFile("../../engine/query/testdata/documented.txt")
	if err != nil {
		t.Fatal(err)
	}
	m, dir := somePhotos(t, "food/espresso-cup.png")
	t.Chdir(dir)
	for _, name := range []string{"picture.jpg", "a.jpg", "my cat.jpg"} {
		if err := os.Link("espresso-cup.png", name); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for line := range strings.Lines(string(golden)) {
		if strings.HasPrefix(line, "\t") {
			continue
		}
		n++
		line = strings.TrimSpace(line)
		mistaken := line == "colour:puple" || line == "date:soon"
		reported := mistaken || line == "datee:2023" || line == "party @home"
		if r := m.run("search", "--", line); (r.status == 0) == mistaken ||
			strings.Contains(r.stderr, "recollect:") != reported {
			t.Errorf("%s: %+v", line, r)
		}
	}
	if n < 40 {
		t.Errorf("only %d examples", n)
	}
}

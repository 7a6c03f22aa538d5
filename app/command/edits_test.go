package command

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/cli"
)

// twoPhotos indexes two photos, of which the second has metadata in a sidecar, and returns their paths.
func twoPhotos(t *testing.T, m terminal) (duck, cup string) {
	t.Helper()
	dir := t.TempDir()
	for from, to := range map[string]string{"animals/white-duck.jpg": "duck.jpg", "food/espresso-cup.png": "cup.png"} {
		b, err := os.ReadFile(filepath.Join(samples, "photos", from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sidecar := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="2" xmp:Label="Green"/></rdf:RDF></x:xmpmeta>`
	duck, cup = filepath.Join(dir, "duck.jpg"), filepath.Join(dir, "cup.png")
	if err := os.WriteFile(cup+".xmp", []byte(sidecar), 0o600); err != nil {
		t.Fatal(err)
	}
	lines[summaryLine](m, "index", dir)
	return duck, cup
}

// What is said of photos counts before what the file says, in info and in searches, and can be taken back,
// undone and done again.
func TestEdits(t *testing.T) {
	m := newTerminal(t)
	duck, cup := twoPhotos(t, m)
	for _, args := range [][]string{
		{"rate", "4", duck, cup},
		{"label", "Red", cup},
		{"title", "Coffee", cup},
		{"caption", "What we drank", cup},
		{"date", "--set", "2001-02-03T04:05:06", duck, cup},
		{"date", "--shift", "-1.5", duck},
		{"place", "43.5,-3.75", cup},
		{"tag", "Food / Coffee", cup},
	} {
		if r := m.run(args...); r.status != cli.OK || r.stdout != "" {
			t.Errorf("%q: %+v", args, r)
		}
	}
	l := lines[infoLine](m, "info", cup)[0]
	if l.Rating != 4 || l.Label != "Red" || l.Title != "Coffee" || l.Caption != "What we drank" ||
		l.Taken != "2001-02-03T04:05:06" || l.TakenFrom != "person" || l.Latitude == nil || *l.Latitude != 43.5 ||
		!slices.Equal(l.Edited, []string{"rating", "label", "title", "caption", "date", "place"}) ||
		l.File == nil || l.File.Rating != 2 || l.File.Label != "Green" || l.File.Latitude != nil {
		t.Errorf("got %+v, %+v", l, l.File)
	}
	if text := done(t, m, "info", cup); !strings.Contains(text, "the file     rating 2, label \"Green\", title none") {
		t.Errorf("got %s", text)
	}
	if l := lines[infoLine](m, "info", duck)[0]; l.Taken != "2001-02-03T02:35:06" {
		t.Errorf("shifted: %+v", l)
	}
	for q, want := range map[string]string{
		"rating:4 label:red": "cup.png", `"what we drank"`: "cup.png", "date:2001-02-03 -has:gps": "duck.jpg",
		"tag:food": "cup.png", "near:43.5,-3.75": "cup.png",
	} {
		if got := found(m, q); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q", q, got)
		}
	}
	if r := m.run("rate", "--as-in-file", duck, cup); r.status != cli.OK {
		t.Errorf("%+v", r)
	}
	if l := lines[infoLine](m, "info", cup)[0]; l.Rating != 2 || slices.Contains(l.Edited, "rating") {
		t.Errorf("as in the file: %+v", l)
	}
	if r := m.run("undo"); r.status != cli.OK || !strings.Contains(r.stdout, "no rating, 2 photos (undone)") {
		t.Errorf("%+v", r)
	}
	if l := lines[infoLine](m, "info", cup)[0]; l.Rating != 4 {
		t.Errorf("undone: %+v", l)
	}
	if got := lines[map[string]any](m, "redo"); len(got) != 1 || got[0]["kind"] != "rating" || got[0]["photos"] != 2.0 {
		t.Errorf("got %v", got)
	}
	history := lines[map[string]any](m, "history")
	if len(history) != 9 || history[0]["kind"] != "rating" || history[1]["name"] != "Food/Coffee" {
		t.Errorf("got %v", history)
	}
	for range history {
		done(t, m, "undo")
	}
	if r := m.run("undo"); r.status != cli.Failed || r.stderr != "recollect: There is nothing to undo.\n" {
		t.Errorf("%+v", r)
	}
	if l := lines[infoLine](m, "info", cup)[0]; l.Edited != nil || l.File != nil || l.Label != "Green" {
		t.Errorf("all undone: %+v", l)
	}
}

func TestEditsThatAreNoneAreRefused(t *testing.T) {
	m := newTerminal(t)
	duck, _ := twoPhotos(t, m)
	for _, args := range [][]string{
		{"rate"},
		{"rate", "6", duck},
		{"rate", "4"},
		{"rate", "many", duck},
		{"label", duck},
		{"title"},
		{"date", duck},
		{"date", "--set", "yesterday", duck},
		{"date", "--shift", "0", duck},
		{"date", "--set", "2001-01-01", "--shift", "1", duck},
		{"place", "91,0", duck},
		{"place", "here", duck},

		{"albums", "add", "x"},
		{"albums", "move", "x", duck},
		{"albums", "make"},
	} {
		if r := m.run(args...); r.status != cli.Misspelt || !strings.HasPrefix(r.stderr, "recollect: "+args[0]) {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if r := m.run("rate", "4", duck, duck+".none"); r.status != cli.Failed ||
		!strings.Contains(r.stderr, "is not in the library") {
		t.Errorf("%+v", r)
	}
	if got := found(m, "rating:4"); len(got) != 0 {
		t.Errorf("all or nothing: %q", got)
	}
}

func TestAlbumsByHand(t *testing.T) {
	m := newTerminal(t)
	duck, cup := twoPhotos(t, m)
	if got := lines[map[string]any](m, "albums", "make", "Table", duck); len(got) != 1 || got[0]["by_hand"] != true ||
		got[0]["query"] != "album:Table" {
		t.Errorf("got %v", got)
	}
	done(t, m, "albums", "add", "table", cup)
	if got := found(m, "album:table"); !slices.Equal(got, []string{"duck.jpg", "cup.png"}) {
		t.Errorf("got %q", got)
	}
	done(t, m, "albums", "order", "table", cup)
	if got := found(m, "album:table"); !slices.Equal(got, []string{"cup.png", "duck.jpg"}) {
		t.Errorf("ordered: %q", got)
	}
	if got := found(m, "album:table type:jpeg"); !slices.Equal(got, []string{"duck.jpg"}) {
		t.Errorf("filtered: %q", got)
	}
	done(t, m, "albums", "take", "table", cup)
	done(t, m, "albums", "remove", "table")
	done(t, m, "undo")
	if got := found(m, "album:table"); !slices.Equal(got, []string{"duck.jpg"}) {
		t.Errorf("undone: %q", got)
	}
	done(t, m, "albums", "save", "Fives", "rating:5")
	r := m.run("albums", "add", "fives", duck)
	if r.status != cli.Failed || !strings.Contains(r.stderr, "is a search") {
		t.Errorf("%+v", r)
	}
	if r := m.run("albums", "make", "FIVES"); r.status != cli.Failed || !strings.Contains(r.stderr, "another album") {
		t.Errorf("%+v", r)
	}
}

// The commands of docs/organize.md are some that there are, with arguments that they take.
func TestCommandsOfTheDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/organize.md")
	if err != nil {
		t.Fatal(err)
	}
	m := newTerminal(t)
	duck, cup := twoPhotos(t, m)
	commands := regexp.MustCompile("`recollect ([^`]+)`").FindAllStringSubmatch(string(text), -1)
	for _, c := range commands {
		args := strings.Fields(c[1])
		if i := slices.Index(args, "FILE..."); i >= 0 {
			args = append(args[:i], duck, cup)
		}
		if r := m.run(args...); r.status != cli.OK {
			t.Errorf("%s: %+v", c[1], r)
		}
	}
	if len(commands) < 14 {
		t.Errorf("%d commands", len(commands))
	}
}

// done runs a command that must succeed and returns what it prints.
func done(t *testing.T, m terminal, args ...string) string {
	t.Helper()
	r := m.run(args...)
	if r.status != cli.OK {
		t.Errorf("%q: %+v", args, r)
	}
	return r.stdout
}

package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/cli"
)

// pictures copies sample photos into a folder, which is indexed.
func pictures(t *testing.T, m terminal, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(samples, "photos", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if r := m.run("index", dir); r.status != 0 {
		t.Fatalf("index: %+v", r)
	}
	return dir
}

func TestThings(t *testing.T) {
	m := newTerminal(t)
	if r := m.run("things"); r != (result{}) {
		t.Errorf("without a library: %+v", r)
	}
	dir := pictures(t, m, "animals/sheep-in-meadow.jpg", "food/espresso-cup.png")
	sheep, cup := filepath.Join(dir, "sheep-in-meadow.jpg"), filepath.Join(dir, "espresso-cup.png")
	all := lines[thingLine](m, "things")
	if want := []thingLine{{"sheep", "animals", 0, 1}, {"espresso", "food and drink", 0, 1}}; !slices.Equal(all, want) {
		t.Errorf("got %+v, want %+v", all, want)
	}
	if got := lines[thingLine](m, "things", "--group", "Animals"); !slices.Equal(got, all[:1]) {
		t.Errorf("of a group: %+v", got)
	}
	if got := lines[thingLine](m, "things", "confirm", "cup", cup)[0]; got != (thingLine{"cup", "household", 1, 0}) {
		t.Errorf("confirm: %+v", got)
	}
	rejected := lines[thingLine](m, "things", "reject", "sheep", sheep, cup)[0]
	if rejected != (thingLine{Name: "sheep", Group: "animals"}) {
		t.Errorf("reject: %+v", rejected)
	}
	m.run("index", dir)
	shown := []shownLine{{"cup", "confirmed"}, {"espresso", "suggested"}, {"sheep", "rejected"}}
	if got := lines[infoLine](m, "info", cup)[0].Things; !slices.Equal(got, shown) {
		t.Errorf("info: %+v", got)
	}
	if r := m.run("info", cup); !strings.Contains(r.stdout, "cup (confirmed), espresso, sheep (rejected)") {
		t.Errorf("info as text: %s", r.stdout)
	}
	for _, tt := range []struct {
		status int
		want   string
		args   []string
	}{
		{cli.Misspelt, "confirm NAME FILE", []string{"confirm", "sheep"}},
		{cli.Misspelt, "confirm NAME FILE", []string{"forget", "sheep", sheep}},
		{cli.Failed, "no such thing", []string{"confirm", "unicorn", sheep}},
		{
			cli.Failed, "not in the library",
			[]string{"confirm", "sheep", filepath.Join(samples, "photos/animals/sheep-in-meadow.jpg")},
		},
	} {
		if r := m.run(append([]string{"things"}, tt.args...)...); r.status != tt.status ||
			!strings.Contains(r.stderr, tt.want) {
			t.Errorf("%q: %+v", tt.args, r)
		}
	}
	if err := os.WriteFile(filepath.Join(m.library, "things.txt"), []byte("[animals]\nsheep\na:b\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	if r := m.run("things"); r.status != 0 || !strings.Contains(r.stderr, `line 3: "a:b"`) {
		t.Errorf("a vocabulary with a fault: %+v", r)
	}
}

func TestScreen(t *testing.T) {
	m := newTerminal(t)
	dir := pictures(t, m, "animals/sheep-in-meadow.jpg")
	off := lines[screenLine](m, "screen")
	if len(off) != 6 || slices.ContainsFunc(off, func(l screenLine) bool { return l.On || l.Flagged != 0 }) {
		t.Errorf("at first: %+v", off)
	}
	on := lines[screenLine](m, "screen", "--on", "memes, receipts")
	if !on[4].On || !on[5].On || on[0].On || on[4].Flagged != 0 {
		t.Errorf("on: %+v", on)
	}
	meadow := filepath.Join(dir, "sheep-in-meadow.jpg")
	if got := lines[thingLine](m, "things", "confirm", "screen:memes", meadow)[0]; got.Confirmed != 1 {
		t.Errorf("confirm: %+v", got)
	}
	if now := lines[screenLine](m, "screen"); now[4].Flagged != 1 {
		t.Errorf("after a person flagged one: %+v", now)
	}
	if r := m.run("screen", "--on", "cats"); r.status != cli.Failed || !strings.Contains(r.stderr, "nudity, violence") {
		t.Errorf("an unknown class: %+v", r)
	}
	if r := m.run("screen", "--on", "memes", "--off"); r.status != cli.Misspelt {
		t.Errorf("both: %+v", r)
	}
	if got := lines[screenLine](m, "screen", "--off"); !slices.Equal(got, off) {
		t.Errorf("off: %+v", got)
	}
}

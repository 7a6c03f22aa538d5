package command

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"recollect/app/command/cli"
)

func TestFilesFrom(t *testing.T) {
	m, dir := somePhotos(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	duck, cup := filepath.Join(dir, "white-duck.jpg"), filepath.Join(dir, "espresso-cup.png")
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte(duck+"\n"+cup), 0o600); err != nil {
		t.Fatal(err)
	}
	m.stdin = duck + "\x00" + cup + "\x00"
	tests := []struct {
		args   []string
		status int
		query  string // which two photos answer then
	}{
		{[]string{"tag", "a", "--files-from", list}, cli.OK, "tag:a"},
		{[]string{"tag", "b", cup, "--files-from=-", "-0"}, cli.OK, "tag:b"},
		{[]string{"--files-from", "-", "--null", "favourite"}, cli.Misspelt, ""},
		{[]string{"favourite", "--files-from", "-", "--null"}, cli.OK, "is:favourite"},
		{[]string{"things", "confirm", "cup", "--files-from", list}, cli.OK, "thing:cup"},
		{[]string{"things", "confirm", "--files-from", list}, cli.Misspelt, ""},
		{[]string{"things", "--files-from", list}, cli.Misspelt, ""},
		{[]string{"tag", "--files-from", list}, cli.Misspelt, ""},
		{[]string{"tag", "c", "--files-from", os.DevNull}, cli.OK, ""},
		{[]string{"trash", "--files-from", os.DevNull}, cli.OK, ""},
		{[]string{"favourite", "--files-from", filepath.Join(dir, "missing")}, cli.Failed, ""},
		{[]string{"favourite", "--files-from"}, cli.Misspelt, ""},
		{[]string{"trash"}, cli.Misspelt, ""},
		{[]string{"similar", "--files-from", list}, cli.Misspelt, ""},
	}
	for _, tt := range tests {
		r := m.run(tt.args...)
		if r.status != tt.status || strings.Count(r.stderr, "\n") != min(tt.status, 1) {
			t.Errorf("%q: %+v", tt.args, r)
		}
		if tt.query != "" && len(found(m, tt.query)) != 2 {
			t.Errorf("%q: %q finds %q", tt.args, tt.query, found(m, tt.query))
		}
	}
	if got := lines[infoLine](m, "info", "--files-from", list); len(got) != 2 || got[1].Path != cup {
		t.Errorf("info: %+v", got)
	}
	fits := lines[classifyLine](m, "classify", "--labels", "duck,cup", "--files-from", list)
	if len(fits) != 2 || fits[0].Path != duck {
		t.Errorf("classify: %+v", fits)
	}
	m.stdin = dir + "\n"
	if got := lines[summaryLine](m, "index", "--files-from", "-"); got[0].Photos != 2 {
		t.Errorf("index: %+v", got)
	}
}

// Of several files each is told, and one that cannot be read does not end it.
func TestInfoOfSeveral(t *testing.T) {
	m, dir := somePhotos(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	in := func(name string) string { return filepath.Join(dir, name) }
	r := m.run("info", in("white-duck.jpg"), in("missing.jpg"), in("espresso-cup.png"))
	if r.status != cli.Failed || strings.Count(r.stdout, "\n\npath ") != 1 || !strings.HasPrefix(r.stdout, "path ") ||
		!strings.HasPrefix(r.stderr, "recollect: "+dir) || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("%+v", r)
	}
}

// Each verb takes 5,000 files, and so does the window.
func TestManyFiles(t *testing.T) {
	const many, photos = 5000, 100
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	m := newTerminal(t)
	dir := t.TempDir()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 32, 32))); err != nil {
		t.Fatal(err)
	}
	var pictures, missing []string // each picture many times over
	for i := range many {
		path := filepath.Join(dir, fmt.Sprintf("%02d.png", i%photos))
		pictures, missing = append(pictures, path), append(missing, fmt.Sprint(path, i))
		if i < photos {
			if err := os.WriteFile(path, picture.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if r := m.run(pictures...); r.window == nil || len(r.window.Open) != many {
		t.Errorf("the window: %+v", r)
	}
	lines[summaryLine](m, "index", dir)
	for _, args := range [][]string{{"tag", "a"}, {"favourite"}, {"things", "confirm", "cup"}, {"info"}} {
		if r := m.run(append(args, pictures...)...); r.status != cli.OK || r.stderr != "" {
			t.Errorf("%q: status %d, %.200s", args, r.status, r.stderr)
		}
	}
	if got := found(m, "--limit=0", "tag:a is:favourite thing:cup"); len(got) != photos {
		t.Errorf("%d are marked", len(got))
	}
	r := m.run(append([]string{"classify", "--labels", "a,b"}, missing...)...)
	if r.status != cli.Failed || strings.Count(r.stderr, "\n") != many {
		t.Errorf("classify: status %d, %.200s", r.status, r.stderr)
	}
	if runtime.GOOS != "linux" {
		return // elsewhere they would stay in the trash of whoever runs the tests
	}
	got := lines[struct{ Trashed string }](m, append([]string{"trash"}, pictures[:photos]...)...)
	if len(got) != photos {
		t.Errorf("%d are in the trash", len(got))
	}
}

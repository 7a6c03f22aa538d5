package problems

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

func TestPage(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p := New()
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(700, 500))
	retried, copied := 0, ""
	p.OnRetry = func() { retried++ }
	p.OnCopy = func(text string) { copied = text }

	p.Set(nil, false)
	if !p.retry.Disabled() {
		t.Error("no problems, and they can be tried again")
	}
	all := []photo.Problem{
		{ID: 1, Path: "/a/x.jpg", Reason: "The file ends too early.", Detail: "unexpected EOF"},
		{ID: 2, Path: "/a/y.jpg", Reason: "The file is empty."},
	}
	p.Set(all, false)
	if p.title.Text != "2 files cannot be shown" {
		t.Errorf("title %q", p.title.Text)
	}
	test.Tap(p.retry)
	if retried != 1 {
		t.Errorf("tried again %d times, want once", retried)
	}
	p.list.Select(1)
	if !p.detail.Visible() || p.path.Text != "/a/y.jpg" || p.text.Text != "The file is empty." {
		t.Errorf("chosen: %q, %q", p.path.Text, p.text.Text)
	}
	p.Set(all[1:], true)
	if p.chosen != 0 || p.path.Text != "/a/y.jpg" {
		t.Error("the chosen problem is not chosen any more after a change")
	}
	if !p.retry.Disabled() {
		t.Error("while they are looked at they can be tried again")
	}
	p.list.Select(0)
	test.Tap(p.copy)
	if !strings.Contains(copied, "/a/y.jpg") {
		t.Errorf("copied %q", copied)
	}
}

func TestHeading(t *testing.T) {
	file, kind := photo.Problem{ID: 1, Count: 1}, photo.Problem{ID: 2, Kind: "mp4", Count: 12}
	dir := photo.Problem{Path: "/a/locked", Kind: photo.KindFolder, Count: 60}
	tests := []struct {
		name         string
		in           []photo.Problem
		title, below string
	}{
		{"none", nil, "No problems: every file can be shown", ""},
		{"one", []photo.Problem{file}, "1 file cannot be shown", ""},
		{"many", slices.Repeat([]photo.Problem{file}, 1500), "1,500 files cannot be shown", ""},
		{"a kind", []photo.Problem{kind}, "1 kind of file is not supported yet", ""},
		{"kinds", []photo.Problem{kind, kind}, "2 kinds of files are not supported yet", ""},
		{"a folder", []photo.Problem{dir}, "1 folder cannot be read", ""},
		{"folders and files", []photo.Problem{dir, dir, file}, "2 folders cannot be read", "1 file cannot be shown"},
		{
			"all",
			[]photo.Problem{dir, file, file, kind},
			"1 folder cannot be read",
			"2 files cannot be shown · 1 kind of file is not supported yet",
		},
		{"both", []photo.Problem{file, file, kind}, "2 files cannot be shown", "1 kind of file is not supported yet"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if title, below := heading(tt.in); title != tt.title || below != tt.below {
				t.Errorf("heading = %q, %q; want %q, %q", title, below, tt.title, tt.below)
			}
		})
	}
}

func TestLine(t *testing.T) {
	tests := []struct {
		name                 string
		in                   photo.Problem
		first, second, where string
	}{
		{
			"file",
			photo.Problem{Path: "/a/x.jpg", Reason: "This file is empty.", Count: 1},
			"x.jpg", "This file is empty. · /a", "/a/x.jpg",
		},
		{
			"kind",
			photo.Problem{Path: "/a/clip.mp4", Reason: "MP4 videos are not supported yet.", Kind: "mp4", Count: 1200},
			"MP4 videos are not supported yet", "1,200 files, such as clip.mp4", "1,200 files, such as /a/clip.mp4",
		},
		{
			"folder",
			photo.Problem{
				Path: "/a/locked", Reason: "You are not allowed to read the folder.", Kind: photo.KindFolder,
				Count: 1200,
			},
			"locked", "You are not allowed to read the folder. · 1,200 photos known from there are kept · /a",
			"/a/locked",
		},
		{
			"folder of one",
			photo.Problem{Path: "/a/locked", Reason: "It cannot be read.", Kind: photo.KindFolder, Count: 1},
			"locked", "It cannot be read. · 1 photo known from there is kept · /a", "/a/locked",
		},
		{
			"folder of none",
			photo.Problem{Path: "/a/locked", Reason: "It cannot be read.", Kind: photo.KindFolder},
			"locked", "It cannot be read. · no photo is known from there · /a", "/a/locked",
		},
		{
			"kind of one",
			photo.Problem{Path: "/a/clip.mp4", Reason: "MP4 videos are not supported yet.", Kind: "mp4", Count: 1},
			"MP4 videos are not supported yet", "1 file, clip.mp4", "/a/clip.mp4",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if first, second := line(tt.in); first != tt.first || second != tt.second {
				t.Errorf("line = %q, %q; want %q, %q", first, second, tt.first, tt.second)
			}
			if got := where(tt.in); got != tt.where {
				t.Errorf("where = %q, want %q", got, tt.where)
			}
		})
	}
}

// The first file of a kind may be another one after a scan: the kind is still chosen.
func TestAChosenKindStaysChosen(t *testing.T) {
	test.NewTempApp(t)
	p := New()
	test.NewTempWindow(t, p.Object()).Resize(fyne.NewSize(700, 500))
	file := photo.Problem{ID: 1, Path: "/a/x.jpg", Reason: "The file is empty.", Count: 1}
	kind := photo.Problem{
		ID: 2, Path: "/a/clip.mp4", Reason: "MP4 videos are not supported yet.", Kind: "mp4", Count: 12,
	}
	p.Set([]photo.Problem{file, kind}, false)
	p.list.Select(1)
	kind.ID, kind.Path, kind.Count = 9, "/a/b.mp4", 13
	p.Set([]photo.Problem{kind}, false)
	if p.chosen != 0 || p.path.Text != "13 files, such as /a/b.mp4" {
		t.Errorf("chosen %d: %q", p.chosen, p.path.Text)
	}
}

// A folder that cannot be read has no number: it stays chosen by its path.
func TestAChosenFolderStaysChosen(t *testing.T) {
	test.NewTempApp(t)
	p := New()
	test.NewTempWindow(t, p.Object()).Resize(fyne.NewSize(700, 500))
	dirs := []photo.Problem{
		{
			Path: "/a/one", Reason: "You are not allowed to read the folder.", Detail: "permission denied",
			Kind: photo.KindFolder, Count: 3,
		},
		{
			Path: "/a/two", Reason: "You are not allowed to read the folder.", Detail: "permission denied",
			Kind: photo.KindFolder, Count: 12,
		},
	}
	p.Set(dirs, false)
	p.list.Select(1)
	want := "You are not allowed to read the folder. 12 photos known from there are kept. Once it can be read, it " +
		"is looked at by itself.\npermission denied"
	if p.path.Text != "/a/two" || p.text.Text != want {
		t.Errorf("chosen: %q, %q", p.path.Text, p.text.Text)
	}
	p.Set(dirs[1:], false)
	if p.chosen != 0 || p.path.Text != "/a/two" {
		t.Errorf("chosen %d: %q", p.chosen, p.path.Text)
	}
	p.Set(dirs[:1], false)
	if p.chosen != -1 || p.detail.Visible() {
		t.Errorf("chosen %d, though it can be read again", p.chosen)
	}
}

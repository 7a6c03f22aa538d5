package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recollect/app/command/cli"
	"recollect/app/command/tags"
)

// Tags are listed, renamed and removed everywhere; case and spellings of the same letters are one tag.
func TestTags(t *testing.T) {
	m := newTerminal(t)
	duck, cup := twoPhotos(t, m)
	done(t, m, "tag", "Food/Straße", duck, cup)
	done(t, m, "tag", "Sea", duck)
	listed := func() (text string) {
		for _, l := range lines[tags.Line](m, "tags") {
			text += fmt.Sprintf("%s %d,", l.Name, l.Photos)
		}
		return text
	}
	if got := listed(); got != "Food 2,Food/Straße 2,Sea 1," {
		t.Errorf("got %v", got)
	}
	if text := done(t, m, "tags"); text != "Food: 2 photos\nFood/Straße: 2 photos\nSea: 1 photo\n" {
		t.Errorf("got %s", text)
	}
	done(t, m, "tags", "rename", "FOOD/STRASSE", "Street")
	if got := listed(); got != "Sea 1,Street 2," {
		t.Errorf("renamed: %v", got)
	}
	done(t, m, "tags", "remove", "street")
	if got := listed(); got != "Sea 1," {
		t.Errorf("removed: %v", got)
	}
	done(t, m, "undo")
	if got := found(m, "tag:/street"); len(got) != 2 {
		t.Errorf("removing is undone: %v", got)
	}
	for _, tt := range []struct {
		args   []string
		status int
		stderr string
	}{
		{[]string{"rename", "Food"}, cli.Misspelt, "tags: give nothing"},
		{[]string{"move", "Food", "Sea"}, cli.Misspelt, "tags: give nothing"},
		{[]string{"rename", "Fod", "Sea"}, cli.Failed, `There is no tag "Fod".`},
		{[]string{"remove", "Fod"}, cli.Failed, "recollect tags lists them"},
		{[]string{"rename", "Sea", " / "}, cli.Failed, "name"},
		{[]string{"remove", " "}, cli.Failed, "name"},
	} {
		r := m.run(append([]string{"tags"}, tt.args...)...)
		if r.status != tt.status || !strings.Contains(r.stderr, tt.stderr) {
			t.Errorf("%q: %+v", tt.args, r)
		}
	}
}

// An act is undone by its number before those that came after it.
func TestUndoOfOneAct(t *testing.T) {
	m := newTerminal(t)
	duck, cup := twoPhotos(t, m)
	done(t, m, "tag", "Food", cup)
	done(t, m, "rate", "4", duck)
	done(t, m, "rate", "5", duck)
	acts := lines[map[string]any](m, "history")
	number := func(i int) string { return strconv.Itoa(int(acts[i]["id"].(float64))) }
	if text := done(t, m, "history"); !strings.Contains(text, `tag "Food", 1 photo, act `+number(2)+"\n") {
		t.Errorf("got %s", text)
	}
	if text := done(t, m, "undo", number(2)); !strings.Contains(text, `tag "Food", 1 photo (undone)`) {
		t.Errorf("got %s", text)
	}
	if got := found(m, "rating:5"); !slices.Equal(got, []string{"duck.jpg"}) {
		t.Errorf("what came after stays: %v", got)
	}
	for _, tt := range []struct {
		act    string
		status int
		stderr string
	}{
		{number(1), cli.Failed, "changed again since"},
		{number(2), cli.Failed, "There is no act " + number(2) + " to undo. recollect history lists them."},
		{"9999", cli.Failed, "There is no act 9999"},
		{"0", cli.Misspelt, "undo: an act is a number"},
		{"first", cli.Misspelt, "undo: an act is a number"},
	} {
		if r := m.run("undo", tt.act); r.status != tt.status || !strings.Contains(r.stderr, tt.stderr) {
			t.Errorf("%s: %+v", tt.act, r)
		}
	}
}

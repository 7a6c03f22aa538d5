package strokes

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"recollect/ui/letters"
)

// never is a timer that does not end.
type never struct{}

func (never) After(time.Duration, func()) {}
func (never) Stop()                       {}

// canvas remembers what was added last.
type canvas struct {
	fyne.Canvas
	do func(fyne.Shortcut)
}

func (c *canvas) AddShortcut(_ fyne.Shortcut, do func(fyne.Shortcut)) { c.do = do }

// A letter acts before the key that follows it, unless that key belongs to a word.
func TestLettersComeFirst(t *testing.T) {
	var done []string
	does := func(what string) func() { return func() { done = append(done, what) } }
	k := &letters.Keys{Timer: never{}, Word: func(word string) { done = append(done, "word "+word) }}
	c := &canvas{}
	Canvas{c, k}.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { does("undo")() })
	press := func(name fyne.KeyName) { Before(&fyne.KeyEvent{Name: name}, k) }
	for _, tt := range []struct {
		name string
		do   func()
		want []string
	}{
		{"undo", func() { k.Typed('f', does("f")); c.do(&fyne.ShortcutUndo{}) }, []string{"f", "undo"}},
		{"an arrow", func() { k.Typed('f', does("f")); press(fyne.KeyLeft) }, []string{"f"}},
		{"a space", func() { k.Typed('f', does("f")); press(fyne.KeySpace); k.Typed(' ', nil) }, []string{"f"}},
		{"a word", func() { k.Typed('a', nil); press(fyne.KeySpace); k.Typed(' ', nil) }, []string{"word a "}},
		{"a letter", func() { k.Typed('f', does("f")); press(fyne.KeyL); k.Typed('l', nil) }, []string{"word fl"}},
	} {
		done = nil
		if tt.do(); !slices.Equal(done, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, done, tt.want)
		}
	}
}

// Package copies lets a person write copies of photos into a folder, and copy photos from a camera or a card into the
// library. It asks what it must know, shows how far the work is, and tells how it ended. All of it belongs to the UI
// goroutine.
package copies

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Wish is what copies are to be like.
type Wish struct {
	Dir      string
	Format   string // original, jpeg, png or sheet: a contact sheet
	LongPx   int    // the longest side at most; 0: as it is
	Strip    string // what is left out: nothing, location or all
	Sidecars bool
	// Name is that of a contact sheet without its extension, Columns how many photos are beside each other on it, and
	// Paper a4 or letter.
	Name    string
	Columns int
	Paper   string
}

// Export writes copies of photos and calls each with why one could not be made, or nil. It returns the path of the
// contact sheet, if that was wished for. It is called off the UI goroutine.
type Export func(ctx context.Context, ids []photo.ID, w Wish, each func(failed error)) (sheet string, err error)

// Found is what a camera or a card has.
type Found struct {
	Kind  string // camera, takeout, apple or folder
	Files int
	Bytes int64
}

// Cards copies photos from cameras and cards. Its methods are called off the UI goroutine.
type Cards interface {
	Look(ctx context.Context, from string) (Found, error)
	// Import calls each with whether a file was copied, or why it could not be.
	Import(ctx context.Context, from, to string, each func(copied bool, failed error)) error
}

// Maker makes copies. Export and Cards may be nil, all else is required.
type Maker struct {
	Group   *work.Group
	Board   *notice.Board
	Window  fyne.Window
	Explain func(error) (what, next string)
	Reveal  func(path string)
	Export  Export
	Cards   Cards
	Folders func() []photo.Folder // of the library
	Grid    interface{ With(func([]photo.ID)) }
	Large   func() photo.ID // the photo that has the window; 0: none has
	OnGrid  func() bool     // the grid is shown

	task   work.Task
	look   work.Latest[Found]
	last   Wish   // of the last export
	prints bool   // the work in flight is a contact sheet
	made   string // which is this file, once it is there
	sum    count  // of the work in flight
	sheet  *ask.Sheet
}

// count is how far a piece of work is.
type count struct {
	all, done, copied, failed int
	first                     error // why the first one failed
}

// begin shows the progress of work over all files, which may be cancelled, and tells how it ended. do calls each for
// every file. dir is shown at the end, if the person wants that.
func (m *Maker) begin(title, ended string, all int, dir string,
	do func(ctx context.Context, each func(copied bool, failed error)) error,
) {
	if m.task.Busy() {
		return
	}
	m.sum = count{all: all}
	bar, text := widget.NewProgressBar(), widget.NewLabel("")
	bar.Max = float64(max(1, all))
	bar.TextFormatter = func() string { return "" } // the text above says more, and can be read on the bar's colours
	inset := fynetheme.InnerPadding()               // as labels have
	inside := container.New(layout.NewCustomPaddedLayout(0, 0, inset, inset), bar)
	m.sheet = &ask.Sheet{
		Title: title, Content: ask.Form(text, inside), No: phrases.Say("answer:cancel"), Steady: true,
		Answer: func(bool) { m.task.Cancel() }, Away: m.task.Cancel,
	}
	show := func(c count) {
		m.sum = c
		bar.SetValue(float64(c.done))
		text.SetText(phrases.Say("copies:progress", "n", c.done, "photos", c.all))
	}
	show(m.sum)
	m.sheet.Show(m.Window)
	m.task.Run(m.Group, func(ctx context.Context) error {
		c, shown := count{all: all}, time.Time{}
		err := do(ctx, func(copied bool, failed error) {
			c.add(copied, failed)
			if now := time.Now(); now.Sub(shown) >= showEvery {
				shown = now
				is := c
				work.OnUI(func() { show(is) })
			}
		})
		work.OnUI(func() { m.sum = c })
		return err
	}, func(err error) { m.end(ended, dir, err) })
}

// showEvery is the shortest time between two states of a progress bar.
const showEvery = 100 * time.Millisecond

func (c *count) add(copied bool, failed error) {
	c.done++
	switch {
	case failed != nil:
		c.failed++
		if c.first == nil {
			c.first = failed
		}
	case copied:
		c.copied++
	}
}

// end tells how work has ended.
func (m *Maker) end(ended, dir string, err error) {
	m.sheet.Hide()
	if err != nil && !errors.Is(err, context.Canceled) {
		m.Board.Fail(err)
		return
	}
	m.tell(ended, dir, err != nil)
}

// tell tells what was done.
func (m *Maker) tell(ended, dir string, stopped bool) {
	name := filepath.Base(dir)
	text, failed := phrases.Say("copies:copied", "n", m.sum.copied, "name", name),
		phrases.Say("copies:failed", "n", m.sum.failed)
	if m.prints {
		text, failed = phrases.Say("copies:printed", "n", m.sum.copied, "name", name, "file", filepath.Base(m.made)),
			phrases.Say("copies:framed", "n", m.sum.failed)
	}
	if rest := m.sum.done - m.sum.copied - m.sum.failed; rest > 0 {
		text += "\n" + phrases.Say("copies:skipped", "n", rest)
	}
	if m.sum.failed > 0 {
		what, _ := m.Explain(m.sum.first)
		text += "\n" + failed + " " + what
	}
	switch {
	case stopped && m.prints:
		text = phrases.Say("copies:unprinted")
	case stopped:
		text += "\n" + phrases.Say("copies:stopped")
	}
	show := dir
	if m.prints && !stopped {
		show = m.made // in its folder
	}
	ask.If(m.Window, ask.Question{
		Title: ended, Text: text, Yes: phrases.Say("copies:show"), No: phrases.Say("answer:close"),
	}, func() { m.Reveal(show) })
}

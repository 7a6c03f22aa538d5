// Package notice shows all messages to the person. Callers choose a method of Board by the kind of
// message, and the board decides where it is shown: in the banner above the photos, on the card
// over the window, on the pill or the toast that float above the photos. The line above the photos
// and the status line at the bottom belong to the board too. All of it belongs to the UI goroutine.
package notice

import (
	"context"
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

const (
	passingTime = 4 * time.Second // that Passing and Outcome are shown
	doneTime    = 6 * time.Second // that Done is shown
)

// Board shows messages; make one with New.
type Board struct {
	OnMove    func()         // a surface was shown, hidden or resized; required
	OnDetails func()         // details of the banner are wanted; may be nil
	Below     func() float32 // how far above the window's lower edge the toast begins; required
	Left      func() float32 // how far from the window's left edge it begins at least; nil: 0
	DoneTime  time.Duration  // that Done is shown; six seconds unless set

	Line   *Line   // above the photos
	Status *Status // at the bottom

	explain func(error) (what, next string)
	banner  *banner
	card    *card
	pill    *pill
	toast   *toast
	passing *work.Timer
	fading  *work.Timer // of the card
	fade    *work.Timer // of the toast

	doing int      // acts of the person that are being stored
	then  []func() // what waits for them
}

// New returns an empty board. Its timers run in g, and explain turns an error into two sentences
// for the person.
func New(g *work.Group, explain func(error) (what, next string)) *Board {
	b := &Board{
		explain: explain, DoneTime: doneTime,
		passing: work.NewTimer(g), fading: work.NewTimer(g), fade: work.NewTimer(g),
		Line: newLine(), Status: newStatus(), card: newCard(), pill: newPill(),
	}
	b.banner = newBanner(func() { call.If(b.OnDetails) })
	left := func() float32 {
		if b.Left == nil {
			return 0
		}
		return b.Left()
	}
	b.toast = newToast(func() float32 { return b.Below() }, left, func() { b.Undo() })
	return b
}

// Banner returns the banner. The window places it and the other surfaces.
func (b *Board) Banner() fyne.CanvasObject { return b.banner.object }

// Card returns the surface over the whole window.
func (b *Board) Card() fyne.CanvasObject { return b.card.object }

// Pill returns the surface that floats above the photos.
func (b *Board) Pill() fyne.CanvasObject { return b.pill.object }

// Toast returns the surface that floats above the photos and the viewer. It
// takes the whole window.
func (b *Board) Toast() *fyne.Container { return b.toast.object }

// Trouble shows what keeps the library from working, until it is over (what is
// empty) or the person closes it.
func (b *Board) Trouble(what, next string) { b.banner.trouble(what, next) }

// News shows an event until the person closes it. It then calls read, which may
// be nil.
func (b *Board) News(what, next string, read func()) { b.banner.notice(what, next, read) }

// Restored shows how a damaged library was replaced, until the person has read that.
func (b *Board) Restored(r *photo.Restoration, read func()) {
	if r != nil {
		m := phrases.Catalogue().Restored(*r)
		b.News(m.What, m.Next, read)
	}
}

// Fail shows why an action of the person has failed, until the next action. nil
// shows nothing.
func (b *Board) Fail(err error) {
	if err == nil {
		return
	}
	slog.Error("in the window", "err", err)
	b.banner.pass(b.explain(err))
}

// Act ends the message of Fail, since the person does something else.
func (b *Board) Act() { b.banner.act() }

// Progress shows the work in progress over the window, with a picture unless
// that is nil, until Ready or Outcome.
func (b *Board) Progress(picture image.Image, text string) {
	b.fading.Stop()
	b.card.show(picture, text)
}

// Ready ends Progress.
func (b *Board) Ready() { b.card.hide() }

// Outcome replaces Progress by the outcome, for a while.
func (b *Board) Outcome(text string) {
	b.card.show(nil, text)
	b.fading.After(passingTime, b.card.hide)
}

// Hint shows text above the photos until the next hint. An empty text hides it.
func (b *Board) Hint(text string) {
	if b.pill.show(text) {
		b.OnMove()
	}
}

// Passing is Hint for a while.
func (b *Board) Passing(text string) {
	b.Hint(text)
	b.passing.After(passingTime, func() {
		if b.pill.text.Text == text {
			b.Hint("")
		}
	})
}

// Done shows for a while what was done. undo reverts it, even after the message
// is gone; it is nil if that is impossible.
func (b *Board) Done(text string, undo func()) {
	b.toast.show(text, undo)
	b.OnMove()
	b.fade.After(b.DoneTime, b.hideToast)
}

// Do does off the UI goroutine what the person wants, which undo may revert, and then calls done.
func (b *Board) Do(g *work.Group, do func(context.Context) error, done func(error)) {
	release := b.Hold()
	work.Do(g, do, func(err error) {
		done(err)
		release()
	})
}

// Hold says that something which undo may revert is being done. The caller calls release, once, when that is done.
func (b *Board) Hold() (release func()) {
	b.doing++
	return func() {
		b.doing--
		b.goOn()
	}
}

// Then calls do once all is done that the person wanted before: Undo, pressed at once, undoes what was done last.
func (b *Board) Then(do func()) {
	b.then = append(b.then, do)
	b.goOn()
}

func (b *Board) goOn() {
	for b.doing == 0 && len(b.then) > 0 {
		do := b.then[0]
		b.then = b.then[1:]
		do()
	}
}

// Undone shows that an action was undone.
func (b *Board) Undone() { b.Done(phrases.Say("notice:undone"), nil) }

// Undo undoes the last action, once, and reports whether there was one.
func (b *Board) Undo() bool {
	undo := b.toast.undo
	b.toast.undo = nil
	b.hideToast()
	call.If(undo)
	return undo != nil
}

func (b *Board) hideToast() {
	b.fade.Stop()
	b.toast.hide()
}

// Recolour shows all surfaces in the theme as it is now.
func (b *Board) Recolour() {
	b.Status.recolour()
	b.banner.recolour()
	b.pill.recolour()
	b.Line.recolour()
	b.toast.recolour()
	b.card.recolour()
}

// Shown is the content of a board, without the line and the status line. Hidden parts are empty.
type Shown struct {
	Banner  string
	Card    string
	Picture image.Image // on the card
	Pill    string
	Toast   string
	Undo    bool // the last action can be undone, whether that is shown or not
}

// Shown returns the content of the board.
func (b *Board) Shown() Shown {
	s := Shown{Pill: b.pill.text.Text, Undo: b.toast.undo != nil}
	if b.banner.object.Visible() {
		s.Banner = b.banner.what.Text
	}
	if b.card.object.Visible() {
		s.Card, s.Picture = b.card.text.Text, b.card.picture.Image
	}
	if b.toast.box.Visible() {
		s.Toast = b.toast.text.Text
	}
	return s
}

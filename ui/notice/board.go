// Package notice is the one way to tell a person something. Whoever has something
// to say calls the method of Board for what it is, and the board decides where it
// is shown: in the banner above the photos, on the card over the window, on the
// pill or in the notice that float above the photos. The line above the photos
// and the status line at the bottom belong to the board too. All of it belongs to
// the UI goroutine.
package notice

import (
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"recollect/ui/call"
	"recollect/ui/work"
)

const (
	passingTime = 4 * time.Second // that Passing and Outcome are shown
	doneTime    = 6 * time.Second // that Done is shown
)

// Board shows what is told; make one with New.
type Board struct {
	OnMove    func()         // what takes room or floats has come, gone or changed its size; needed
	OnDetails func()         // more about what the banner says is wanted; may be nil
	Below     func() float32 // how far above the window's lower edge the notice of Done begins; needed
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
}

// New is a board that says nothing. What waits does so in g, and explain turns an
// error into the two sentences that a person reads.
func New(g *work.Group, explain func(error) (what, next string)) *Board {
	b := &Board{
		explain: explain, DoneTime: doneTime,
		passing: work.NewTimer(g), fading: work.NewTimer(g), fade: work.NewTimer(g),
		Line: newLine(), Status: newStatus(), card: newCard(), pill: newPill(),
	}
	b.banner = newBanner(func() { call.If(b.OnDetails) })
	b.toast = newToast(func() float32 { return b.Below() }, b.Undo)
	return b
}

// Banner is the surface above everything; it belongs into the window, as the
// other surfaces do.
func (b *Board) Banner() fyne.CanvasObject { return b.banner.object }

// Card is the surface over the whole window.
func (b *Board) Card() fyne.CanvasObject { return b.card.object }

// Pill is the surface that floats above the photos.
func (b *Board) Pill() fyne.CanvasObject { return b.pill.object }

// Toast is the surface that floats above the photos and the viewer. It takes the
// whole window.
func (b *Board) Toast() *fyne.Container { return b.toast.object }

// Trouble shows what keeps the library from working, until it is over (what is
// empty) or the person closes it.
func (b *Board) Trouble(what, next string) { b.banner.trouble(what, next) }

// News shows what happened once, until the person closes it. read is called then,
// and may be nil.
func (b *Board) News(what, next string, read func()) { b.banner.notice(what, next, read) }

// Fail shows why something that the person did has not worked, until the next
// thing is done. nil shows nothing.
func (b *Board) Fail(err error) {
	if err == nil {
		return
	}
	slog.Error("in the window", "err", err)
	b.banner.pass(b.explain(err))
}

// Act says that the person does something else: what Fail has shown is over.
func (b *Board) Act() { b.banner.act() }

// Dismiss closes what the banner says.
func (b *Board) Dismiss() { b.banner.close() }

// Progress shows over the window what goes on, with a picture unless that is nil,
// until Ready or Outcome.
func (b *Board) Progress(picture image.Image, text string) {
	b.fading.Stop()
	b.card.show(picture, text)
}

// Ready says that what Progress has shown is over.
func (b *Board) Ready() { b.card.hide() }

// Outcome shows what came of it in the place of Progress, for a while.
func (b *Board) Outcome(text string) {
	b.card.show(nil, text)
	b.fading.After(passingTime, b.card.hide)
}

// Hint shows text above the photos until there is another one. An empty one
// shows nothing any more.
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

// Done tells for a while what was done. undo takes it back, also once it is not
// told any more; it is nil where that cannot be.
func (b *Board) Done(text string, undo func()) {
	b.toast.show(text, undo)
	b.OnMove()
	b.fade.After(b.DoneTime, b.hideToast)
}

// Undone tells that something was taken back.
func (b *Board) Undone() { b.Done("Undone.", nil) }

// Undo takes back what was done last, once.
func (b *Board) Undo() {
	undo := b.toast.undo
	b.toast.undo = nil
	b.hideToast()
	call.If(undo)
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

// Shown is what a board says, but for the line and the status line; what is not
// shown is empty.
type Shown struct {
	Banner  string
	Card    string
	Picture image.Image // on the card
	Pill    string
	Toast   string
	Undo    bool // what was done last can be taken back, whether that is shown or not
}

// Shown is what the board says now.
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

package pages

import (
	"context"
	"image"

	"recollect/engine/photo"
	"recollect/ui/held"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/settings"
	"recollect/ui/sidecars"
	"recollect/ui/work"
)

// Sidecars writes what a person says of photos beside them. Its methods are called off the UI goroutine.
type Sidecars interface {
	SetOn(context.Context, bool) error
	Conflicts(ctx context.Context, from, n int) (page []photo.Differing, total int, err error)
	Settle(context.Context, []photo.Settlement) (n int, undo func(context.Context) error, err error)
}

// conflictsAtOnce is how many photos with conflicts are read at a time.
const conflictsAtOnce = 20

// SidecarPages provides the page of conflicts, and what the settings say of sidecars.
type SidecarPages struct {
	Group     *work.Group
	Board     *notice.Board
	Page      *sidecars.Page
	Settings  *settings.Page
	Library   Sidecars
	Thumbs    Thumbs
	Explain   func(error) (what, next string)
	OnChanged func() // what is said of photos was changed

	state   photo.SidecarState
	read    bool // the page was
	busy    bool // conflicts are being settled
	settles bool // the page may show conflicts that are settled
	reading work.Latest[conflicts]
	picture work.Latest[image.Image]
}

// conflicts is a part of the list.
type conflicts struct {
	from, total int
	list        []photo.Differing
}

// Serve connects the pages.
func (p *SidecarPages) Serve() {
	p.Page.OnNeed = p.need
	p.Page.OnSettle, p.Page.Held = p.settle, held.Modifiers
	p.Page.OnWant = func(id photo.ID) {
		p.picture.Run(p.Group, func(ctx context.Context) (image.Image, error) {
			return p.Thumbs.Thumb(ctx, id, smallThumb)
		}, func(img image.Image, err error) {
			if err == nil {
				p.Page.Take(id, img)
			}
		})
	}
	p.Settings.OnSidecars = func(on bool) {
		work.Do(p.Group, func(ctx context.Context) error { return p.Library.SetOn(ctx, on) }, func(err error) {
			p.Board.Fail(err)
			if err != nil {
				p.show()
			}
		})
	}
	p.show()
}

// Set shows how far sidecars are written by themselves. A nil p shows nothing.
func (p *SidecarPages) Set(st photo.SidecarState) {
	if p == nil {
		return
	}
	reread := p.read && st.Conflicts != p.state.Conflicts
	p.state = st
	p.show()
	if reread {
		p.Read()
	}
}

func (p *SidecarPages) show() {
	trouble := ""
	if p.state.Trouble != nil {
		trouble, _ = p.Explain(p.state.Trouble)
	}
	p.Settings.SetSidecars(p.state, trouble)
}

// Read reads the conflicts around the photo that is shown.
func (p *SidecarPages) Read() {
	p.read = true
	p.need(p.Page.At())
}

func (p *SidecarPages) need(at int) {
	from := at / conflictsAtOnce * conflictsAtOnce
	p.reading.Run(p.Group, func(ctx context.Context) (c conflicts, err error) {
		c.list, c.total, err = p.Library.Conflicts(ctx, from, conflictsAtOnce)
		if from > 0 && len(c.list) == 0 && err == nil { // fewer than before
			from = max(0, c.total-1) / conflictsAtOnce * conflictsAtOnce
			c.list, c.total, err = p.Library.Conflicts(ctx, from, conflictsAtOnce)
		}
		c.from = from
		return c, err
	}, func(c conflicts, err error) {
		p.settles = p.busy
		if err != nil {
			p.Board.Fail(err)
			return
		}
		p.Page.Set(c.from, c.total, c.list)
	})
}

// settle settles conflicts and says so, with a way to undo it. Until the page shows what is left it settles nothing
// more: a key pressed twice would mean what is settled already.
func (p *SidecarPages) settle(c sidecars.Choice) {
	if p.settles {
		return
	}
	p.busy, p.settles = true, true
	var n int
	var undo func(context.Context) error
	p.Board.Do(p.Group, func(ctx context.Context) (err error) {
		n, undo, err = p.Library.Settle(ctx, c.How)
		return err
	}, func(err error) {
		p.busy = false
		p.Board.Fail(err)
		if undo != nil {
			text := phrases.Say("sidecars:taken", "n", max(1, n))
			if c.Mine {
				text = phrases.Say("sidecars:kept", "n", max(1, n))
			}
			p.Board.Done(text, func() { p.undo(undo) })
		}
		p.changed()
	})
}

func (p *SidecarPages) undo(undo func(context.Context) error) {
	p.Board.Do(p.Group, undo, func(err error) {
		p.Board.Fail(err)
		if err == nil {
			p.Board.Undone()
		}
		p.changed()
	})
}

func (p *SidecarPages) changed() {
	p.Read()
	p.OnChanged()
}

package sidebar

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Over highlights the row at a point of the window if photos may fall on it, and says what they would do there or why
// not.
func (b *Bar) Over(at fyne.Position, ids []photo.ID) (text string, fits bool) {
	b.scrollNear(at)
	r := b.rowAt(at)
	text, fits = b.takes(r, len(ids))
	if !fits {
		r = nil
	}
	b.aim(r)
	return text, fits
}

// Out ends what Over shows. The list goes on scrolling while photos are near its edge.
func (b *Bar) Out() { b.aim(nil) }

// Drop lets photos fall at a point of the window.
func (b *Bar) Drop(at fyne.Position, ids []photo.ID) {
	r := b.rowAt(at)
	b.Out()
	if _, fits := b.takes(r, len(ids)); !fits {
		return
	}
	if r == b.favourites {
		b.OnDropFavourites(ids)
		return
	}
	if r.tag != "" {
		b.OnDropTag(r.tag, ids)
		return
	}
	b.OnDropAlbum(r.album, ids)
}

// takes says what n photos would do on a row, or why they may not fall there; nothing of rows that have nothing to do
// with photos.
func (b *Bar) takes(r *row, n int) (text string, fits bool) {
	switch {
	case r == nil:
		return "", false
	case r == b.favourites && b.OnDropFavourites != nil:
		return phrases.Say("sidebar:drop-favourites", "n", n), true
	case r.album.ByHand && b.OnDropAlbum != nil:
		return phrases.Say("sidebar:drop-album", "n", n, "name", r.album.Name), true
	case r.album.ID != 0 && b.OnDropAlbum != nil:
		return phrases.Say("sidebar:drop-search"), false
	case r.tag != "" && b.OnDropTag != nil:
		return phrases.Say("sidebar:drop-tag", "n", n, "tag", r.tag), true
	case r.path != "":
		return phrases.Say("sidebar:drop-folder"), false
	}
	return "", false
}

// rowAt returns the row at a point of the window, nil if none is seen there.
func (b *Bar) rowAt(at fyne.Position) *row {
	if !b.object.Visible() {
		return nil
	}
	if b.favourites.Visible() && over(b.favourites, at) {
		return b.favourites
	}
	if !over(b.list, at) {
		return nil
	}
	for _, rows := range b.shelves() {
		for _, o := range rows.box.Objects {
			if r := o.(*row); over(r, at) {
				return r
			}
		}
	}
	return nil
}

// over reports whether a point of the window is on an object.
func over(o fyne.CanvasObject, at fyne.Position) bool {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
	return at.X >= 0 && at.Y >= 0 && at.X < o.Size().Width && at.Y < o.Size().Height
}

func (b *Bar) aim(r *row) {
	if b.aimed == r {
		return
	}
	for _, x := range []*row{b.aimed, r} {
		if x != nil {
			x.aimed = x == r
			x.Refresh()
		}
	}
	b.aimed = r
}

// scrollNear scrolls the list while the pointer is near its upper or lower edge.
func (b *Bar) scrollNear(at fyne.Position) {
	if !b.object.Visible() || !over(b.list, at) {
		b.edge.Stop()
		return
	}
	b.edge.At(at.Y-fyne.CurrentApp().Driver().AbsolutePositionForObject(b.list).Y, b.list.Size().Height)
}

func (b *Bar) scroll(by float32) {
	most := max(b.list.Content.MinSize().Height-b.list.Size().Height, 0)
	b.list.ScrollToOffset(fyne.NewPos(0, min(max(b.list.Offset.Y+by, 0), most)))
	b.look()
	if b.OnScroll == nil || !b.OnScroll() {
		b.edge.Stop()
	}
}

// reveal scrolls the list until a row of it can be seen.
func (b *Bar) reveal(r *row) {
	driver := fyne.CurrentApp().Driver()
	if driver.CanvasForObject(b.list) == nil || !b.holds(r) {
		return
	}
	top := driver.AbsolutePositionForObject(r).Y - driver.AbsolutePositionForObject(b.list).Y
	by := min(top, 0) + max(top+r.Size().Height-b.list.Size().Height, 0)
	if by != 0 {
		b.list.ScrollToOffset(fyne.NewPos(0, max(b.list.Offset.Y+by, 0)))
		b.look()
	}
}

// holds reports whether a row is one of the list, which can be scrolled.
func (b *Bar) holds(r *row) bool {
	return r.path != "" || r.tag != "" || r.album.ID != 0
}

// At returns where the row of a name is in the window, if it is there.
func (b *Bar) At(name string) (at fyne.Position, ok bool) {
	rows := []fyne.CanvasObject{b.favourites}
	for _, s := range b.shelves() {
		rows = append(rows, s.box.Objects...)
	}
	for _, o := range rows {
		if r, is := o.(*row); is && r.name == name {
			at = fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
			return at.AddXY(r.Size().Width/2, r.Size().Height/2), true
		}
	}
	return at, false
}

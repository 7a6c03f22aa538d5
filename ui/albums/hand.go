package albums

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/grid"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/roll"
	"recollect/ui/work"
)

// Members stores the photos of albums that are made by hand.
type Members interface {
	AddToAlbum(context.Context, photo.AlbumID, []photo.ID) error
	TakeFromAlbum(context.Context, photo.AlbumID, []photo.ID) error
	// OrderAlbum puts photos of an album, in the given order, before another one; 0: at the end.
	OrderAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID, before photo.ID) error
}

// Hand changes the photos of albums that are made by hand. What it changes in the album that is shown is seen at
// once, and stored one after the other.
type Hand struct {
	Group   *work.Group
	Board   *notice.Board
	Grid    *grid.Grid
	Library Members // nil: the library stores none
	// Record calls change and returns what undoes it. Called off the UI goroutine.
	Record func(ctx context.Context, change func(context.Context) error) (undo func(), err error)
	// Shown returns the album whose photos the grid shows in their own order; its ID is 0 if there is none.
	Shown     func() photo.Album
	Arrange   func(*roll.Roll) // shows the album's photos in another order, or some of them
	OnChanged func()           // all is stored
	OnGrid    func() bool      // the photos of the grid are what the window shows

	queue   work.Queue[*change]
	release func() // of the board, once all is stored
}

// change is a change of an album that is not stored yet.
type change struct {
	album photo.AlbumID
	moved []photo.ID // nil: it does something else
	store func(context.Context) error
	text  string // which says that it is done
	undo  func() // once it is stored
}

// Bind binds the keys that move photos in their album.
func (h *Hand) Bind(c fyne.Canvas) {
	for _, key := range []fyne.KeyName{
		fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd,
	} {
		keys := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
		c.AddShortcut(keys, func(fyne.Shortcut) {
			if h.HasKeys(c) {
				h.Step(key)
			}
		})
	}
}

// HasKeys reports whether keys mean the photos of the grid: in the search box they mean words, and behind a photo that
// is shown large nothing is moved.
func (h *Hand) HasKeys(c fyne.Canvas) bool {
	f := c.Focused()
	return c.Overlays().Top() == nil && h.OnGrid() && (f == nil || f == fyne.Focusable(h.Grid))
}

// Step moves the selected photos as a key says: an arrow, Home or End.
func (h *Hand) Step(key fyne.KeyName) {
	if h.Library == nil || h.Grid.Selected() == 0 {
		return
	}
	if h.Shown().ID == 0 {
		h.Board.Passing(phrases.Say("albums:no-order"))
		return
	}
	if before, ok := h.Grid.Beyond(key); ok {
		h.Move(h.Grid.Selection(), before)
	}
}

// Move puts photos of the album that is shown before another one of it; 0: at its end.
func (h *Hand) Move(ids []photo.ID, before photo.ID) {
	a := h.Shown()
	now := h.Grid.All().Moved(ids, before)
	if a.ID == 0 || h.Library == nil || slices.Equal(now.IDs(now.Len()), h.Grid.All().IDs(now.Len())) {
		return
	}
	h.show(now)
	h.do(&change{album: a.ID, moved: ids, store: func(ctx context.Context) error {
		return h.Library.OrderAlbum(ctx, a.ID, ids, before)
	}, text: phrases.Say("albums:moved", "n", len(ids), "name", a.Name)})
}

// Take takes the selected photos out of the album that is shown. The photos stay in the library.
func (h *Hand) Take() {
	if a := h.Shown(); a.ID != 0 && h.Library != nil {
		h.Grid.With(func(ids []photo.ID) { h.take(a, ids) })
	}
}

func (h *Hand) take(a photo.Album, ids []photo.ID) {
	at := h.Grid.Roll().Find(ids[0])
	h.show(h.Grid.All().Less(ids))
	if left := h.Grid.Roll().Len(); left > 0 {
		h.Grid.Select(min(max(at, 0), left-1))
	}
	h.do(&change{album: a.ID, store: func(ctx context.Context) error {
		return h.Library.TakeFromAlbum(ctx, a.ID, ids)
	}, text: phrases.Say("albums:taken-out", "n", len(ids), "name", a.Name)})
}

// Add puts photos at the end of an album.
func (h *Hand) Add(a photo.Album, ids []photo.ID) {
	if a.ID == h.Shown().ID { // they are in it
		return
	}
	h.do(&change{album: a.ID, store: func(ctx context.Context) error {
		return h.Library.AddToAlbum(ctx, a.ID, ids)
	}, text: phrases.Say("edits:added", "n", len(ids), "name", a.Name)})
}

// Items returns what can be done with the selected photos of the album that is shown.
func (h *Hand) Items() []*fyne.MenuItem {
	a := h.Shown()
	if a.ID == 0 || h.Library == nil {
		return nil
	}
	take := phrases.Say("albums:take", "name", a.Name)
	return []*fyne.MenuItem{grid.MenuItem(take, fynetheme.ContentRemoveIcon(), phrases.Say("keys:key-delete"), h.Take)}
}

func (h *Hand) show(now *roll.Roll) {
	h.Grid.Rearrange(now)
	h.Arrange(now)
}

// do stores a change after those before it. Of the same photos only the last move counts that is not being stored.
func (h *Hand) do(c *change) {
	if h.queue.Do == nil {
		h.queue.Do, h.queue.Done = h.store, h.stored
	}
	if h.release == nil {
		h.release = h.Board.Hold()
	}
	h.queue.Add(h.Group, c, func(last *change) bool {
		return c.moved != nil && last.album == c.album && slices.Equal(last.moved, c.moved)
	})
}

// store is called off the UI goroutine.
func (h *Hand) store(ctx context.Context, c *change) (err error) {
	c.undo, err = h.Record(ctx, c.store)
	return err
}

func (h *Hand) stored(c *change, err error, last bool) {
	if err != nil {
		h.Board.Fail(err)
	} else {
		h.Board.Done(c.text, c.undo)
	}
	if last {
		h.OnChanged()
		h.release()
		h.release = nil
	}
}

package sidebar

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/counts"
	"recollect/ui/folders"
	"recollect/ui/held"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

const (
	rowHeight float32 = 36
	badgeSize float32 = 15
)

// row is one line of the side bar: an icon, a name, a number.
type row struct {
	widget.BaseWidget
	held.Focus
	name   string
	number string
	icon   *widget.Icon
	onTap  func()
	onMenu func(at fyne.Position) // absolute
	// The keys F2 and Delete: give what the row stands for another name, remove it; nil: that cannot be done.
	onRename, onRemove func()

	bar    *Bar
	folder photo.Folder  // what the row stands for, where it is a folder, or what it lies in
	path   string        // of the folder or directory
	depth  int           // below a folder
	onFold func()        // nil: it has nothing in it that could be shown
	folds  bool          // there is something in it
	open   bool          // which is shown
	album  photo.Album   // and where it is an album; else the zero Album
	tag    string        // and where it is a tag: its whole name
	badge  fyne.Resource // the sign of a state; nil for none
	says   string        // the state in words; empty for none
	chosen bool
	away   bool // with all of its photos
	inside bool
	aimed  bool // what is carried may fall on it
}

func newRow(b *Bar, name string, icon fyne.Resource, onTap func()) *row {
	r := &row{bar: b, name: name, icon: widget.NewIcon(icon), onTap: onTap}
	r.OnFocus = r.focus
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) setName(name string) {
	if r.name != name {
		r.name = name
		r.Refresh()
	}
}

func (r *row) choose(chosen bool) {
	if r.chosen != chosen {
		r.chosen = chosen
		r.Refresh()
	}
}

func (r *row) count(n int) {
	text := ""
	if n > 0 {
		text = counts.Number(n)
	}
	r.setNumber(text)
}

func (r *row) setNumber(text string) {
	if r.number != text {
		r.number = text
		r.Refresh()
	}
}

// setFolder shows f as it is now.
func (r *row) setFolder(f photo.Folder) {
	icon := fynetheme.FolderIcon()
	away := f.Away && !f.Reason.Partly()
	if away {
		icon = fynetheme.NewDisabledResource(icon)
	}
	r.folder = f
	if r.away != away || r.icon.Resource == nil {
		r.away = away
		r.icon.SetResource(icon)
		r.Refresh()
	}
	r.setState(f)
	if f.Missing > 0 {
		r.setNumber(phrases.Say("sidebar:missing", "n", f.Missing))
	} else {
		r.count(f.Photos)
	}
}

// setState shows how changes in a folder are noticed.
func (r *row) setState(f photo.Folder) {
	if says, badge := state(f); r.says != says {
		r.says, r.badge = says, badge
		r.Refresh()
	}
}

// state returns how changes in a folder are noticed, in words and as a sign; nil where it is as it should be.
func state(f photo.Folder) (says string, badge fyne.Resource) {
	switch {
	case f.State == photo.FolderAway:
		return folders.Why(f), theme.UnpluggedIcon()
	case f.State == photo.FolderUnreadable:
		return phrases.Say("folders:is-unreadable"), fynetheme.WarningIcon()
	case f.Missing > 0:
		return folders.Why(f), nil // the number says so
	case f.State == photo.FolderPolled:
		return phrases.Say("folders:is-polled"), fynetheme.HistoryIcon()
	case f.State == photo.FolderWatched:
		return phrases.Say("folders:is-watched"), nil
	}
	return "", nil
}

// unfold says whether there is something in the row, and whether that is shown.
func (r *row) unfold(folds, open bool) {
	if r.folds != folds || r.open != open {
		r.folds, r.open = folds, open
		r.Refresh()
	}
}

// indent is how much further right the rows in another one begin.
const indent float32 = 14

// left returns where the icon begins.
func (r *row) left() float32 { return 12 + indent*float32(r.depth) }

// Tapped is called by Fyne.
func (r *row) Tapped(e *fyne.PointEvent) {
	tip.Out(r)
	if e != nil && r.folds && e.Position.X < r.left() {
		r.onFold()
		return
	}
	call.If(r.onTap)
}

// TappedSecondary is called by Fyne.
func (r *row) TappedSecondary(e *fyne.PointEvent) {
	tip.Out(r)
	call.With(r.onMenu, e.AbsolutePosition)
}

// menuOf shows what menu returns when the right button is pressed on the row.
func (r *row) menuOf(menu func() *fyne.Menu) {
	r.onMenu = func(at fyne.Position) {
		if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
			widget.ShowPopUpMenuAtPosition(menu(), c, at)
		}
	}
}

// AccessibilityLabel is called by Fyne.
func (r *row) AccessibilityLabel() string {
	if r.badge == nil {
		return r.name
	}
	return phrases.Say("photo:with-key", "what", r.name, "key", r.says)
}

// AccessibilityRole is called by Fyne.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MouseIn is called by Fyne.
func (r *row) MouseIn(*desktop.MouseEvent) {
	r.hover(true)
	if r.says != "" {
		tip.Over(r, r.says)
	}
}

// MouseMoved is called by Fyne.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (r *row) MouseOut() {
	r.hover(false)
	tip.Out(r)
}

func (r *row) hover(inside bool) {
	r.inside = inside
	r.Refresh()
}

// focus shows whether the row has the keys.
func (r *row) focus() {
	r.Refresh()
	if r.Focused && !r.inside { // a row that is being clicked stays below the pointer
		r.bar.reveal(r)
	}
}

// TypedRune is called by Fyne.
func (r *row) TypedRune(c rune) {
	switch c {
	case '/':
		call.If(r.bar.OnSearch)
	case '?':
		call.If(r.bar.OnHelp)
	}
}

// TypedKey is called by Fyne.
func (r *row) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.Tapped(nil)
	case fyne.KeyRight, fyne.KeyLeft:
		if r.folds && r.open == (e.Name == fyne.KeyLeft) {
			r.onFold()
		}
	case fyne.KeyF2:
		call.If(r.onRename)
	case fyne.KeyDelete:
		call.If(r.onRemove)
	case fyne.KeyEscape:
		call.If(r.bar.OnLeave)
	}
}

// CreateRenderer is called by Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	name := widget.NewLabel("")
	name.Truncation = fyne.TextTruncateEllipsis
	number := widget.NewLabel(r.number)
	number.Importance, number.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	number.Alignment = fyne.TextAlignTrailing
	ground := canvas.NewRectangle(color.Transparent)
	ground.CornerRadius = 6
	rr := &rowRenderer{r, ground, theme.NewRing(), name, number, widget.NewIcon(nil), widget.NewIcon(nil)}
	rr.Refresh()
	return rr
}

type rowRenderer struct {
	r            *row
	ground       *canvas.Rectangle
	ring         *theme.Ring
	name, number *widget.Label
	fold, badge  *widget.Icon
}

func (rr *rowRenderer) Layout(size fyne.Size) {
	rr.ground.Resize(size)
	rr.ring.Place(fyne.Position{}, size)
	left := rr.r.left()
	rr.fold.Move(fyne.NewPos(left-indent, (size.Height-indent)/2))
	rr.fold.Resize(fyne.NewSquareSize(indent))
	rr.r.icon.Move(fyne.NewPos(left, (size.Height-18)/2))
	rr.r.icon.Resize(fyne.NewSize(18, 18))
	number := rr.number.MinSize()
	if rr.number.Text == "" {
		number.Width = 0
	}
	badge := float32(0) // the room that it takes
	if rr.r.badge != nil {
		badge = badgeSize + 2
	}
	height := rr.name.MinSize().Height
	rr.name.Move(fyne.NewPos(left+20, (size.Height-height)/2))
	rr.name.Resize(fyne.NewSize(size.Width-left-20-number.Width-badge, height))
	rr.badge.Move(fyne.NewPos(size.Width-number.Width-badge, (size.Height-badgeSize)/2))
	rr.badge.Resize(fyne.NewSquareSize(badgeSize))
	rr.number.Move(fyne.NewPos(size.Width-number.Width-2, (size.Height-number.Height)/2))
	rr.number.Resize(number)
}

func (rr *rowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(96, max(rowHeight, rr.name.MinSize().Height))
}

func (rr *rowRenderer) Refresh() {
	r := rr.r
	rr.ground.FillColor = color.Transparent
	switch {
	case r.chosen && !r.aimed:
		rr.ground.FillColor = theme.Colour(fynetheme.ColorNameButton)
	case r.aimed:
		rr.ground.FillColor = theme.Colour(fynetheme.ColorNameSelection)
	case r.inside:
		rr.ground.FillColor = theme.Colour(fynetheme.ColorNameHover)
	}
	rr.ring.Show(r.Focused || r.aimed)
	rr.ground.Refresh()
	rr.name.Text, rr.name.TextStyle.Bold = r.name, r.chosen
	rr.name.Importance = widget.MediumImportance
	if r.away {
		rr.name.Importance = widget.LowImportance
	}
	rr.name.Refresh()
	rr.number.SetText(r.number)
	rr.badge.Hidden = r.badge == nil
	rr.badge.SetResource(r.badge)
	rr.fold.Hidden = !r.folds
	rr.fold.SetResource(fynetheme.MenuExpandIcon())
	if r.open {
		rr.fold.SetResource(fynetheme.MenuDropDownIcon())
	}
	r.icon.Refresh()
	rr.Layout(r.Size())
}

func (rr *rowRenderer) Objects() []fyne.CanvasObject {
	return rr.ring.Over([]fyne.CanvasObject{rr.ground, rr.fold, rr.r.icon, rr.name, rr.badge, rr.number})
}

func (rr *rowRenderer) Destroy() {}

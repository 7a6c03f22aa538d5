// Package query is the search box: a line in the language of the engine's package query, with
// syntax colours and completion, and chips for filters, for the pictures to search by and for what
// the line excludes by words such as "without". It reports each change at once; package session
// decides when to search. All of it belongs to the UI goroutine.
package query

import (
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/tip"
	"recollect/ui/typing"
)

// Placeholder is the text of the empty box. It names no example: the library may have no photo that
// fits. See Suggest.
func Placeholder() string { return phrases.Say("box:placeholder") }

// Suggest names, in the empty box, a thing that photos of the library show; empty: none is known.
func (b *Box) Suggest(thing string) {
	if thing != b.suggested {
		b.suggested = thing
		b.arrange()
	}
}

// Box is the widget; make one with New. The callbacks may be nil.
type Box struct {
	widget.BaseWidget

	OnChanged  func(query.Query) // the query has changed
	OnLeave    func()            // Esc in an empty box
	OnEnter    func()            // Enter, or Down below the newest line of the history: the answer is wanted
	OnUndo     func()            // where nothing that was typed can be undone
	OnRedo     func()            // and where none of that can be done again
	OnChoose   func()            // the person wants to choose a picture file
	OnPaste    func(path string) // the path of a file was pasted
	OnValues   func(key string)  // the library's values of a filter are wanted (SetValues)
	OnSave     func()            // the search is to be saved; nil if it cannot be
	OnRemember func(line string) // the line is worth remembering
	OnOffer    func()            // the list of completions was shown or hidden (Offering)

	field      *field
	chips      []*chip
	row        *fyne.Container   // the chips, in a row that may be wider than the box
	scroll     *container.Scroll // the visible part of row
	excluded   *fyne.Container   // what the line excludes by words such as "without"
	asTyped    bool              // the person has undone the exclusion
	typed      typing.Reading    // of the field's line
	asks       typing.Reading    // of that line joined with the chips
	suggested  string            // a thing that the library has
	own        bool              // the person has typed the line, or chosen it from the history
	arranged   string            // the state that chips and buttons were last shown for
	list       *list
	completion typing.Completion
	save       *tip.Button
	clear      *tip.Button
	ground     *canvas.Rectangle
	history    typing.History
}

// New returns an empty box.
func New() *Box {
	b := &Box{row: container.New(chipLayout{}), excluded: container.New(chipLayout{}), ground: canvas.NewRectangle(nil)}
	b.scroll = container.NewHScroll(theme.Apart(b.row))
	b.list = newList(b.choose, b.offering, b.leftList)
	b.field = newField(b)
	b.completion.Want = func(key string) { call.With(b.OnValues, key) }
	save := phrases.Say("keys:save-this-search")
	b.save = tip.New(theme.StarOutlineIcon(), save, phrases.Say("keys:key-ctrl-s"), func() { call.If(b.OnSave) })
	b.save.Hide()
	b.clear = tip.New(fynetheme.CancelIcon(), phrases.Say("tip:clear"), phrases.Say("keys:key-esc"), func() {
		b.Clear()
		b.focus()
	})
	b.clear.Hide()
	b.scroll.Hide()
	b.ground.StrokeWidth = 1
	b.ground.CornerRadius = 10
	b.ExtendBaseWidget(b)
	return b
}

// Query returns the query of the box: the lines of its chips and the typed one,
// and the pictures of its chips.
func (b *Box) Query() query.Query {
	var beside query.Query
	var line []string
	for _, c := range b.chips {
		switch {
		case c.filter != "":
			line = append(line, c.filter)
		case c.id != 0:
			beside.Like = append(beside.Like, c.id)
		default:
			beside.Images = append(beside.Images, c.path)
		}
	}
	if text := strings.TrimSpace(b.field.Text); text != "" {
		line = append(line, text) // last: an open quote extends to the end
	}
	q := b.asks.Of(strings.Join(line, " "), b.asTyped)
	q.Like, q.Images = beside.Like, beside.Images
	return q
}

// Typed returns the typed line, without chips.
func (b *Box) Typed() query.Query { return b.typed.Of(b.field.Text, b.asTyped) }

// AddPicture adds a chip for a picture file, unless it has one. img is its
// picture, nil if it is not known.
func (b *Box) AddPicture(path string, img image.Image) {
	for _, c := range b.chips {
		if c.path == path && c.id == 0 && c.filter == "" {
			return
		}
	}
	b.add(&chip{path: path, name: filepath.Base(path), img: img})
}

// AddLike adds a chip for a photo of the library, unless it has one.
func (b *Box) AddLike(id photo.ID, name string, img image.Image) {
	for _, c := range b.chips {
		if c.id == id {
			return
		}
	}
	b.add(&chip{id: id, name: name, img: img})
}

// AddFilter adds a chip for a filter, unless there is one. name is the text of
// the chip.
func (b *Box) AddFilter(filter, name string, icon fyne.Resource) {
	for _, c := range b.chips {
		if c.filter == filter {
			return
		}
	}
	b.add(&chip{filter: filter, name: name, icon: icon})
}

// SetText replaces the line, as if it were typed.
func (b *Box) SetText(text string) {
	b.field.setLine(text, len(text))
	b.list.hide()
}

// Put replaces the line by one that the person has not typed, which does not go into the history.
func (b *Box) Put(text string) {
	b.SetText(text)
	b.own = false
}

// PutAlbum puts the search of an album. One that was made by hand is a chip, as a tag or a folder is.
func (b *Box) PutAlbum(a photo.Album) {
	if a.ByHand {
		b.AddFilter(a.Line, a.Name, theme.StarOutlineIcon())
	} else {
		b.Put(a.Line)
	}
}

// SelectLine selects the line, without the list of completions: what is typed then replaces it.
func (b *Box) SelectLine() {
	b.list.hide()
	b.field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// Text returns the typed line, without chips.
func (b *Box) Text() string { return b.field.Text }

// SetSaved sets whether the search is saved already.
func (b *Box) SetSaved(saved bool) {
	icon := theme.StarOutlineIcon()
	if saved {
		icon = theme.StarIcon()
	}
	if b.save.Icon.Name() != icon.Name() {
		b.save.SetIcon(icon)
	}
}

// Settle marks the line as complete: a mistake at its end is no longer an unfinished word.
func (b *Box) Settle() {
	if !b.field.settled {
		b.field.settled = true
		b.field.Refresh()
	}
}

// Remember puts the line into the history after its answer was seen, if the person has
// typed it.
func (b *Box) Remember() {
	b.remember()
	if text := strings.TrimSpace(b.field.Text); text != "" && b.own {
		call.With(b.OnRemember, text)
	}
}

// remember puts the line into the history of this box, if a person has typed it.
func (b *Box) remember() {
	if b.own {
		b.history.Add(b.field.Text)
	}
}

// SetHistory sets the lines of earlier sessions, the newest first. Those of
// this session stay newer.
func (b *Box) SetHistory(lines []string) { b.history.Begin(lines) }

// Clear empties the box.
func (b *Box) Clear() {
	had := !b.Query().Blank()
	b.Replace()
	if had {
		b.changed()
	}
}

// Replace empties the box without calling OnChanged, so that something else can be put
// into it.
func (b *Box) Replace() {
	b.remember()
	b.chips, b.own = nil, false
	b.field.quiet = true
	b.field.SetText("")
	b.field.quiet = false
	b.list.hide()
	b.arrange()
}

// Forget empties the history.
func (b *Box) Forget() { b.history = typing.History{} }

// Field returns the object to focus, so that keys go into the box.
func (b *Box) Field() fyne.Focusable { return b.field }

// focus focuses the box, after a click on another part of it.
func (b *Box) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil && !b.field.focused {
		c.Focus(b.field)
	}
}

// Focused reports whether the box has the focus.
func (b *Box) Focused() bool { return b.field.focused }

func (b *Box) add(c *chip) {
	c.init(func() {
		b.remove(c)
		b.focus()
	})
	b.chips = append(b.chips, c)
	b.arrange()
	b.changed()
	b.scroll.ScrollToOffset(fyne.NewPos(b.row.MinSize().Width, 0)) // to the new one
}

func (b *Box) remove(c *chip) {
	for i := range b.chips {
		if b.chips[i] == c {
			b.chips = append(b.chips[:i:i], b.chips[i+1:]...)
			break
		}
	}
	b.arrange()
	b.changed()
}

// removeLast removes the last chip and reports whether there was one.
func (b *Box) removeLast() bool {
	if len(b.chips) == 0 {
		return false
	}
	b.remove(b.chips[len(b.chips)-1])
	return true
}

// hint shows, in the empty field, the longest text for which there is room.
func (b *Box) hint() {
	all := []string{Placeholder(), phrases.Say("box:short")}
	if b.suggested != "" {
		all = slices.Insert(all, 0, phrases.Say("box:suggestion", "thing", b.suggested))
	}
	if len(b.chips) > 0 {
		all = []string{phrases.Say("box:narrow"), phrases.Say("box:narrow-short")}
	}
	fits := slices.IndexFunc(all, b.field.hasRoom)
	if fits < 0 {
		fits = len(all) - 1
	}
	if text := all[fits]; text != b.field.PlaceHolder {
		b.field.SetPlaceHolder(text)
	}
}

// arrange lays out the chips and the buttons.
func (b *Box) arrange() {
	if len(b.chips) > 0 {
		b.scroll.Show()
	} else {
		b.scroll.Hide()
	}
	b.hint()
	b.arrangeExcluded()
	b.Refresh()
}

// changed calls OnChanged with the current query.
func (b *Box) changed() {
	if b.arrangeExcluded() {
		b.Refresh() // too expensive for each letter
	}
	call.With(b.OnChanged, b.Query())
}

// arrangeExcluded shows a chip for what the line excludes by words such as "without", or one
// that restores the exclusion, and the buttons that belong to a line. It reports whether
// anything has changed.
func (b *Box) arrangeExcluded() bool {
	said := b.Typed().Negations
	b.asTyped = b.asTyped && len(said) > 0
	empty := b.Query().Blank()
	now := fmt.Sprint(said, b.asTyped, len(b.chips), empty)
	if now == b.arranged {
		return false
	}
	b.arranged = now
	var chips []fyne.CanvasObject
	switch {
	case b.asTyped:
		chips = []fyne.CanvasObject{newExcludedChip(phrases.Say("box:as-typed"), true, func() { b.setAsTyped(false) })}
	case len(said) > 0: // in one chip, because they are undone together
		chips = []fyne.CanvasObject{newExcludedChip(strings.Join(said, ", "), false, func() { b.setAsTyped(true) })}
	}
	b.row.Objects, b.excluded.Objects = nil, nil
	for _, c := range b.chips {
		b.row.Objects = append(b.row.Objects, c)
	}
	if len(b.chips) > 0 { // there is room for one row of chips only
		b.row.Objects = append(b.row.Objects, chips...)
		b.row.Refresh()
		if len(chips) > 0 {
			b.scroll.ScrollToOffset(fyne.NewPos(b.row.MinSize().Width, 0)) // to the new one
		}
	} else {
		b.excluded.Objects = chips
	}
	frame.Show(b.clear, !empty)
	frame.Show(b.save, !empty && b.OnSave != nil)
	return true
}

// setAsTyped sets whether words such as "without" are taken literally.
func (b *Box) setAsTyped(asTyped bool) {
	b.asTyped = asTyped
	b.changed()
	b.field.Refresh()
	b.focus()
}

// escape clears the box, or leaves it if it is empty.
func (b *Box) escape() {
	if !b.Query().Blank() || b.field.Text != "" {
		b.Clear()
		return
	}
	call.If(b.OnLeave)
}

// paste takes text from the clipboard if it is the path of a file.
func (b *Box) paste(text string) bool {
	path := typing.FilePath(text)
	if path == "" || b.OnPaste == nil {
		return false
	}
	b.OnPaste(path)
	return true
}

func (b *Box) refreshGround() {
	b.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	b.ground.StrokeColor, b.ground.StrokeWidth = theme.Colour(fynetheme.ColorNameSeparator), 1
	if b.field.focused {
		b.ground.StrokeColor, b.ground.StrokeWidth = theme.Colour(fynetheme.ColorNamePrimary), 2
	}
	b.ground.Refresh()
}

// Paste searches by the file whose path text is, if it is one.
func (b *Box) Paste(text string) { b.paste(text) }

package viewer

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

// bar is the line above the picture.
type bar struct {
	box   *fyne.Container
	title *widget.Label
	date  *widget.Label
}

func newBar(v *Viewer) *bar {
	b := &bar{title: widget.NewLabel(""), date: widget.NewLabel("")}
	b.title.TextStyle.Bold = true
	b.title.Truncation = fyne.TextTruncateEllipsis
	b.date.Importance = widget.LowImportance
	close := func() {
		if v.OnClose != nil {
			v.OnClose()
		}
	}
	back := quiet("", fynetheme.NavigateBackIcon(), close)
	more := quiet("More like this", fynetheme.SearchIcon(), func() { v.act(v.OnMore) })
	about := quiet("", fynetheme.InfoIcon(), v.toggleInfo)
	left := container.NewHBox(back)
	right := container.NewHBox(b.date, more, about)
	b.box = container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12), container.NewBorder(nil, nil, left, right, b.title))
	return b
}

func quiet(text string, icon fyne.Resource, f func()) *widget.Button {
	b := widget.NewButtonWithIcon(text, icon, f)
	b.Importance = widget.LowImportance
	return b
}

// name shows whose picture it is.
func (b *bar) name(p photo.Photo) {
	b.title.SetText(filepath.Base(p.Path))
	b.date.SetText(p.Taken.Format("2 January 2006"))
}

func (b *bar) clear() {
	b.title.SetText("")
	b.date.SetText("")
}

// info is what is known of a photo, at the right of it.
type info struct {
	open   bool
	box    *fyne.Container
	ground *canvas.Rectangle
	rows   *fyne.Container
}

func newInfo() *info {
	i := &info{ground: canvas.NewRectangle(theme.Colour(theme.ColorNameSurface)), rows: container.NewVBox()}
	title := widget.NewLabel("Information")
	title.TextStyle.Bold = true
	content := container.New(layout.NewCustomPaddedLayout(12, 12, 12, 12),
		container.NewBorder(title, nil, nil, nil, container.NewVScroll(i.rows)))
	i.box = container.NewStack(i.ground, container.NewBorder(nil, nil, widget.NewSeparator(), nil, content))
	i.box.Hide()
	return i
}

// show fills the panel with p.
func (i *info) show(p photo.Photo) {
	i.rows.Objects = nil
	for _, r := range facts(p) {
		name, value := widget.NewLabel(r.name), widget.NewLabel(r.value)
		name.Importance, name.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
		value.Wrapping = fyne.TextWrapBreak
		value.Selectable = true
		i.rows.Add(container.New(layout.NewCustomPaddedVBoxLayout(-14), name, value))
	}
	i.rows.Refresh()
}

func (i *info) clear() {
	i.rows.Objects = nil
	i.rows.Refresh()
}

// fact is one line of the panel.
type fact struct{ name, value string }

// facts are what a person may want to know of p; what is not known is left out.
func facts(p photo.Photo) []fact {
	all := []fact{
		{"Name", filepath.Base(p.Path)},
		{"Folder", filepath.Dir(p.Path)},
		{dateName(p.Taken), date(p.Taken)},
		{"Size", fmt.Sprintf("%d × %d pixels, %s", p.WidthPx, p.HeightPx, bytes(p.Size))},
		{"Camera", p.Camera},
		{"Format", strings.ToUpper(p.Format)},
	}
	var known []fact
	for _, f := range all {
		if f.value != "" {
			known = append(known, f)
		}
	}
	return known
}

// dateName says what the date is: a camera's, or only that of the file.
func dateName(m photo.Moment) string {
	if m.From == photo.FromModTime {
		return "File changed"
	}
	return "Taken"
}

func date(m photo.Moment) string {
	if m.IsZero() {
		return ""
	}
	if m.HasOffset {
		return m.Format("Monday, 2 January 2006, 15:04 -07:00")
	}
	return m.Format("Monday, 2 January 2006, 15:04")
}

// bytes is n as a person reads it.
func bytes(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%d kB", (n+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

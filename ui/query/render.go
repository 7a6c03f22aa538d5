package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

// CreateRenderer is called by Fyne.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	choose := tip.New(fynetheme.MediaPhotoIcon(), phrases.Say("tip:choose"), "", func() { call.If(b.OnChoose) })
	icon := widget.NewIcon(fynetheme.SearchIcon())
	entry := container.NewThemeOverride(b.field, theme.Plain{})
	chips := container.NewThemeOverride(b.scroll, theme.Plain{})
	r := &boxRenderer{b: b, icon: icon, chips: chips, entry: entry, choose: choose}
	r.refresh()
	return r
}

type boxRenderer struct {
	b      *Box
	icon   *widget.Icon
	chips  *container.ThemeOverride
	entry  *container.ThemeOverride
	choose *tip.Button
}

const boxHeight float32 = 44

func (r *boxRenderer) Layout(size fyne.Size) {
	r.b.ground.Resize(size)
	middle := func(o fyne.CanvasObject, x, w, h float32) {
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
	}
	middle(r.icon, 14, 20, 20)
	left := float32(46)
	chips := min(r.b.row.MinSize().Width, size.Width/2) // the line keeps the rest
	middle(r.chips, left, chips, chipHeight)
	right := size.Width - 40
	middle(r.choose, right, 34, 34)
	for _, o := range []*tip.Button{r.b.save, r.b.clear} {
		if !o.Hidden {
			right -= 36
			middle(o, right, 34, 34)
		}
	}
	if len(r.b.excluded.Objects) > 0 {
		excluded := min(r.b.excluded.MinSize().Width, size.Width/2)
		right -= excluded + 4
		middle(r.b.excluded, right, excluded, chipHeight)
	}
	if chips > 0 {
		left += 6 // scrolled text must not touch a chip
	}
	middle(r.entry, left+chips-4, right-left-chips, r.entry.MinSize().Height)
}

func (r *boxRenderer) MinSize() fyne.Size {
	return fyne.NewSize(240, max(boxHeight, r.entry.MinSize().Height))
}

func (r *boxRenderer) Refresh() {
	r.refresh()
	r.Layout(r.b.Size())
}

func (r *boxRenderer) refresh() {
	r.b.refreshGround()
	// Do not refresh the overrides: each refresh begins another scope of the theme, for
	// which Fyne parses all fonts again and retains them, some 9 MB.
	r.b.scroll.Refresh()
	r.icon.Refresh()
	r.choose.Refresh()
	r.b.clear.Refresh()
	r.b.save.Refresh()
	r.b.excluded.Refresh()
	r.b.field.Refresh()
}

func (r *boxRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ground, r.icon, r.chips, r.entry, r.b.excluded, r.b.save, r.b.clear, r.choose}
}

func (r *boxRenderer) Destroy() {}

package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// cover hides a flagged picture until the person asks for it.
type cover struct {
	box  *fyne.Container
	show *push.Button
}

func newCover(v *Viewer) *cover {
	icon := widget.NewIcon(fynetheme.VisibilityOffIcon())
	text := widget.NewLabel(phrases.Say("screening:covered"))
	text.Importance = widget.LowImportance
	c := &cover{show: push.Icon(phrases.Say("screening:show"), fynetheme.VisibilityIcon(), func() {
		v.act(v.OnUncover)
		v.strip.Refresh()
		v.repaint()
	})}
	c.box = container.NewCenter(container.NewVBox(
		container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(40), icon)), text, container.NewCenter(c.show)))
	c.box.Hide()
	return c
}

// covered reports whether the shown picture is covered.
func (v *Viewer) covered() bool {
	t, _, ok := v.Current()
	return ok && v.hidden(t)
}

// hidden reports whether the picture of t is not to be seen unasked.
func (v *Viewer) hidden(t photo.Tile) bool {
	return t.Flagged && (v.Revealed == nil || !v.Revealed(t.ID))
}

// Remark updates whether the photo is a favourite.
func (v *Viewer) Remark() {
	t, _, ok := v.Current()
	if !ok || v.Favourite == nil {
		return
	}
	icon := theme.HeartOutlineIcon()
	if v.Favourite(t.ID) {
		icon = theme.HeartIcon()
	}
	if v.bar.heart.Icon.Name() != icon.Name() {
		v.bar.heart.SetIcon(icon)
	}
}

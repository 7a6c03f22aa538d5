package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/counts"
	"recollect/ui/phrases"
	"recollect/ui/push"
)

// Kept is how many bytes the library has of what Recollect keeps.
type Kept struct {
	Catalog  int64 // what was typed, and what is known of photos
	Backups  int64 // of the catalog
	Pictures int64 // small ones
	Index    int64 // to search in
	Models   int64 // that were downloaded or imported
	Others   int64 // the log and the like
}

// buildPrivacy makes the part about what is kept, where, and how much of it.
func (p *Page) buildPrivacy() fyne.CanvasObject {
	p.kept = container.New(amounts{})
	show := push.New(phrases.Say("settings:show-library"), func() { call.If(p.OnLibrary) })
	p.showLibrary = container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), container.NewHBox(show))
	promise := widget.NewLabel(phrases.Say("settings:privacy-note"))
	promise.Wrapping = fyne.TextWrapWord
	return container.New(layout.NewCustomPaddedVBoxLayout(0), heading(phrases.Say("settings:privacy")), promise,
		p.kept, p.showLibrary)
}

// SetKept shows how much is kept.
func (p *Page) SetKept(k Kept) {
	size := func(n int64) string {
		if n == 0 {
			return ""
		}
		return counts.Bytes(n)
	}
	p.kept.Objects = rows([][2]string{
		{phrases.Say("settings:kept-catalog"), size(k.Catalog)},
		{phrases.Say("settings:kept-backups"), size(k.Backups)},
		{phrases.Say("settings:kept-pictures"), size(k.Pictures)},
		{phrases.Say("settings:kept-index"), size(k.Index)},
		{phrases.Say("settings:kept-models"), size(k.Models)},
		{phrases.Say("settings:kept-others"), size(k.Others)},
	})
	for i, o := range p.kept.Objects {
		o.(*widget.Label).Wrapping = fyne.TextWrapOff
		if i%2 == 0 {
			o.(*widget.Label).Wrapping = fyne.TextWrapWord
		}
	}
	p.kept.Refresh()
}

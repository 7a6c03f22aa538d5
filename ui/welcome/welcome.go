// Package welcome has the pages that the window shows if there are no photos:
// the first page of a new library, and the pages that say why nothing is there
// and what to do. All of it belongs to the UI goroutine.
package welcome

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// Actions are the actions of the first page. It does not offer those that are
// nil.
type Actions struct {
	AddPictures func()
	TrySamples  func()
	AddOther    func()
	Icon        fyne.Resource // the program's own; nil for none
}

// New returns the first page.
func New(a Actions) fyne.CanvasObject {
	head := line(phrases.Say("welcome:title"), fynetheme.SizeNameHeadingText, true)
	promise := phrases.Say("welcome:promise")
	calm := line(promise, fynetheme.SizeNameText, false)
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(12), layout.NewSpacer())
	if a.AddPictures != nil {
		add := widget.NewButton(phrases.Say("welcome:pictures"), a.AddPictures)
		add.Importance = widget.HighImportance
		buttons.Add(container.NewThemeOverride(roomy(add), theme.Inverse{}))
	}
	if a.TrySamples != nil {
		buttons.Add(roomy(widget.NewButton(phrases.Say("welcome:samples"), a.TrySamples)))
	}
	buttons.Add(layout.NewSpacer())
	rows := []fyne.CanvasObject{mark(a.Icon), head, calm, gap(20), buttons}
	if a.AddOther != nil {
		other := widget.NewHyperlink(phrases.Say("welcome:another"), nil)
		other.OnTapped = a.AddOther
		rows = append(rows, gap(8), container.NewCenter(container.NewThemeOverride(other, theme.Inverse{})))
	}
	hint := line(phrases.Say("welcome:drop"), fynetheme.SizeNameCaptionText, false)
	rows = append(rows, gap(32), hint)
	return container.NewCenter(container.New(layout.NewCustomPaddedVBoxLayout(0), rows...))
}

// Choice is a choice on a page.
type Choice struct {
	Text string
	Do   func()
}

// Empty returns a page that says in one line why there is nothing and in a
// second what to do. button is offered unless it is empty.
func Empty(icon fyne.Resource, title, hint, button string, do func()) fyne.CanvasObject {
	if button == "" {
		return Choose(icon, title, hint)
	}
	return Choose(icon, title, hint, Choice{button, do})
}

// Choose is Empty with any number of choices, one below the other.
func Choose(icon fyne.Resource, title, hint string, choices ...Choice) fyne.CanvasObject {
	i := widget.NewIcon(fynetheme.NewDisabledResource(icon))
	rows := []fyne.CanvasObject{
		container.NewCenter(container.NewGridWrap(fyne.NewSize(48, 48), i)), gap(8),
		line(title, fynetheme.SizeNameSubHeadingText, true), line(hint, fynetheme.SizeNameText, false),
	}
	buttons := container.New(layout.NewCustomPaddedVBoxLayout(8))
	for _, c := range choices {
		buttons.Add(roomy(widget.NewButton(c.Text, c.Do)))
	}
	if len(choices) > 0 {
		rows = append(rows, gap(12), container.NewHBox(layout.NewSpacer(), buttons, layout.NewSpacer()))
	}
	return container.NewCenter(container.New(layout.NewCustomPaddedVBoxLayout(0), rows...))
}

func mark(icon fyne.Resource) fyne.CanvasObject {
	if icon == nil {
		return gap(0)
	}
	img := canvas.NewImageFromResource(icon)
	img.FillMode = canvas.ImageFillContain
	return container.New(layout.NewCustomPaddedLayout(0, 24, 0, 0),
		container.NewCenter(container.NewGridWrap(fyne.NewSize(88, 88), img)))
}

func line(text string, size fyne.ThemeSizeName, strong bool) *widget.Label {
	l := widget.NewLabel(text)
	l.Alignment = fyne.TextAlignCenter
	l.SizeName = size
	l.TextStyle.Bold = strong
	if !strong {
		l.Importance = widget.LowImportance
	}
	return l
}

// roomy returns a button the height of the search box.
func roomy(b *widget.Button) fyne.CanvasObject { return container.New(high{}, b) }

func gap(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, height))
	return r
}

// high lays out one button with more room around its text.
type high struct{}

func (high) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

func (high) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(24, 8)
}

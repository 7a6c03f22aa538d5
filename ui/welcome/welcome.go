// Package welcome makes the pages that the window shows in the place of photos: the first page of
// a new library, and pages that explain why there is nothing and what to do about it. All of it
// belongs to the UI goroutine.
package welcome

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/link"
	"recollect/ui/phrases"
	"recollect/ui/push"
)

// Actions are the actions of the first page. The page leaves out those that are nil.
type Actions struct {
	AddPictures func()
	TrySamples  func()
	AddOther    func()
	Icon        fyne.Resource // of the program; nil: the page has none
}

// New returns the first page.
func New(a Actions) fyne.CanvasObject {
	head := line(phrases.Say("welcome:title"), fynetheme.SizeNameHeadingText, true)
	promise := line(phrases.Say("welcome:promise"), fynetheme.SizeNameText, false)
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(12), layout.NewSpacer())
	if a.AddPictures != nil {
		buttons.Add(roomy(push.Strong(phrases.Say("welcome:pictures"), a.AddPictures)))
	}
	if a.TrySamples != nil {
		buttons.Add(roomy(push.New(phrases.Say("welcome:samples"), a.TrySamples)))
	}
	buttons.Add(layout.NewSpacer())
	rows := []fyne.CanvasObject{mark(a.Icon), head, promise, gap(20), buttons}
	if a.AddOther != nil {
		other := link.New(phrases.Say("welcome:another"), fynetheme.ColorNameForeground, a.AddOther)
		rows = append(rows, gap(8), container.NewCenter(other))
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

// Empty returns a page with two lines: title explains why there is nothing, and hint what to do. A
// button with the text button calls do; if the text is empty, there is no button.
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
		buttons.Add(roomy(push.New(c.Text, c.Do)))
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
func roomy(b fyne.Widget) fyne.CanvasObject { return container.New(high{}, b) }

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

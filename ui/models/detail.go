package models

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
)

// detail shows all that is known of the chosen model, and what can be done with it.
type detail struct {
	p       *Page
	object  *container.Scroll
	title   *widget.Label
	good    *widget.Label // what it is good for
	wrong   *widget.Label // what is wrong with it
	variant *widget.Select
	get     *push.Button
	use     *push.Button
	trial   *push.Button
	check   *push.Button
	remove  *push.Button
	main    *fyne.Container // the first row of buttons
	more    *fyne.Container // the second
	facts   *fyne.Container
}

func newDetail(p *Page) *detail {
	d := &detail{p: p, title: widget.NewLabel(""), good: widget.NewLabel(""), wrong: widget.NewLabel("")}
	d.title.TextStyle.Bold, d.title.SizeName = true, fynetheme.SizeNameSubHeadingText
	d.title.Wrapping, d.good.Wrapping, d.wrong.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord, fyne.TextWrapWord
	d.wrong.Importance = widget.DangerImportance
	with := func(f *func(photo.ModelEntry)) func() {
		return func() {
			if m, ok := p.model(); ok {
				call.With(*f, m)
			}
		}
	}
	d.variant = widget.NewSelect(nil, nil)
	d.get = push.Icon("", fynetheme.DownloadIcon(), func() {
		if m, ok := p.model(); ok && p.OnGet != nil {
			p.OnGet(m, d.chosenVariant(m))
		}
	})
	d.use = push.New(phrases.Say("models:use"), with(&p.OnUse))
	d.trial = push.New(phrases.Say("models:trial"), with(&p.OnTrial))
	d.check = push.New(phrases.Say("models:check"), with(&p.OnCheck))
	d.remove = push.New(phrases.Say("models:remove"), with(&p.OnRemove))
	for _, b := range []*push.Button{d.trial, d.check, d.remove} {
		b.Importance = widget.LowImportance
	}
	d.facts = container.New(pairs{})
	d.main = container.NewHBox(d.use, d.variant, d.get)
	d.more = container.NewHBox(d.trial, d.check, d.remove)
	buttons := container.New(layout.NewCustomPaddedVBoxLayout(4), d.main, d.more)
	all := container.New(layout.NewCustomPaddedVBoxLayout(0), d.title,
		container.New(layout.NewCustomPaddedLayout(-8, 0, 0, 0), d.good), d.wrong,
		container.New(layout.NewCustomPaddedLayout(4, 8, fynetheme.InnerPadding(), 0), buttons), d.facts)
	padded := container.New(layout.NewCustomPaddedLayout(0, 24, 0, 12), all)
	d.object = container.NewVScroll(container.New(readable{}, padded))
	return d
}

// show shows the model that is chosen now.
func (d *detail) show() {
	m, ok := d.p.model()
	d.object.Content.(*fyne.Container).Hidden = !ok
	if !ok {
		d.object.Refresh()
		return
	}
	d.title.SetText(m.Title)
	d.good.SetText(goodText(m))
	d.wrong.SetText(problemText(m))
	d.wrong.Hidden = d.wrong.Text == ""
	d.showVariants(m)
	d.showButtons(m)
	d.facts.Objects = nil
	for _, f := range facts(m, d.p.state) {
		d.facts.Add(factName(f.name))
		d.facts.Add(factValue(f.value))
	}
	d.object.Content.Refresh()
	d.object.Refresh()
}

func (d *detail) showButtons(m photo.ModelEntry) {
	here := m.State == photo.ModelEmbedded || m.State == photo.ModelInstalled
	gettable := len(m.Variants) > 0 && m.State != photo.ModelEmbedded
	d.get.SetText(getText(m))
	d.get.Hidden = !gettable || m.State == photo.ModelInstalled
	d.use.Hidden = !here || m.Wanted
	d.use.SetText(phrases.Say("models:use"))
	if m.InUse {
		d.use.SetText(phrases.Say("models:use-keep")) // instead of the one that is being built
	}
	d.trial.Hidden, d.check.Hidden = !here, !here && m.State != photo.ModelDamaged
	d.remove.Hidden = !removable(m)
	d.main.Hidden = d.get.Hidden && d.use.Hidden
	d.more.Hidden = d.trial.Hidden && d.check.Hidden && d.remove.Hidden
	frame.Enable(d.get, !d.p.busy[Transfer])
	for _, b := range []*push.Button{d.use, d.trial, d.check, d.remove} {
		frame.Enable(b, !d.p.busy[Act])
	}
	d.main.Refresh() // texts of another length need other places
	d.more.Refresh()
}

// showVariants offers the sets of files that m can be downloaded as, if there is a choice.
func (d *detail) showVariants(m photo.ModelEntry) {
	d.variant.Hidden = len(m.Variants) < 2 || m.State != photo.ModelAvailable
	var names []string
	for _, v := range m.Variants {
		names = append(names, variantText(v))
	}
	if !slices.Equal(names, d.variant.Options) {
		d.variant.SetOptions(names)
		d.variant.SetSelectedIndex(0)
	}
}

// chosenVariant is the name of the files to download.
func (d *detail) chosenVariant(m photo.ModelEntry) string {
	if m.State == photo.ModelIncomplete && m.Variant != "" {
		return m.Variant
	}
	if i := d.variant.SelectedIndex(); i >= 0 && i < len(m.Variants) {
		return m.Variants[i].Name
	}
	return ""
}

// first does what the first of the buttons does.
func (d *detail) first() {
	for _, b := range []*push.Button{d.use, d.get} {
		if b.Visible() && !b.Disabled() {
			b.OnTapped()
			return
		}
	}
}

func factName(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance = widget.LowImportance
	return l
}

func factValue(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping, l.Selectable = fyne.TextWrapWord, true
	return l
}

// readable limits lines of text to a length that is easy to read.
type readable struct{}

const mostWidth float32 = 720

// Layout is called with one object.
func (readable) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(min(size.Width, mostWidth), size.Height))
}

// MinSize returns that of the object.
func (readable) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// pairs puts names at the left and their values right of them, row by row.
type pairs struct{}

// closer is by how much rows overlap: each label has room of its own.
const closer float32 = 8

// Layout is called with names and values by turns.
func (p pairs) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left, y := p.left(o), float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		o[i+1].Resize(fyne.NewSize(max(size.Width-left, 0), 0)) // which determines its height
		high := max(o[i].MinSize().Height, o[i+1].MinSize().Height)
		o[i].Move(fyne.NewPos(0, y))
		o[i].Resize(fyne.NewSize(left, high))
		o[i+1].Move(fyne.NewPos(left, y))
		o[i+1].Resize(fyne.NewSize(max(size.Width-left, 0), high))
		y += high - closer
	}
}

// MinSize is as high as the rows in their present width.
func (p pairs) MinSize(o []fyne.CanvasObject) fyne.Size {
	high := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		high += max(o[i].MinSize().Height, o[i+1].MinSize().Height) - closer
	}
	return fyne.NewSize(p.left(o), high+closer)
}

// left is how wide the names are.
func (pairs) left(o []fyne.CanvasObject) (width float32) {
	for i := 0; i < len(o); i += 2 {
		width = max(width, o[i].MinSize().Width)
	}
	return width
}

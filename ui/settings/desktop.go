package settings

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"fyne.io/fyne/v2"

	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/tick"
)

// Desktop is what the page shows of the program without its window.
type Desktop struct {
	Tray    bool // there is a tray, from which the window can be opened again
	Keep    bool // the program goes on when the window is closed
	Login   bool // it can be started at login
	AtLogin bool // and it is
}

// buildDesktop makes the part about the program without its window.
func (p *Page) buildDesktop() {
	p.keep = tick.New(phrases.Say("desktop:keep"), func(on bool) {
		if !p.setting {
			call.With(p.OnKeep, on)
		}
	})
	p.login = tick.New(phrases.Say("desktop:login"), func(on bool) {
		if !p.setting {
			call.With(p.OnLogin, on)
		}
	})
	p.noTray = widget.NewLabel(phrases.Say("desktop:no-tray"))
	p.noTray.Wrapping, p.noTray.Importance = fyne.TextWrapWord, widget.LowImportance
	p.noTray.SizeName = fynetheme.SizeNameCaptionText
	p.desktop = container.New(layout.NewCustomPaddedVBoxLayout(0), heading(phrases.Say("desktop:title")),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewVBox(p.keep, p.login)), p.noTray)
}

// SetDesktop shows d.
func (p *Page) SetDesktop(d Desktop) {
	was := p.setting
	p.setting = true
	defer func() { p.setting = was }()
	p.keep.SetChecked(d.Keep)
	p.keep.Hidden, p.noTray.Hidden = !d.Tray, d.Tray
	p.login.SetChecked(d.AtLogin)
	p.login.Hidden, p.desktop.Hidden = !d.Login, !d.Login
	p.desktop.Refresh()
}

// buildUpdates makes the part about newer versions.
func (p *Page) buildUpdates() {
	p.updates = tick.New(phrases.Say("updates:check"), func(on bool) {
		if !p.setting {
			call.With(p.OnUpdates, on)
		}
	})
	p.updating = container.New(layout.NewCustomPaddedVBoxLayout(0),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), p.updates), note(phrases.Say("updates:note")))
}

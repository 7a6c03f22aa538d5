package pages

import (
	"context"
	"slices"

	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/settings"
	"recollect/ui/work"
)

// Screening stores which kinds of pictures are covered until the person asks
// for them; see settings.Kinds for their names. Tiles say which photos are
// covered.
type Screening interface {
	Screening(context.Context) ([]string, error)
	SetScreening(ctx context.Context, names []string) error
}

// Login starts the program, without a window, when the person logs in. It is called off the UI
// goroutine.
type Login interface {
	AtLogin() (bool, error)
	SetAtLogin(bool) error
}

// Settings provides the page of settings with its content.
type Settings struct {
	Group     *work.Group
	Board     *notice.Board
	Page      *settings.Page
	Screening Screening                                    // nil: nothing is covered
	Doctor    func(context.Context) string                 // the report for Details; nil for none
	State     func() settings.State                        // the state of the page, without Covered and Details
	Kept      func(context.Context) (settings.Kept, error) // nil: it is not known what is kept
	Login     Login                                        // nil: starting at login is not offered

	covered   []string // which kinds are covered, as last read
	reading   work.Latest[[]string]
	reporting work.Latest[string]
	atLogin   bool // as last read
	asking    work.Latest[bool]
	counting  work.Latest[settings.Kept]
}

// Show shows the page with the current state.
func (p *Settings) Show() {
	p.show("")
	p.Read()
	p.readLogin()
	p.readKept()
}

func (p *Settings) show(report string) {
	s := p.State()
	s.Details, s.Screening, s.Covered = report, p.Screening != nil, p.covered
	s.Desktop.Login, s.Desktop.AtLogin = p.Login != nil, p.atLogin
	p.Page.Set(s)
}

// Report fetches the text for Details.
func (p *Settings) Report() {
	if p.Doctor == nil {
		return
	}
	p.show(phrases.Say("settings:looking"))
	p.reporting.Run(p.Group, func(ctx context.Context) (string, error) { return p.Doctor(ctx), nil },
		func(text string, _ error) { p.show(text) })
}

// Read reads which pictures are covered.
func (p *Settings) Read() {
	if p.Screening == nil {
		return
	}
	p.reading.Run(p.Group, p.Screening.Screening, func(names []string, err error) {
		if err != nil {
			p.Board.Fail(err)
			return
		}
		if !slices.Equal(names, p.covered) {
			p.covered = names
			p.Page.SetCovered(names)
		}
	})
}

// Cover sets which pictures are covered from now on. The library signals the
// change of its tiles.
func (p *Settings) Cover(names []string) {
	p.covered = names
	work.Do(p.Group, func(ctx context.Context) error { return p.Screening.SetScreening(ctx, names) }, p.Board.Fail)
}

// readLogin reads whether the program starts at login.
func (p *Settings) readLogin() {
	if p.Login == nil {
		return
	}
	p.asking.Run(p.Group, func(context.Context) (bool, error) { return p.Login.AtLogin() }, p.showLogin)
}

// readKept counts what is kept.
func (p *Settings) readKept() {
	if p.Kept == nil {
		return
	}
	p.counting.Run(p.Group, p.Kept, func(k settings.Kept, err error) {
		p.Board.Fail(err)
		p.Page.SetKept(k)
	})
}

// SetLogin makes the program start at login, or no longer.
func (p *Settings) SetLogin(on bool) {
	p.asking.Stop()
	work.Always(p.Group, func(context.Context) (bool, error) {
		if err := p.Login.SetAtLogin(on); err != nil {
			return !on, err
		}
		return p.Login.AtLogin()
	}, p.showLogin)
}

func (p *Settings) showLogin(on bool, err error) {
	p.Board.Fail(err)
	p.atLogin = on
	p.ShowDesktop()
}

// ShowDesktop shows how the program runs without its window.
func (p *Settings) ShowDesktop() {
	d := p.State().Desktop
	d.Login, d.AtLogin = p.Login != nil, p.atLogin
	p.Page.SetDesktop(d)
}

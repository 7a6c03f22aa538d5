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

// Settings provides the page of settings with its content.
type Settings struct {
	Group     *work.Group
	Board     *notice.Board
	Page      *settings.Page
	Screening Screening                    // nil: nothing is covered
	Doctor    func(context.Context) string // the report for Details; nil for none
	State     func() settings.State        // the state of the page, without Covered and Details

	covered   []string // which kinds are covered, as last read
	reading   work.Latest[[]string]
	reporting work.Latest[string]
}

// Show shows the page with the current state.
func (p *Settings) Show() {
	p.show("")
	p.Read()
}

func (p *Settings) show(report string) {
	s := p.State()
	s.Details, s.Screening, s.Covered = report, p.Screening != nil, p.covered
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

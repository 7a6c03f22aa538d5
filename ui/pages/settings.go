package pages

import (
	"context"
	"slices"

	"recollect/ui/notice"
	"recollect/ui/settings"
	"recollect/ui/work"
)

// Screening says which kinds of pictures are covered until they are asked for;
// see settings.Kinds for their names. Tiles tell which they are.
type Screening interface {
	Screening(context.Context) ([]string, error)
	SetScreening(ctx context.Context, names []string) error
}

// Settings gives the page of settings what it says.
type Settings struct {
	Group     *work.Group
	Board     *notice.Board
	Page      *settings.Page
	Screening Screening                    // nil: nothing is covered
	Doctor    func(context.Context) string // the report for Details; nil for none
	State     func() settings.State        // what the page says, but for what is covered and Details

	covered   []string // which kinds are covered, as far as that was read
	reading   work.Latest[[]string]
	reporting work.Latest[string]
}

// Show shows the page as things are now.
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
	p.show("Looking…")
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

// Cover says which pictures are covered from now on. The library tells when its
// tiles are others by that.
func (p *Settings) Cover(names []string) {
	p.covered = names
	work.Do(p.Group, func(ctx context.Context) error { return p.Screening.SetScreening(ctx, names) }, p.Board.Fail)
}

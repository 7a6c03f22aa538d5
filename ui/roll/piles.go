package roll

import (
	"maps"

	"recollect/engine/photo"
)

// Piles folds rolls: which stacks are open, and what pages look like then.
type Piles struct {
	Flat   bool // no stacks are shown
	open   map[photo.ID]bool
	folded map[*Page]*Page
	of     map[photo.ID]*Stack // by each of its photos, shown or not
}

// Fold returns r as it is shown. Pages that were folded before are the same again.
func (p *Piles) Fold(r *Roll) *Roll {
	was := p.folded
	p.folded, p.of = map[*Page]*Page{}, map[photo.ID]*Stack{}
	if p.Flat {
		return r
	}
	var pages []*Page
	for k, page := range r.Pages {
		if len(page.Stacks) == 0 {
			continue
		}
		now := was[page]
		if now == nil {
			now = page.Fold(func(cover photo.ID) bool { return p.open[cover] })
		}
		p.folded[page] = now
		maps.Copy(p.of, now.Folded())
		if pages == nil {
			pages = append(pages, r.Pages...)
		}
		pages[k] = now
	}
	if pages == nil {
		return r
	}
	return New(pages, r.ByDate)
}

// Toggle opens or closes the stack of a cover.
func (p *Piles) Toggle(cover photo.ID) {
	if p.open == nil {
		p.open = map[photo.ID]bool{}
	}
	if p.open[cover] {
		delete(p.open, cover)
	} else {
		p.open[cover] = true
	}
	maps.DeleteFunc(p.folded, func(_, now *Page) bool { return now.Folded()[cover] != nil })
}

// CloseAll closes all stacks, and reports whether one was open.
func (p *Piles) CloseAll() bool {
	was := len(p.open) > 0
	clear(p.open)
	if was {
		clear(p.folded)
	}
	return was
}

// Of returns the stack that a photo is in, shown or not, in the roll that was folded last; nil if it is in none.
func (p *Piles) Of(id photo.ID) *Stack { return p.of[id] }

// All returns the stacks of the roll that was folded last, by each of their photos. The caller does not change it.
func (p *Piles) All() map[photo.ID]*Stack { return p.of }

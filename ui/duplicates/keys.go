package duplicates

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/call"
)

// mostKeys is how many photos of a group have a digit as their key.
const mostKeys = 9

// TypedKey handles the keys of the page: the arrows go from group to group, and Delete moves all but the photo to keep
// to the trash.
func (p *Page) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDelete, fyne.KeyBackspace:
		if !p.trash.Disabled() {
			p.asked()
		}
	default:
		p.ways.TypedKey(e)
	}
}

// TypedRune handles the other keys: a digit chooses the photo to keep, C compares it with the best of the others, X
// says that the group is none, and R shows the photo to keep in its folder. It reports whether the key is one of the
// page's.
func (p *Page) TypedRune(r rune) bool {
	_, g, ok := p.Groups()
	switch {
	case !ok:
		return false
	case r >= '1' && r <= '0'+mostKeys:
		p.choose(int(r - '1'))
	case r == 'c' || r == 'C':
		p.compare(g)
	case r == 'x' || r == 'X':
		p.rejected()
	case r == 'r' || r == 'R':
		call.With(p.OnReveal, g.Members[p.keep].Path)
	default:
		return false
	}
	return true
}

// compare asks for the photo to keep beside the best of the others, which is the first of them.
func (p *Page) compare(g photo.Duplicates) {
	var all []photo.Photo
	for _, m := range g.Members {
		all = append(all, m.Photo)
	}
	other := 0
	if p.keep == 0 {
		other = 1
	}
	if p.OnCompare != nil && len(all) > 1 {
		p.OnCompare(all, p.keep, other)
	}
}

// choose makes photo k of the group the one to keep. Keys are the page's again: what was pressed is replaced.
func (p *Page) choose(k int) {
	if _, g, ok := p.Groups(); !ok || k >= len(g.Members) {
		return
	}
	p.keep = k
	p.build()
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.object); c != nil {
		ask.Unfocus(c)
	}
}

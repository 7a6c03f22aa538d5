package ui

import (
	"slices"

	"recollect/engine/photo"
	"recollect/ui/details"
	"recollect/ui/frame"
	"recollect/ui/pages"
)

// describing shows what is known of the photo that the keyboard is at, beside the grid. The viewer has a
// panel of its own for the photo that it shows.
type describing struct {
	w      *Window
	panel  *details.Panel
	reader *pages.Details
	wanted bool
}

func newDescribing(w *Window) *describing {
	d := &describing{w: w, panel: details.New(), wanted: w.app.Preferences().Bool(prefInfo)}
	d.reader = &pages.Details{
		Group: w.work, To: d.panel, Photos: w.o.Photos, Tags: w.o.Marks, Things: w.o.Things,
	}
	return d
}

// toggle shows the panel or hides it, and keeps that for the next start.
func (d *describing) toggle() {
	d.wanted = !d.wanted
	d.w.app.Preferences().SetBool(prefInfo, d.wanted)
	d.follow()
}

// follow shows the panel beside photos if it is wanted, with the photo that the keyboard is at.
func (d *describing) follow() {
	shown := d.wanted && d.w.shell.OnGrid()
	if d.panel.Object().Visible() != shown {
		frame.Show(d.panel.Object(), shown)
		d.w.shell.Relayout()
	}
	if !shown {
		d.reader.Stop()
		return
	}
	d.reader.Follow(d.panel, d.w.grid.Selected())
}

// again reads the details of the photos that are shown again: they have changed.
func (d *describing) again() {
	d.reader.Again()
	d.w.pages.viewer.Details.Again()
	d.w.comparing.reader.Again()
}

// marks reads the tags and things of the photos that are shown again.
func (d *describing) marks() {
	d.reader.Marks()
	d.w.pages.viewer.Details.Marks()
}

// connect connects both panels with what a person can do there.
func (d *describing) connect() {
	w := d.w
	for _, p := range []*details.Panel{d.panel, w.viewer.Details()} {
		p.OnCopy, p.Why = w.files.Copy, w.finder.why
		p.OnSearchTag, p.OnSearchThing = w.asks.tag, w.asks.thing
		p.OnJudge = func(id photo.ID, thing string, v photo.Verdict) { w.marks.Judge(thing, []photo.ID{id}, v) }
		if w.o.Places != nil {
			p.OnMap = w.nav.toMap
		}
		if w.o.Marks != nil {
			p.OnTag = func(id photo.ID) { w.marks.Tag([]photo.ID{id}) }
			p.OnUntag = func(id photo.ID, tag string) { w.marks.SetTag([]photo.ID{id}, tag, false) }
		}
		if w.edits != nil {
			p.OnEdit = func(id photo.ID, f photo.Field, now string) { w.edits.Ask(d.about(p, id), f, now) }
			p.OnAsInFile = func(id photo.ID, f photo.Field) { w.edits.AsInFile(d.about(p, id), f) }
		}
	}
}

// about returns the photos that a change in a panel is about: the one that it describes or, beside the grid, all that
// are selected with it.
func (d *describing) about(p *details.Panel, id photo.ID) []photo.ID {
	if p == d.panel && d.w.grid.Marked() > 1 {
		if all := d.w.grid.Selection(); slices.Contains(all, id) {
			return all
		}
	}
	return []photo.ID{id}
}

package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/engine/photo"
	"recollect/ui/call"
)

// Selection returns all photos that are selected, in the order shown: the one
// that the keyboard is at, and those selected with it.
func (g *Grid) Selection() []photo.ID {
	var all []photo.ID
	for _, t := range g.tiles {
		if t.ID == g.selected || g.also[t.ID] {
			all = append(all, t.ID)
		}
	}
	return all
}

// SelectAll selects all photos.
func (g *Grid) SelectAll() {
	if len(g.tiles) == 0 {
		return
	}
	if i, selected := g.at(); !selected {
		g.selectAt(i)
	}
	g.also = make(map[photo.ID]bool, len(g.tiles))
	for _, t := range g.tiles {
		g.also[t.ID] = true
	}
	g.selectionChanged()
}

// selectOnly makes id the only photo that is selected.
func (g *Grid) selectOnly(id photo.ID) {
	g.selected, g.pivot, g.also = id, id, nil
	if i := g.indexOf(id); i >= 0 && len(g.plan.x) == len(g.tiles) {
		g.goal = g.plan.centre(i)
	}
	g.selectionChanged()
}

// toggle adds id to the selection, or removes it.
func (g *Grid) toggle(id photo.ID) {
	if g.also == nil {
		g.also = map[photo.ID]bool{}
	}
	if g.selected != 0 {
		g.also[g.selected] = true
	}
	if g.also[id] {
		delete(g.also, id)
		if g.selected == id {
			g.selected = 0
			for other := range g.also {
				g.selected = other
			}
		}
	} else {
		g.also[id] = true
		g.selected = id
	}
	g.pivot = id
	g.selectionChanged()
}

// extend selects all photos from where the selection began up to the one at place i.
func (g *Grid) extend(i int) {
	from := g.indexOf(g.pivot)
	if from < 0 {
		g.selectOnly(g.tiles[i].ID)
		return
	}
	g.also = map[photo.ID]bool{}
	for k := min(from, i); k <= max(from, i); k++ {
		g.also[g.tiles[k].ID] = true
	}
	g.selected = g.tiles[i].ID
	g.selectionChanged()
}

// keepSelected removes photos from the selection that the grid no longer has.
func (g *Grid) keepSelected() {
	if g.indexOf(g.selected) < 0 {
		g.selected = 0
	}
	if len(g.also) == 0 {
		return
	}
	also := map[photo.ID]bool{}
	for _, t := range g.tiles {
		if g.also[t.ID] {
			also[t.ID] = true
		}
	}
	g.also = also
}

func (g *Grid) selectionChanged() {
	g.placeOutline()
	g.refreshSigns()
	call.If(g.OnSelect)
}

// modifiersHeld returns the modifier keys that are held, none if the driver
// does not say.
func modifiersHeld() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/query"
	"recollect/ui/notice"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/welcome"
)

// notes shows the notes on a search, on the line above the photos or on a page in place of photos,
// and runs what they offer. Package session words them.
type notes struct{ w *Window }

// around returns what the notes depend on besides the session's state.
func (n *notes) around() session.Around {
	w := n.w
	shown := 0
	if w.finder.results {
		shown = w.grid.Roll().Len()
	}
	album, _ := w.albums.Of(w.finder.State().Asked)
	return session.Around{
		Status: w.state.status, Folders: !w.state.known || len(w.state.folders) > 0,
		Languages: w.o.Model().Languages, Album: album.Name, Shown: shown,
		Typing: w.box.Offering(), Last: session.Note(w.board.Line.Content()), Explain: Explain,
	}
}

// show shows the result of the search above the photos.
func (n *notes) show() {
	line := n.w.board.Line
	note, shown := n.w.finder.State().Note(n.around())
	line.Set(notice.Content(note))
	if line.Show(shown) {
		n.w.shell.Relayout()
	}
}

// nothing returns the page in place of photos if none was found, and its text.
func (n *notes) nothing() (text string, page func() fyne.CanvasObject) {
	p := n.w.finder.State().Nothing(n.around())
	return p.Text(), func() fyne.CanvasObject { return n.page(p) }
}

func (n *notes) page(p session.Page) fyne.CanvasObject {
	icon := map[session.Picture]fyne.Resource{
		session.Glass: fynetheme.SearchIcon(), session.Heart: theme.HeartOutlineIcon(),
		session.Folder: fynetheme.FolderOpenIcon(),
	}
	way := map[session.Way]func(){
		session.ToAll: n.w.box.Clear, session.ToWeak: n.w.finder.ToggleWeak, session.ToFolder: n.w.folders.Choose,
	}
	var choices []welcome.Choice
	for _, o := range p.Offers {
		choices = append(choices, welcome.Choice{Text: o.Text, Do: func() { n.w.asks.offer(o) }})
	}
	choices = append(choices, welcome.Choice{Text: p.WayText, Do: way[p.Way]})
	return welcome.Choose(icon[p.Picture], p.Title, p.Hint, choices...)
}

// act performs the action of the line.
func (n *notes) act() {
	if n.w.board.Line.Content().Wrong {
		n.repair()
		return
	}
	n.w.finder.ToggleWeak()
}

// take runs the offer of the line at an index.
func (n *notes) take(at int) {
	if all := n.w.finder.State().Offers(); at < len(all) {
		n.w.asks.offer(all[at])
	}
}

// repair corrects the line of the box: the first mistake in a filter, or else all
// misspelled words.
func (n *notes) repair() {
	typed := n.w.box.Typed()
	for _, m := range typed.Mistakes {
		if fixed, ok := query.Repair(typed.Text, m); ok {
			n.w.asks.offer(session.Offer{Line: fixed})
			return
		}
	}
	if s := n.w.finder.State(); s.Better != "" && s.Answered() {
		n.w.asks.offer(session.Offer{Line: s.Better})
	}
}

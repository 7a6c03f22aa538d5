package session

import (
	"strconv"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/phrases"
	"recollect/ui/view"
)

// MostOffers is how many offers a Note has at most.
const MostOffers = 3

// MostPictures limits the picture files of a search: thousands have nothing in
// common, and their previews take a gigabyte for each thousand.
const MostPictures = 50

// Note is the note above the photos. Empty parts are left out.
type Note struct {
	Title  string // the album's name, if the search is that of an album
	Text   string // one sentence
	Wrong  bool   // the sentence is about a mistake
	Action string // what can be done about it
	Hint   string // a hint
	Offers [MostOffers]string
}

// Around holds what a Note and a Page depend on besides State.
type Around struct {
	Status    photo.Status
	Folders   bool     // there may be folders of photos
	Languages []string // that the model knows, as ISO 639-1 codes
	Album     string   // the name of the album whose search the query is; empty: none
	Typing    bool     // the word at the cursor is not finished
	Shown     int      // how many photos of the answer are shown, if look-alikes are on stacks; 0: all
	Last      Note     // the previous note
	Explain   func(error) (what, next string)
}

// Note returns the note on the query, and on its answer once that is there. ok is false if
// the query is empty.
func (s State) Note(a Around) (n Note, ok bool) {
	if s.Asked.Blank() || s.Page != view.Photos {
		return Note{}, false
	}
	n = Note{Title: a.Album, Hint: unseenText(s.Asked.Unseen())}
	if len(s.Asked.Images) >= MostPictures {
		n.Hint = phrases.Say("note:most-pictures", "most", MostPictures)
	}
	switch {
	case s.Failed != nil:
		n.Wrong = true
		n.Text, n.Hint = a.Explain(s.Failed)
	case !s.Answered():
		if !a.Last.Wrong { // keeps the previous note meanwhile
			n.Text, n.Action = a.Last.Text, a.Last.Action
		}
	case len(s.Asked.Mistakes) > 0 && !a.Typing:
		n.Wrong, n.Hint = true, ""
		n.Text, n.Action = mistakeText(s.Asked.Text, s.Asked.Mistakes[0])
	case s.Showing:
		s.answerNote(a, &n)
	}
	return n, true
}

// answerNote describes the result of the search.
func (s State) answerNote(a Around, n *Note) {
	if s.Found.Len() > 0 { // otherwise the page in place of the photos does
		for i, o := range s.Offers() {
			if i < len(n.Offers) {
				n.Offers[i] = o.Text
			}
		}
	}
	if s.Nearest {
		n.Text = phrases.Say("found:nearest")
		if s.Weak > s.Found.Len() {
			n.Action = showWeak(s.Weak)
		}
		return
	}
	of := soFar(s.Asked, a.Status)
	if a.Shown > 0 && a.Shown < s.Found.Len() {
		of += phrases.Say("found:shown", "n", a.Shown)
	}
	n.Text, n.Action = foundText(s.Asked, s.Found.Len(), s.Weak, of)
	if language := s.Asked.Foreign(a.Languages); language != "" {
		n.Text = foreignText(language, a.Languages, s.Found.Len(), of)
	}
	if len(s.Unsure) > 0 && s.Found.Len() > 0 {
		n.Hint = unsureText(s.Unsure)
	}
}

// unsureText says which exclusions the model could not decide.
func unsureText(things []string) string {
	all := things[0]
	for _, thing := range things[1:] {
		all = phrases.Say("list:or", "first", all, "last", thing)
	}
	return phrases.Say("note:unsure", "things", all)
}

// mistakeText describes a mistake in line, and the correction if that is known.
func mistakeText(line string, m query.Mistake) (text, action string) {
	what := phrases.Catalogue().Reason(m.Reason).What
	text = what + "."
	filter := strings.SplitAfter(line[m.From:m.To], ":")[0]
	if !strings.HasPrefix(what, filter) { // a filter's name keeps its case
		text = strings.ToUpper(what[:1]) + what[1:] + "."
	}
	if _, ok := query.Repair(line, m); ok && m.Meant != "" {
		action = phrases.Say("note:meant", "meant", strconv.Quote(m.Meant))
	}
	return text, action
}

// unseenText says which parts of a line the model cannot see in pictures; empty: none.
func unseenText(unseen []photo.Reason) string {
	if len(unseen) == 0 {
		return ""
	}
	var names []string
	for _, r := range unseen {
		names = append(names, phrases.Catalogue().Reason(r).What)
	}
	return phrases.Say("unseen:all", "what", and(names))
}

// showWeak offers n weaker matches.
func showWeak(n int) string { return phrases.Say("found:show-weak", "n", n) }

// foundText says how much was found for q: n photos, and weak that fit weakly. of is
// what soFar says.
func foundText(q query.Query, n, weak int, of string) (text, action string) {
	switch {
	case n == 0:
		return "", "" // the page in place of photos says it
	case q.OnlyFilters():
		return phrases.Say("found:photos", "n", n, "of", of), ""
	case q.All && weak > 0:
		return phrases.Say("found:weak-too", "n", weak, "of", of), phrases.Say("found:hide-weak")
	case n >= Most:
		text = phrases.Say("found:best", "n", n, "of", of)
	default:
		text = phrases.Say("found:fit", "n", n, "of", of)
	}
	if weak > 0 && !q.All {
		action = showWeak(weak)
	}
	return text, action
}

// soFar says among how many photos was searched, until all are searchable.
func soFar(q query.Query, s photo.Status) string {
	switch {
	case !q.OnlyFilters():
		return searchable(s)
	case s.Counting:
		return phrases.Say("found:so-far")
	}
	return ""
}

// searchable says how many photos are searchable by content, until all are.
func searchable(s photo.Status) string {
	s.Building = photo.Building{} // what another model has not seen yet is searchable all the same
	switch {
	case s.ToGo() > 0 || s.Unread > 0:
		return phrases.Say("found:of-all", "n", s.Encoded-s.Unread, "all", s.Encoded+s.ToGo())
	case s.Counting:
		return phrases.Say("found:of", "n", s.Encoded)
	}
	return ""
}

package sidebar

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// gap is between the rows of the side bar.
const gap float32 = 2

// spare is how many rows are made beyond those that can be seen, above and below: the keys reach them.
const spare = 12

// shelf is a column of rows of one height. It makes only those that can be seen, and some more: thousands of rows
// cost what a screenful does.
type shelf struct {
	box  *fyne.Container
	list *container.Scroll // which the box is scrolled in
	// fill returns row i as it is now; was is the one that was made before, or nil.
	fill func(i int, was *row) *row

	names  []string // of all rows, each once
	made   map[string]*row
	at     []int // which rows the objects of the box are
	from   int   // those from here
	to     int   // up to here are made
	height float32
}

func newShelf(fill func(i int, was *row) *row) *shelf {
	s := &shelf{fill: fill, made: map[string]*row{}, height: rowHeight}
	s.box = container.New(s)
	return s
}

// set makes rows of these names; if they are others than before, what it lies in is to be refreshed. Those that were
// there before are brought up to date, and stay.
func (s *shelf) set(names []string) {
	s.names = names
	if s.make(s.sight()) {
		s.box.Refresh()
	}
}

// put makes rows of these names on a shelf of the side bar.
func (b *Bar) put(s *shelf, names []string) {
	same := slices.Equal(names, s.names)
	s.set(names)
	if !same { // else each row that has changed shows it
		b.object.Refresh()
	}
}

// each calls do with the rows that are made.
func (s *shelf) each(do func(*row)) {
	for _, r := range s.made {
		do(r)
	}
}

// look makes the rows that can be seen now.
func (s *shelf) look() {
	if from, to := s.sight(); s.lacks(from, to) {
		s.make(from, to)
		s.box.Refresh()
	}
}

// lacks reports whether rows are to be made: at the ends of the shelf each, elsewhere some at a time.
func (s *shelf) lacks(from, to int) bool {
	return from < s.from && (from == 0 || from+spare/2 < s.from) ||
		to > s.to && (to == len(s.names) || to-spare/2 > s.to)
}

// sight returns which rows there should be.
func (s *shelf) sight() (from, to int) {
	top := s.list.Offset.Y - s.box.Position().Y
	step := s.height + gap
	from = min(max(int(top/step)-spare, 0), len(s.names))
	to = min(max(int((top+s.list.Size().Height)/step)+1+spare, from), len(s.names))
	return from, to
}

// make makes rows, and lets go of all others but the one that has the keys and those beside it, where the keys lead.
// It reports whether there are new ones, which are to be put in their places.
func (s *shelf) make(from, to int) (more bool) {
	was, held := s.made, s.held()
	s.from, s.to = from, to
	s.made = make(map[string]*row, to-from)
	s.at, s.box.Objects = s.at[:0], nil
	add := func(from, to int) {
		for i := max(from, 0); i < min(to, len(s.names)); i++ {
			old := was[s.names[i]]
			r := s.fill(i, old)
			more = more || old == nil
			s.made[s.names[i]] = r
			s.at, s.box.Objects = append(s.at, i), append(s.box.Objects, r)
			s.height = r.MinSize().Height
		}
	}
	if held >= 0 {
		add(held-1, min(held+2, from))
	}
	add(from, to)
	if held >= 0 {
		add(max(held-1, to), held+2)
	}
	return more
}

// held returns which row has the keys, -1 for none.
func (s *shelf) held() int {
	for name, r := range s.made {
		if r.Focused {
			return slices.Index(s.names, name)
		}
	}
	return -1
}

// Layout is called by Fyne.
func (s *shelf) Layout([]fyne.CanvasObject, fyne.Size) {
	if from, to := s.sight(); s.lacks(from, to) {
		s.make(from, to)
	}
	width := s.box.Size().Width
	for k, o := range s.box.Objects {
		o.Move(fyne.NewPos(0, float32(s.at[k])*(s.height+gap)))
		o.Resize(fyne.NewSize(width, s.height))
	}
}

// MinSize is called by Fyne.
func (s *shelf) MinSize([]fyne.CanvasObject) fyne.Size {
	if len(s.names) == 0 {
		return fyne.Size{}
	}
	return fyne.NewSize(0, float32(len(s.names))*(s.height+gap)-gap)
}

package plan

import "recollect/engine/photo"

// Step is a way to move photos among others.
type Step int

// The steps.
const (
	Left Step = iota
	Right
	Up
	Down
	First
	Last
)

// Beyond returns the photo before which the chosen ones lie once they have moved by a step; 0: at the end. They lie
// together then. ok is false if they lie there already, there are none, or not all photos are loaded.
func (p *Plan) Beyond(chosen func(photo.ID) bool, s Step) (before photo.ID, ok bool) {
	if !p.Roll.Complete() {
		return 0, false
	}
	var rest []photo.ID // that are not chosen
	ahead := make([]int, 0, p.Roll.Len()+1)
	first, last := -1, -1
	for i := range p.Roll.Len() {
		ahead = append(ahead, len(rest))
		if t, _ := p.Roll.At(i); !chosen(t.ID) {
			rest = append(rest, t.ID)
			continue
		}
		if last = i; first < 0 {
			first = i
		}
	}
	if first < 0 {
		return 0, false
	}
	ahead = append(ahead, len(rest))
	to := 0 // how many lie before them then
	switch s {
	case Left:
		to = ahead[first] - 1
	case Right:
		to = ahead[last] + 1
	case Up:
		to = ahead[p.line(first, -1)]
	case Down:
		to = ahead[p.line(last, 1)+1]
	case Last:
		to = len(rest)
	}
	to = min(max(to, 0), len(rest))
	if together := ahead[first] == ahead[last]; together && to == ahead[first] {
		return 0, false
	}
	if to < len(rest) {
		before = rest[to]
	}
	return before, true
}

// line is the tile one line above or below tile i. It makes the rows there.
func (p *Plan) line(i, by int) int {
	k := p.BlockOf(i)
	for j := max(k-1, 0); j <= min(k+1, p.Blocks()-1); j++ {
		p.Make(j)
	}
	return p.Beside(i, by, p.Centre(i))
}

// Gap returns the tile nearest to a point, and whether the point is in its right half. Between two rows it is the
// lower one, below all the last tile.
func (p *Plan) Gap(x, y, gap int) (i int, after bool) {
	first, end := p.Between(y-gap, y+gap+1)
	if first >= end {
		if y < p.Height/2 {
			return 0, false
		}
		return p.Roll.Len() - 1, true
	}
	best := end - 1
	row := p.Tile(best).Y
	for k := end - 1; k >= first && p.Tile(k).Y == row; k-- {
		if best = k; p.Tile(k).X <= x {
			break
		}
	}
	r := p.Tile(best)
	return best, x > r.X+r.W/2
}

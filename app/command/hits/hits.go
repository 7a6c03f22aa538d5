// Package hits prints the answers of the command line's searches, a line for each photo or each stack.
package hits

import (
	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
	"recollect/engine/search"
)

// Line is a line of search and similar.
type Line struct {
	Rank       int     `json:"rank"`
	Path       string  `json:"path"`
	Score      float64 `json:"score"`
	Relevant   bool    `json:"relevant"`
	Confidence float64 `json:"confidence"`
	// Missing: the file cannot be reached at present; the result comes from the catalog.
	Missing bool `json:"missing,omitempty"`
	// Stack are the paths of the other photos of a stack, the better ones first.
	Stack []string `json:"stack,omitempty"`
}

func (l Line) text() plain.Text {
	var weak, missing, stack plain.Text
	if !l.Relevant {
		weak = "  (weak)"
	}
	if l.Missing {
		missing = "  (not there)"
	}
	if n := len(l.Stack); n > 0 {
		stack = plain.Format("  (and %d like it)", n)
	}
	return plain.Format("%4d  %.3f  %s%s%s%s", l.Rank, l.Score, l.Path, weak, missing, stack)
}

// Hit is a photo of an answer, and the others of its stack.
type Hit struct {
	search.Match
	Others []photo.ID
}

// Stacked returns the hits of an answer: the first photo of each stack stands for it, at the place of its best
// match. Stacks are of photos of the answer.
func Stacked(matches []search.Match, stacks [][]photo.ID) []Hit {
	of, match := map[photo.ID][]photo.ID{}, map[photo.ID]search.Match{}
	for _, stack := range stacks {
		for _, id := range stack {
			of[id] = stack
		}
	}
	for _, m := range matches {
		match[m.ID] = m
	}
	var all []Hit
	listed := map[photo.ID]bool{} // by the first of the stack
	for _, m := range matches {
		stack := of[m.ID]
		switch {
		case stack == nil:
			all = append(all, Hit{Match: m})
		case !listed[stack[0]]:
			listed[stack[0]] = true
			all = append(all, Hit{match[stack[0]], stack[1:]})
		}
	}
	return all
}

// Print prints hits, and returns how many. Photos that lie nowhere were deleted meanwhile.
func Print(c *cli.Call, all []Hit, at map[photo.ID]photo.Location) (n int, err error) {
	err = c.Buffered(func() error {
		for _, h := range all {
			line := Line{
				Path: at[h.ID].Path, Score: float64(h.Score), Relevant: h.Relevant, Confidence: h.Confidence,
				Missing: at[h.ID].Away,
			}
			if line.Path == "" {
				continue
			}
			for _, id := range h.Others {
				if path := at[id].Path; path != "" {
					line.Stack = append(line.Stack, path)
				}
			}
			n++
			line.Rank = n
			if err := c.List(line.Path, line, line.text()); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

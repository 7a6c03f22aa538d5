package ui

import (
	"fmt"
	"math"
	"strings"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// why says in lines why a photo is in the answer that is shown: how well it fits, and what was asked for. There
// are none for a photo that is in no answer, or in one of filters alone.
func (f *finder) why(id photo.ID) []string {
	s := f.State()
	m, ok := s.Why[id]
	if !s.Showing || !ok {
		return nil
	}
	percent := int(math.Round(100 * m.Confidence))
	lines := []string{phrases.Say("why:weakly", "percent", percent)}
	if m.Fits {
		lines[0] = phrases.Say("why:well", "percent", percent)
	}
	var wanted, avoided []string
	for _, p := range s.Answer.Parts {
		switch {
		case p.Text == "":
		case p.Weight < 0:
			avoided = append(avoided, p.Text)
		default:
			wanted = append(wanted, p.Text)
		}
	}
	avoided = append(avoided, s.Answer.Not...)
	if len(wanted) > 0 {
		lines = append(lines, phrases.Say("why:words", "words", strings.Join(wanted, ", ")))
	}
	if len(avoided) > 0 {
		lines = append(lines, phrases.Say("why:without", "words", strings.Join(avoided, ", ")))
	}
	if n := len(s.Answer.Images) + len(s.Answer.Like); n > 0 {
		lines = append(lines, phrases.Say("why:pictures", "n", n))
	}
	if m.Score != 0 {
		lines = append(lines, phrases.Say("why:score", "score", fmt.Sprintf("%.3f", m.Score)))
	}
	return lines
}

package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/counts"
	"recollect/ui/drop"
	"recollect/ui/notice"
	"recollect/ui/view"
	"recollect/ui/work"
)

// restTime is how long an answer is looked at before its search is worth remembering.
const restTime = 2 * time.Second

// arrangeNote says above the photos what came of the search.
func (w *Window) arrangeNote() {
	asking := !w.asked.Blank() && w.room == view.Photos
	content := notice.Content{}
	if asking {
		content = w.noteContent()
	}
	w.board.Line.Set(content)
	if w.board.Line.Show(asking) {
		w.relayout()
	}
}

// noteContent is what is said of the line, and of its answer once that is there.
func (w *Window) noteContent() notice.Content {
	c := notice.Content{Title: w.albumOf(w.asked), Hint: w.asked.Hint()}
	if len(w.asked.Images) >= drop.Max {
		c.Hint = fmt.Sprintf("Of the pictures that are opened together the first %d are searched by.", drop.Max)
	}
	if w.failed != nil {
		c.Wrong = true
		c.Text, c.Hint = Explain(w.failed)
		return c
	}
	if !w.answered() {
		if last := w.board.Line.Content(); !last.Wrong { // until there is something else to say
			c.Text, c.Action = last.Text, last.Action
		}
		return c
	}
	if m, ok := firstMistake(w.asked); ok && !w.box.Offering() {
		c.Wrong, c.Hint = true, ""
		c.Text, c.Action = mistakeText(w.asked.Text, m)
		return c
	}
	if !w.showing {
		return c // all photos are shown
	}
	c.Offers = w.offers()
	if w.nearest {
		c.Text = nearestText
		if w.weak > len(w.found) {
			c.Action = showWeak(w.weak)
		}
		return c
	}
	c.Text, c.Action = foundText(w.asked, len(w.found), w.weak)
	if foreign := w.foreign(w.asked); foreign != "" {
		c.Text = foreignText(foreign, len(w.found))
	}
	c.Text = soFar(c.Text, w.asked, w.state.status)
	if len(w.unsure) > 0 && len(w.found) > 0 {
		c.Hint = unsureText(w.unsure)
	}
	return c
}

// unsureText says what could not be kept away from.
func unsureText(parts []string) string {
	return "Could not tell which of these show " + strings.Join(parts, " or ") + "."
}

// answered reports whether what is shown is the answer to what is asked. Where
// nothing is asked for yet that is all photos.
func (w *Window) answered() bool {
	return w.showing != w.asked.Empty() && w.asked.Same(w.answer)
}

// firstMistake is the first piece of q that was not understood.
func firstMistake(q query.Query) (m query.Mistake, ok bool) {
	if len(q.Mistakes) == 0 {
		return m, false
	}
	return q.Mistakes[0], true
}

// mistakeText says what is wrong with line, and what was meant if that is known.
func mistakeText(line string, m query.Mistake) (text, action string) {
	what, meant, found := strings.Cut(m.What, ", did you mean ")
	if text = what + "."; !strings.HasPrefix(what, strings.SplitAfter(line[m.From:m.To], ":")[0]) { // a filter's name stays as it is
		text = strings.ToUpper(what[:1]) + what[1:] + "."
	}
	if _, ok := query.Repair(line, m); ok && found {
		action = "Did you mean " + meant
	}
	return text, action
}

// hideWeak is what the note offers while weaker matches are shown.
const hideWeak = "Only what fits"

// showWeak offers n weaker matches.
func showWeak(n int) string {
	if n == 1 {
		return "Show 1 weaker match"
	}
	return "Show " + counts.Number(n) + " weaker matches"
}

// nearestText stands above what is like a picture only as far as anything is.
const nearestText = "Nothing is quite like it. These come nearest."

// foundText says how much was found for q: n photos, and weak that fit weakly.
func foundText(q query.Query, n, weak int) (text, action string) {
	switch {
	case n == 0:
		return "", "" // what is shown in place of photos says it
	case q.OnlyFilters():
		return counts.Of(n, "photo") + ".", ""
	case q.All && weak > 0:
		return strings.Replace(showWeak(weak), "Show", "Showing", 1) + " too.", hideWeak
	case n >= resultsMax:
		text = "The best " + counts.Number(n) + " photos."
	case n == 1:
		text = "1 photo fits well."
	default:
		text = counts.Number(n) + " photos fit well."
	}
	if weak > 0 && !q.All {
		action = showWeak(weak)
	}
	return text, action
}

// soFar is text with how many photos the answer is of, as long as there are others.
func soFar(text string, q query.Query, s photo.Status) string {
	of := ""
	switch {
	case text == "":
		return ""
	case !q.OnlyFilters():
		of = lookedAt(s)
	case s.Counting:
		of = "so far"
	}
	if of == "" {
		return text
	}
	return strings.TrimSuffix(text, ".") + " " + of + "."
}

// lookedAt says how many photos can be found by what is in them, as long as there are others.
func lookedAt(s photo.Status) string {
	switch {
	case s.ToGo() > 0:
		return "of " + counts.Number(s.Encoded) + " of " + counts.Number(s.Encoded+s.ToGo()) + " photos so far"
	case s.Counting:
		return "of " + counts.Of(s.Encoded, "photo") + " so far"
	}
	return ""
}

// actOnNote does what the note offers.
func (w *Window) actOnNote() {
	if w.board.Line.Content().Wrong {
		w.repair()
		return
	}
	w.toggleWeak()
}

// repair takes what was meant into the line: the first mistake in a filter, or else all
// words that are misspelled.
func (w *Window) repair() {
	typed := w.box.Typed()
	for _, m := range typed.Mistakes {
		if fixed, ok := query.Repair(typed.Text, m); ok {
			w.box.SetText(fixed)
			w.focusBox()
			return
		}
	}
	if w.better != "" && w.answered() {
		w.takeBetter()
	}
}

// toggleWeak shows what fits weakly too, or only what fits.
func (w *Window) toggleWeak() {
	q := w.asked
	q.All = !q.All
	w.ask(q, false)
}

// keepFound remembers the search of which a photo was looked at.
func (w *Window) keepFound() {
	w.acted = true
	if w.showing {
		w.box.Keep()
	}
}

// rest remembers the search when its answer was looked at for a while.
func (w *Window) rest() {
	asked := w.asked.Text
	if asked == "" {
		return
	}
	w.resting.After(w.work, restTime, func() {
		if w.asked.Text == asked {
			w.rested = true
			w.box.Keep()
		}
	})
}

// remember keeps a line over restarts.
func (w *Window) remember(line string) {
	if w.o.Searches == nil || line == w.remembered {
		return
	}
	w.remembered = line
	work.Do(w.work, func(ctx context.Context) error { return w.o.Searches.Remember(ctx, line) }, w.board.Fail)
}

// readSearches gives the box what was searched for in earlier times.
func (w *Window) readSearches() {
	if w.o.Searches == nil {
		return
	}
	work.Always(w.work, w.o.Searches.Searches, func(lines []string, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		w.box.SetHistory(lines)
	})
}

// forgetSearches forgets what was searched for, here and on disk.
func (w *Window) forgetSearches() {
	w.remembered = ""
	w.box.Forget()
	work.Do(w.work, w.o.Searches.ForgetSearches, w.board.Fail)
}

// values fetches what completes a filter.
func (w *Window) values(key string) {
	if w.o.Values == nil {
		return
	}
	w.valuing.Run(w.work, func(ctx context.Context) ([]string, error) { return w.o.Values.Values(ctx, key) },
		func(values []string, err error) {
			if err == nil { // else there is nothing to offer
				w.box.SetValues(key, values)
			}
		})
}

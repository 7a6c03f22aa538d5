package selection

import (
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// Actions returns what can be done with photos that are selected: that can be marked or put into albums, or not; more
// comes after it. press does what a key does in the grid, and copy copies their paths.
func Actions(marks, albums bool, more []Action, press func(key rune), copy func()) (all []Action) {
	key := func(r rune) func() { return func() { press(r) } }
	if marks {
		all = append(all,
			Action{Text: phrases.Say("selection:favourite"), Icon: theme.HeartOutlineIcon(), Do: key('f')},
			Action{Text: phrases.Say("selection:tag"), Icon: theme.TagIcon(), Do: key('t')})
	}
	if albums {
		all = append(all, Action{Text: phrases.Say("selection:album"), Icon: theme.StarOutlineIcon(), Do: key('b')})
	}
	return append(append(all, more...),
		Action{Text: phrases.Say("selection:reveal"), Icon: fynetheme.FolderOpenIcon(), Do: key('r')},
		Action{Text: phrases.Say("selection:copy"), Icon: fynetheme.ContentCopyIcon(), Do: copy})
}

package ui

import "recollect/ui/letters"

// onRune is called for each character that is typed on photos.
func (w *Window) onRune(r rune, act func()) {
	if letters.Verdict(r) && !w.judges() {
		act = nil
	}
	w.letters.Typed(r, act)
}

// beginWord goes to the search box with the beginning of a word. What was asked
// before is a step back.
func (w *Window) beginWord(begun string) {
	w.leap(func() {
		w.box.Replace()
		w.box.SetText(begun)
	})
	w.acted = false // the word goes on
	w.focusBox()
}

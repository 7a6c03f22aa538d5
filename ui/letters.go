package ui

import (
	"strings"
	"time"
	"unicode"

	"recollect/ui/work"
)

// singleTime is how long a letter waits for another one before it is taken for a key of its own.
const singleTime = 250 * time.Millisecond

// letters tells single keys from words. A letter acts once no other has followed
// it for a short time; those of a word go to the search box instead.
type letters struct {
	word  func(begun string) // a word was begun
	first rune               // waits for another; 0 for none
	act   func()             // what it does alone; nil for nothing
	wait  work.Timer
}

// typed takes a character and what it does alone, which may be nil.
func (k *letters) typed(g *work.Group, r rune, act func()) {
	switch {
	case k.first == 0 && act != nil && !unicode.IsLetter(r): // begins no word
		act()
		return
	case k.first == 0:
	case act != nil && k.act != nil && verdict(r) && verdict(k.first): // one after the other
		k.settle()
	case act != nil && unicode.ToLower(r) == unicode.ToLower(k.first): // the key is held
	default:
		begun := string(k.first) + string(r)
		k.drop()
		k.word(begun)
		return
	}
	k.first, k.act = r, act
	k.wait.After(g, singleTime, k.settle)
}

// settle lets the letter that waits act now.
func (k *letters) settle() {
	act := k.act
	k.drop()
	if act != nil {
		act()
	}
}

func (k *letters) drop() {
	k.wait.Stop()
	k.first, k.act = 0, nil
}

// verdict reports whether r is a key that judges, which is pressed for one photo after the other.
func verdict(r rune) bool { return strings.ContainsRune("yYxX", r) }

// onRune is called for each character that is typed on photos.
func (w *Window) onRune(r rune, act func()) {
	if verdict(r) && !w.judges() {
		act = nil
	}
	w.letters.typed(w.work, r, act)
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

// Package letters distinguishes single keys from words that are typed outside a
// text field.
package letters

import (
	"strings"
	"time"
	"unicode"
)

// Single is how long a letter waits for another one before it acts as a key.
const Single = 250 * time.Millisecond

// apart are signs that no word begins with, nor has in the second place.
const apart = "[]=_?"

// Timer calls a function after a while, on the goroutine that Keys belongs to.
type Timer interface {
	// After calls do once d has passed, and cancels an earlier call.
	After(d time.Duration, do func())
	// Stop cancels the call.
	Stop()
}

// Keys runs the action of a letter if no other follows within a short time; otherwise the letters
// begin a word. What other keys mean, its owner says with Settle and Space. It belongs to one goroutine.
type Keys struct {
	Word  func(begun string) // a word was begun
	Timer Timer

	first rune   // waits for another; 0 for none
	act   func() // its action; nil for none
}

// Typed handles a character; act is its action, and may be nil.
func (k *Keys) Typed(r rune, act func()) {
	switch {
	case k.first == 0 && act == nil && unicode.IsSpace(r): // so ends a key that has acted
		return
	case act != nil && strings.ContainsRune(apart, r):
		k.Settle()
		act()
		return
	case k.first == 0 && act != nil && !unicode.IsLetter(r): // begins no word
		act()
		return
	case k.first == 0:
	case act != nil && k.act != nil && Verdict(r) && Verdict(k.first): // one after the other
		k.Settle()
	case act != nil && unicode.ToLower(r) == unicode.ToLower(k.first): // the key is held
	default:
		begun := string(k.first) + string(r)
		k.drop()
		k.Word(begun)
		return
	}
	k.first, k.act = r, act
	k.Timer.After(Single, k.Settle)
}

// Space handles the key for a space: after a letter that is a key it is another key, else it is typed within a word.
func (k *Keys) Space() {
	if k.act != nil {
		k.Settle()
	}
}

// Settle runs the action of the waiting letter now.
func (k *Keys) Settle() {
	act := k.act
	k.drop()
	if act != nil {
		act()
	}
}

// drop drops the waiting letter.
func (k *Keys) drop() {
	k.Timer.Stop()
	k.first, k.act = 0, nil
}

// Verdict reports whether r is a key that judges, which is pressed for one photo after the other.
func Verdict(r rune) bool { return strings.ContainsRune("yYxX", r) }

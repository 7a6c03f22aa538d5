// Package letters tells single keys from words that are typed where there is no
// text field.
package letters

import (
	"strings"
	"time"
	"unicode"
)

// Single is how long a letter waits for another one before it is taken for a key of its own.
const Single = 250 * time.Millisecond

// Timer calls a function after a while, on the goroutine that Keys belongs to.
type Timer interface {
	// After calls do once d has passed, in place of what was to be called before.
	After(d time.Duration, do func())
	// Stop forgets what was to be called.
	Stop()
}

// Keys lets a letter act once no other has followed it for a short time; the letters
// of a word begin a word instead. All of it belongs to one goroutine.
type Keys struct {
	Word  func(begun string) // a word was begun
	Timer Timer

	first rune   // waits for another; 0 for none
	act   func() // what it does alone; nil for nothing
}

// Typed takes a character and what it does alone, which may be nil.
func (k *Keys) Typed(r rune, act func()) {
	switch {
	case k.first == 0 && act != nil && !unicode.IsLetter(r): // begins no word
		act()
		return
	case k.first == 0:
	case act != nil && k.act != nil && Verdict(r) && Verdict(k.first): // one after the other
		k.Settle()
	case act != nil && unicode.ToLower(r) == unicode.ToLower(k.first): // the key is held
	default:
		begun := string(k.first) + string(r)
		k.Drop()
		k.Word(begun)
		return
	}
	k.first, k.act = r, act
	k.Timer.After(Single, k.Settle)
}

// Settle lets the letter that waits act now.
func (k *Keys) Settle() {
	act := k.act
	k.Drop()
	if act != nil {
		act()
	}
}

// Drop forgets the letter that waits.
func (k *Keys) Drop() {
	k.Timer.Stop()
	k.first, k.act = 0, nil
}

// Verdict reports whether r is a key that judges, which is pressed for one photo after the other.
func Verdict(r rune) bool { return strings.ContainsRune("yYxX", r) }

package letters

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// timer has what is to be called called by the test.
type timer struct {
	t     *time.Timer
	calls chan func()
}

func (t *timer) After(d time.Duration, do func()) {
	t.Stop()
	t.t = time.AfterFunc(d, func() { t.calls <- do })
}

func (t *timer) Stop() {
	if t.t != nil {
		t.t.Stop()
	}
}

// press types script into k: an underscore is a pause that is long enough for a
// single key, a point one that is not, < another key. It returns what was done.
func press(t *testing.T, script string) (done string) {
	synctest.Test(t, func(t *testing.T) {
		timer := &timer{calls: make(chan func(), 10)}
		k := Keys{Timer: timer, Word: func(begun string) { done += "word " + begun + ";" }}
		for _, r := range script {
			switch r {
			case '_':
				time.Sleep(Single + time.Millisecond)
			case '.':
				time.Sleep(Single - time.Millisecond)
			case '<':
				k.Settle()
			default:
				if r == ' ' {
					k.Space()
				}
				var act func()
				if strings.ContainsRune("fmyx+]", r) {
					act = func() { done += string(r) + ";" }
				}
				k.Typed(r, act)
			}
			synctest.Wait()
			for len(timer.calls) > 0 {
				(<-timer.calls)()
			}
		}
		k.drop()
		synctest.Wait()
	})
	return done
}

func TestLetters(t *testing.T) {
	tests := []struct{ name, script, want string }{
		{"a key alone", "f_", "f;"},
		{"not yet", "f.", ""},
		{"a word", "fl", "word fl;"},
		{"a word typed slowly", "f.l", "word fl;"},
		{"two keys", "f_m_", "f;m;"},
		{"a letter that means nothing", "l_", ""},
		{"a word that begins with none", "lo", "word lo;"},
		{"a year", "20", "word 20;"},
		{"a dash in a word", "f+", "word f+;"},
		{"a sign", "++", "+;+;"},
		{"a sign that no word has", "f]]m_", "f;];];m;"},
		{"a sign that means nothing", "f?", "word f?;"},
		{"another key", "f<m<", "f;m;"},
		{"a key that means nothing, and another", "l<o_", ""},
		{"a space", "f m_", "f;m;"},
		{"a space first", " f_", "f;"},
		{"a space in a word", "a f", "word a ;"},
		{"a key that is held", "fff_", "f;"},
		{"verdicts", "yyx_", "y;y;x;"},
		{"a word after a verdict", "yyl", "y;word yl;"},
		{"any script", "жи", "word жи;"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := press(t, tt.script); got != tt.want {
				t.Errorf("%q did %q, want %q", tt.script, got, tt.want)
			}
		})
	}
}

package recent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"recollect/ui/uitest"
	"recollect/ui/work"
)

// notebook is a Library and a Box that say what was done with them.
type notebook struct {
	did []string
	err error
}

func (n *notebook) do(what string) error {
	n.did = append(n.did, what)
	return n.err
}

func (n *notebook) Searches(context.Context) ([]string, error) { return []string{"dog"}, n.do("read") }

func (n *notebook) Remember(_ context.Context, line string) error { return n.do("remember " + line) }

func (n *notebook) ForgetSearches(context.Context) error { return n.do("forget") }

func (n *notebook) SetHistory(lines []string) { _ = n.do(fmt.Sprint("box has ", lines)) }

func (n *notebook) Forget() { _ = n.do("box forgets") }

func TestLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui, n := uitest.NewLoop(t), &notebook{}
		var g work.Group
		g.Begin(t.Context())
		var failed error
		l := Lines{Group: &g, Library: n, Box: n, Fail: func(err error) { failed = err }}
		does := func(what string, do func(), want string) {
			t.Helper()
			n.did = nil
			do()
			synctest.Wait()
			ui.Drain()
			if got := strings.Join(n.did, ", "); got != want {
				t.Errorf("%s: did %q, want %q", what, got, want)
			}
		}
		does("read", l.Read, "read, box has [dog]")
		does("a line", func() { l.Remember("cat") }, "remember cat")
		does("the same again", func() { l.Remember("cat") }, "")
		does("forgotten", l.Forget, "box forgets, forget")
		does("the same after that", func() { l.Remember("cat") }, "remember cat")
		n.err = errors.New("the disk is full")
		if does("a failure", l.Read, "read"); failed != n.err {
			t.Errorf("it told %v", failed)
		}
	})
}

func TestWithoutALibrary(*testing.T) {
	var l Lines
	l.Read()
	l.Remember("cat")
}

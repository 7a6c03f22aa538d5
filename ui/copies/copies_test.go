package copies

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/push"
	"recollect/ui/uitest"
	"recollect/ui/work"
)

// begun is a maker in a window, whose work the test must wait for with the loop.
func begun(t *testing.T) (*Maker, uitest.Loop) {
	t.Helper()
	l := uitest.NewLoop(t)
	w := test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(900, 700))
	g := new(work.Group)
	ctx, cancel := context.WithCancel(t.Context())
	g.Begin(ctx)
	t.Cleanup(func() { cancel(); g.Wait() })
	explain := func(err error) (string, string) { return "Explained: " + err.Error() + ".", "" }
	return &Maker{Group: g, Board: notice.New(g, explain), Window: w, Explain: explain}, l
}

// texts are what the dialog on top says; empty if there is none.
func texts(m *Maker) string {
	top := m.Window.Canvas().Overlays().Top()
	if top == nil {
		return ""
	}
	var all []string
	for _, o := range test.LaidOutObjects(top) {
		switch o := o.(type) {
		case *widget.Label:
			all = append(all, o.Text)
		case *push.Button:
			all = append(all, o.Text)
		}
	}
	return strings.Join(all, "\n")
}

func tap(t *testing.T, m *Maker, text string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(m.Window.Canvas().Overlays().Top()) {
		if b, ok := o.(*push.Button); ok && b.Text == text {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("there is no button %q in %q", text, texts(m))
}

// An export shows how far it is, tells what was copied and what was not, and shows the folder.
func TestExport(t *testing.T) {
	m, l := begun(t)
	var got Wish
	m.Export = func(_ context.Context, ids []photo.ID, w Wish, each func(error)) (string, error) {
		got = w
		for range len(ids) - 1 {
			each(nil)
		}
		each(errors.New("broken"))
		return "", nil
	}
	revealed := ""
	m.Reveal = func(path string) { revealed = path }
	m.Ask([]photo.ID{1, 2, 3})
	if !strings.Contains(texts(m), "Export 3 photos") {
		t.Errorf("it asks %q", texts(m))
	}
	tap(t, m, "Cancel")
	m.export([]photo.ID{1, 2, 3}, Wish{Dir: "/some/copies", Format: "jpeg", LongPx: 1920})
	l.Until(t, "the end", func() bool { return !m.task.Busy() })
	for _, want := range []string{"2 files were copied to copies.", "1 file could not be copied. Explained: broken."} {
		if !strings.Contains(texts(m), want) {
			t.Errorf("no %q in %q", want, texts(m))
		}
	}
	tap(t, m, "Show the folder")
	if revealed != "/some/copies" || got.LongPx != 1920 {
		t.Errorf("shown: %q, wished: %+v", revealed, got)
	}
	if w := newForm(m.last).wish(); w.Format != "jpeg" || w.LongPx != 1920 {
		t.Errorf("the next time it offers %+v", w)
	}
}

// What is cancelled tells what was copied by then; what fails says why.
func TestCancelled(t *testing.T) {
	m, l := begun(t)
	running := make(chan struct{})
	m.Export = func(ctx context.Context, _ []photo.ID, _ Wish, each func(error)) (string, error) {
		each(nil)
		close(running)
		<-ctx.Done()
		return "", ctx.Err()
	}
	m.export([]photo.ID{1, 2}, Wish{Dir: "/copies"})
	<-running
	tap(t, m, "Cancel")
	l.Until(t, "the end", func() bool { return !m.task.Busy() })
	if got := texts(m); !strings.Contains(got, "1 file was copied") || !strings.Contains(got, "you stopped it") {
		t.Errorf("it says %q", got)
	}
	tap(t, m, "Close")
	m.Export = func(context.Context, []photo.ID, Wish, func(error)) (string, error) {
		return "", errors.New("full")
	}
	m.export([]photo.ID{1}, Wish{Dir: "/copies"})
	l.Until(t, "the failure", func() bool { return !m.task.Busy() })
	if got := m.Board.Shown().Banner; !strings.Contains(got, "Explained: full.") || texts(m) != "" {
		t.Errorf("it says %q, %q", got, texts(m))
	}
}

// Choices that do not go together cannot be made.
func TestForm(t *testing.T) {
	test.NewTempApp(t)
	f := newForm(Wish{LongPx: 1024, Sidecars: true})
	want := Wish{Format: "original", Sidecars: true, Columns: 4, Paper: "a4"}
	if !f.size.Disabled() || f.sidecars.Disabled() || f.wish() != want {
		t.Errorf("as they are: %+v", f.wish())
	}
	f.format.SetSelected(f.format.Options[2])
	f.strip.SetSelected(f.strip.Options[2])
	want = Wish{Format: "png", LongPx: 1024, Strip: "all", Columns: 4, Paper: "a4"}
	if f.size.Disabled() || !f.sidecars.Disabled() || f.wish() != want {
		t.Errorf("as PNG: %+v", f.wish())
	}
}

// A contact sheet has a form of its own, which is offered again the next time, and its own words at the end.
func TestSheet(t *testing.T) {
	m, l := begun(t)
	f := newForm(Wish{Strip: "all", LongPx: 1024})
	f.format.SetSelected(f.format.Options[3])
	w := f.wish()
	if !f.ofSheet.Visible() || f.ofCopies.Visible() ||
		w != (Wish{Format: "sheet", Name: "Contact sheet", LongPx: 1024, Strip: "all", Columns: 4, Paper: "a4"}) {
		t.Errorf("it wishes %+v", w)
	}
	f.columns.SetSelectedIndex(5)
	f.paper.SetSelected(f.paper.Options[1])
	w = f.wish()
	w.Dir = "/some/copies"
	broken := errors.New("broken")
	m.Export = func(_ context.Context, _ []photo.ID, _ Wish, each func(error)) (string, error) {
		each(nil)
		each(broken)
		return "/some/copies/Contact sheet 2.pdf", nil
	}
	m.export([]photo.ID{1, 2}, w)
	l.Until(t, "the end", func() bool { return !m.task.Busy() })
	for _, want := range []string{
		"1 photo is on Contact sheet 2.pdf in copies.", "1 is an empty frame with its name.",
	} {
		if !strings.Contains(texts(m), want) {
			t.Errorf("no %q in %q", want, texts(m))
		}
	}
	revealed := ""
	m.Reveal = func(path string) { revealed = path }
	if tap(t, m, "Show the folder"); revealed != "/some/copies/Contact sheet 2.pdf" {
		t.Errorf("shown: %q", revealed)
	}
	if got := newForm(m.last).wish(); got.Columns != 6 || got.Paper != "letter" || got.Format != "sheet" {
		t.Errorf("the next time it offers %+v", got)
	}
	// What copies leave out is remembered too: a sheet made meanwhile gives no places away.
	f = newForm(m.last)
	f.format.SetSelected(f.format.Options[1])
	want := Wish{Format: "jpeg", LongPx: 1024, Strip: "all", Columns: 6, Paper: "letter"}
	if got := f.wish(); f.ofSheet.Visible() || got != want {
		t.Errorf("as JPEG: %+v", got)
	}
}

// A contact sheet that is stopped is none.
func TestStoppedSheet(t *testing.T) {
	m, l := begun(t)
	running := make(chan struct{})
	m.Export = func(ctx context.Context, _ []photo.ID, _ Wish, each func(error)) (string, error) {
		each(nil)
		close(running)
		<-ctx.Done()
		return "", ctx.Err()
	}
	m.export([]photo.ID{1, 2}, Wish{Dir: "/copies", Format: "sheet"})
	<-running
	tap(t, m, "Cancel")
	l.Until(t, "the end", func() bool { return !m.task.Busy() })
	if got := texts(m); !strings.Contains(got, "No contact sheet was made") || strings.Contains(got, ".pdf") {
		t.Errorf("it says %q", got)
	}
}

// card is a card with files, of which the library has one.
type card struct{ from, to string }

func (c *card) Look(context.Context, string) (Found, error) {
	return Found{Kind: "camera", Files: 3, Bytes: 5_000_000}, nil
}

func (c *card) Import(_ context.Context, from, to string, each func(bool, error)) error {
	c.from, c.to = from, to
	each(true, nil)
	each(false, nil)
	each(true, nil)
	return nil
}

// endless is a card that has more than anybody waits for.
type endless struct{ card }

func (*endless) Look(ctx context.Context, _ string) (Found, error) {
	<-ctx.Done()
	return Found{}, ctx.Err()
}

// Looking at a card ends with the window.
func TestLookingEndsWithTheWindow(t *testing.T) {
	m, _ := begun(t) // which waits for all work at the end
	m.Cards = &endless{}
	m.lookAt("/card", nil)
}

// An import tells what a card has, and what of it was there.
func TestImport(t *testing.T) {
	m, l := begun(t)
	c := &card{}
	m.Cards = c
	found, err := c.Look(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	m.offer("/card", found, []string{"/photos", "/more"})
	if got := texts(m); !strings.Contains(got, "There are 3 pictures and films, 5 MB. It is a camera") {
		t.Errorf("it says %q", got)
	}
	tap(t, m, "Import")
	l.Until(t, "the end", func() bool { return !m.task.Busy() })
	if c.from != "/card" || c.to != "/photos" {
		t.Errorf("copied from %q to %q", c.from, c.to)
	}
	if got := texts(m); !strings.Contains(got, "2 files were copied to photos.\n1 file was there already.") {
		t.Errorf("it says %q", got)
	}
}

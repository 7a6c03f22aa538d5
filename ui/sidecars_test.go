package ui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/view"
)

// beside is a library whose first two photos have conflicts.
type beside struct {
	*fake
	mu   sync.Mutex
	open []photo.ID
	on   []bool
}

func (b *beside) SetOn(_ context.Context, on bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.on = append(b.on, on)
	return nil
}

func (b *beside) Conflicts(ctx context.Context, from, n int) (page []photo.Differing, total int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range b.open[min(from, len(b.open)):min(from+n, len(b.open))] {
		p, err := b.Photo(ctx, id)
		if err != nil {
			return nil, 0, err
		}
		page = append(page, photo.Differing{
			Photo: p, Path: p.Path, Sidecar: p.Path + ".xmp",
			Conflicts: []photo.Conflict{{Field: photo.TitleField, File: "Theirs", Said: "Mine"}},
		})
	}
	return page, len(b.open), nil
}

func (b *beside) Settle(_ context.Context, how []photo.Settlement) (int, func(context.Context) error, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	was := slices.Clone(b.open)
	b.open = slices.DeleteFunc(b.open, func(id photo.ID) bool { return how[0].ID == 0 || how[0].ID == id })
	b.tellOpen(len(b.open))
	return len(was) - len(b.open), func(context.Context) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.open = was
		b.tellOpen(len(was))
		return nil
	}, nil
}

func (b *beside) tellOpen(n int) { b.setStatus(func(s *photo.Status) { s.Sidecars.Conflicts = n }) }

// Conflicts are counted in the side bar, and settled and undone by keys.
func TestConflictsByKeys(t *testing.T) {
	b := &beside{fake: newFake("/a.jpg", "/b.jpg"), open: []photo.ID{1, 2}}
	w, l, trace := shownWindow(t, b.fake, func(o *Options) { o.Sidecars = b })
	b.tellOpen(2)
	l.until(t, "the count", func() bool { return w.state.status.Sidecars.Conflicts == 2 })
	w.nav.enter(view.Settings)
	w.settings.OnConflicts()
	l.until(t, "the page", func() bool { return w.sidecars.Total() == 2 })
	if w.nav.view() != view.SidecarsPage {
		t.Fatalf("on screen: %v", w.nav.view())
	}
	k := &keys{w}
	k.typedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	k.typedRune('m')
	k.typedRune('m') // while that is under way it does nothing, or undo would mean it
	l.until(t, "one settled", func() bool { return w.sidecars.Total() == 1 })
	if got := w.board.Shown().Toast; got != "The sidecar of 1 photo says what you said." {
		t.Errorf("it says %q", got)
	}
	k.undo()
	l.until(t, "both again", func() bool { return w.sidecars.Total() == 2 })
	w.sidecars.Held = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	k.typedRune('F')
	l.until(t, "all settled", func() bool { return w.sidecars.Total() == 0 && len(b.open) == 0 })
	l.until(t, "the trace", func() bool { return strings.Contains(trace.String(), `"view":"sidecars"`) })
	w.settings.OnSidecars(true)
	l.until(t, "the switch", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.on) == 1 })
	k.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.nav.view() == view.SidecarsPage {
		t.Error("Esc stays on the page")
	}
}

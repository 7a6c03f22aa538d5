package models

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"recollect/app/plain"
	"recollect/engine/photo"
)

// bar shows how far a transfer is, on a terminal. Its methods may be called from any
// goroutine, one at a time or not.
type bar struct {
	c     *Command
	mu    sync.Mutex
	drawn time.Time // zero: nothing is drawn
}

func (c *Command) bar() *bar { return &bar{c: c} }

// barEvery is the shortest time between two drawings.
const barEvery = 100 * time.Millisecond

// show draws t, unless the bar was drawn just now.
func (b *bar) show(t photo.Transfer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.c.Progress || time.Since(b.drawn) < barEvery {
		return
	}
	b.drawn = time.Now()
	fmt.Fprint(b.c.Stderr, "\r\x1b[K"+string(barText(t)))
}

// barText is one line about t.
func barText(t photo.Transfer) plain.Text {
	const width = 30
	text := plain.Format("%s", size(t.Done))
	if t.Total > 0 {
		full := int(min(t.Done, t.Total) * width / t.Total)
		text = plain.Format("[%s%s] %s of %s",
			strings.Repeat("=", full), strings.Repeat(" ", width-full), size(t.Done), size(t.Total))
	}
	if t.PerSecond > 0 {
		text += plain.Format(", %s/s", size(int64(t.PerSecond)))
		if t.Total > t.Done {
			left := time.Duration(float64(t.Total-t.Done) / t.PerSecond * float64(time.Second))
			text += plain.Format(", %s left", left.Round(time.Second))
		}
	}
	if t.File != "" {
		text += plain.Format("  %s", t.File)
	}
	return text
}

// wipe takes the bar off the terminal.
func (b *bar) wipe() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.drawn.IsZero() {
		fmt.Fprint(b.c.Stderr, "\r\x1b[K")
		b.drawn = time.Time{}
	}
}

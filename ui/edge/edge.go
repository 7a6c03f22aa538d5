// Package edge scrolls while the pointer that drags something is near the upper or the lower edge, also while it rests
// there. All of it belongs to the UI goroutine.
package edge

import (
	"time"

	"fyne.io/fyne/v2"
)

// Near an edge it scrolls by so many units with each frame at most.
const (
	near  float32 = 40
	speed float32 = 18
)

// Step returns by how much a pointer at y of a view of a height scrolls with each frame: up if it is negative.
func Step(y, height float32) float32 {
	into := max(near-y, 0)
	if low := y - (height - near); low > 0 {
		into = -low
	}
	return -min(max(into, -near), near) / near * speed
}

// Scroller scrolls a view.
type Scroller struct {
	// Scroll scrolls by so many units.
	Scroll func(by float32)

	step  float32
	turns *fyne.Animation // while it scrolls
}

// At is called with where the pointer is now.
func (s *Scroller) At(y, height float32) {
	if s.step = Step(y, height); s.step == 0 {
		s.Stop()
		return
	}
	if s.turns != nil {
		return
	}
	s.turns = fyne.NewAnimation(time.Second, func(float32) {
		if s.turns != nil {
			s.Scroll(s.step)
		}
	})
	s.turns.RepeatCount = fyne.AnimationRepeatForever
	s.turns.Start()
}

// Stop ends it.
func (s *Scroller) Stop() {
	if s.turns != nil {
		s.turns.Stop()
		s.turns = nil
	}
}

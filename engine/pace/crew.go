package pace

import (
	"context"
	"time"
)

// longest is how long a piece of work counts as one that uses a processor. What takes longer waits for a file that does
// not come, as from a network drive that hangs; others take its place meanwhile. Decoding ends earlier, and so does a
// batch of pictures of the largest model.
const longest = 2 * time.Minute

// piece is a piece of work in progress.
type piece struct{ began time.Time }

// Begin waits until a piece of work may use a processor: at once, unless as many pieces are in progress as
// photo.Pace.Processors says. It returns what ends the piece, which must be called once, or ctx's error. Who has begun
// must not wait for others that may not have.
func (p *Pace) Begin(ctx context.Context) (end func(), err error) {
	for {
		w, wait, ended := p.begin(time.Now())
		if w != nil {
			return func() { p.end(w) }, nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-ended:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// begin counts a piece of work that may use a processor now; nil: none may until wait is over, or ended is closed.
func (p *Pace) begin(now time.Time) (w *piece, wait time.Duration, ended chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	busy, wait := 0, longest
	for w := range p.pieces {
		if left := longest - now.Sub(w.began); left > 0 {
			busy, wait = busy+1, min(wait, left)
		}
	}
	if most := p.set.Processors; most > 0 && busy >= most {
		return nil, wait, p.ended
	}
	w = &piece{now}
	p.pieces[w] = true
	return w, 0, nil
}

func (p *Pace) end(w *piece) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.pieces, w)
	p.wake()
}

// wake lets all that waits in Begin look again. It is called with mu held.
func (p *Pace) wake() {
	close(p.ended)
	p.ended = make(chan struct{})
}

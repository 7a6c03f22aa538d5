package pace

import "context"

// Begin waits until a piece of work may use a processor: at once, unless as many pieces are in progress as
// photo.Pace.Processors says. It returns what ends the piece, which must be called once, or ctx's error. Who has begun
// must not wait for others that may not have.
func (p *Pace) Begin(ctx context.Context) (end func(), err error) {
	for {
		ended, begun := p.begin()
		if begun {
			return p.end, nil
		}
		select {
		case <-ended:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// begin counts a piece of work that may use a processor now. ended is closed when another one may.
func (p *Pace) begin() (ended chan struct{}, begun bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if most := p.set.Processors; most > 0 && p.busy >= most {
		return p.ended, false
	}
	p.busy++
	return nil, true
}

func (p *Pace) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy--
	p.wake()
}

// wake lets all that waits in Begin look again. It is called with mu held.
func (p *Pace) wake() {
	close(p.ended)
	p.ended = make(chan struct{})
}

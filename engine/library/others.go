package engine

import (
	"context"
	"time"

	"recollect/engine/exclude"
	"recollect/engine/photo"
)

// lookAtOthers is how often it is seen whether another process has changed what is
// left out, what people keep of photos, or what these are screened for.
const lookAtOthers = time.Second

// followOthers takes over what other processes change until ctx ends.
func (e *Engine) followOthers(ctx context.Context) {
	look := time.NewTicker(lookAtOthers)
	defer look.Stop()
	var rules exclude.Rules
	if now := e.excluded.Load(); now != nil {
		rules = now.rules
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		rules = e.followExclusion(ctx, rules)
		wrote, err := e.catalog.OthersWrote(ctx)
		e.warn(ctx, "look for changes of other processes", err)
		if wrote {
			e.takeOver(ctx)
		}
	}
}

// takeOver makes what is held in memory what another process has made of the catalog.
func (e *Engine) takeOver(ctx context.Context) {
	e.warn(ctx, "learn from verdicts of another process", e.relearnAll(ctx))
	e.state.set(func(s *photo.Status) {
		s.Generation++
		s.Others++
	})
	e.state.markDirty()
}

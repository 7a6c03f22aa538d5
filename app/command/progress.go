package command

import (
	"context"
	"fmt"
	"strings"
	"time"

	"recollect/engine"
)

// drawProgress draws a bar on a terminal until ctx ends, then wipes it out.
func (c *call) drawProgress(ctx context.Context, e *engine.Engine) {
	const width = 30
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	defer fmt.Fprint(c.Stderr, "\r\x1b[K")
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		st := e.Status()
		ready, all := st.Encoded, st.Photos
		if b := st.Building; b.ID != "" {
			ready, all = b.Ready, b.Photos
		}
		full := 0
		if all > 0 {
			full = width * ready / all
		}
		fmt.Fprintf(c.Stderr, "\r\x1b[K[%s%s] %d of %d photos, %.0f/s, %s left, %d problems",
			strings.Repeat("=", full), strings.Repeat(" ", width-full),
			ready, all, st.Rate, st.Remaining, st.Problems)
	}
}

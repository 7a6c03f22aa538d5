package library

import (
	"context"
	"time"

	"recollect/engine/exclude"
)

// pollEvery is how often the catalog and the patterns are checked for changes.
const pollEvery = time.Second

// FollowOthers picks up other processes' changes until ctx ends: it rereads the exclude patterns,
// and calls onWrite after another process has written to the catalog.
func FollowOthers(ctx context.Context, o Options, onWrite func(context.Context)) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	rules := o.Excludes.rules()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		rules = o.followExclusion(ctx, rules)
		wrote, err := o.Catalog.OthersWrote(ctx)
		o.warn(ctx, "look for changes of other processes", err)
		if wrote {
			onWrite(ctx)
		}
	}
}

// followExclusion has all folders scanned if the rules have changed, and returns the present rules.
func (o Options) followExclusion(ctx context.Context, before exclude.Rules) exclude.Rules {
	rules, err := exclude.Read(o.Excludes.path)
	if err != nil || rules.Equal(before) {
		return before // the next scan reports the fault
	}
	folders, err := o.Catalog.Folders(ctx)
	if err == nil {
		err = o.Excludes.Read(folders) // before the folders are watched again
	}
	o.warn(ctx, "read what is left out", err)
	o.Watcher.RewatchAll()
	return rules
}

func (o Options) warn(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		o.Log.Warn(what, "err", err)
	}
}

package sidecars

import (
	"context"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/engine/photo"
)

// Service is all that the verb does.
type Service interface {
	Library
	Switch
}

// Options are the flags of the verb.
type Options struct {
	all, try, conflicts, mine, theirs *bool
	auto                              *string
}

// Flags defines the flags of the verb.
func Flags(set *pflag.FlagSet) *Options {
	o := &Options{
		all:       set.Bool("all", false, "of all photos that something is said of"),
		try:       set.Bool("try", false, "only tell what would be written"),
		conflicts: set.Bool("conflicts", false, "list the conflicts that are known"),
		mine:      set.Bool("mine", false, "settle conflicts: write what you said"),
		theirs:    set.Bool("theirs", false, "settle conflicts: take back what you said"),
		auto:      set.String("auto", "", "write sidecars by themselves: on, off, or state to tell"),
	}
	cli.TakesFiles(set)
	return o
}

// OfLibrary reports whether no file is to be named.
func (o *Options) OfLibrary() bool { return *o.all || *o.conflicts || *o.auto != "" }

// Check reports flags and files that do not go together.
func (o *Options) Check(c *cli.Call) error {
	asked := 0
	for _, is := range []bool{*o.try, *o.conflicts, *o.mine, *o.theirs, *o.auto != ""} {
		if is {
			asked++
		}
	}
	switch {
	case asked > 1:
		return cli.Usage("--try, --conflicts, --mine, --theirs and --auto do not go together")
	case *o.all && (*o.conflicts || *o.auto != ""):
		return cli.Usage("--all does not go with --conflicts or --auto")
	case *o.auto != "" && *o.auto != "on" && *o.auto != "off" && *o.auto != "state":
		return cli.Usage("--auto takes on, off or state")
	case o.OfLibrary():
		return c.None()
	}
	return nil
}

// Run does what the flags say, of photos or, where ids is nil, of all.
func (o *Options) Run(ctx context.Context, c *cli.Call, s Service, ids []photo.ID) error {
	switch {
	case *o.auto != "":
		return Auto(ctx, c, s, *o.auto)
	case *o.conflicts:
		return Conflicts(ctx, c, s)
	case *o.mine || *o.theirs:
		return Settle(ctx, c, s, ids, *o.mine)
	}
	return Write(ctx, c, s, ids, *o.try)
}

package command

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"recollect/engine"
	"recollect/engine/exclude"
)

// patternLine is a line of exclude.
type patternLine struct {
	Pattern string `json:"pattern"`
}

func excludeVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	remove := set.StringArray("remove", nil, "take `PATTERN` out of the list; may be given several times")
	return func(_ context.Context, c *call) error { return c.exclude(c.args, *remove) }
}

// exclude changes the list of patterns, if it is to be changed, and prints it. The
// library may be open in another process, which reads the list before its next scan.
func (c *call) exclude(add, remove []string) error {
	path := engine.ExcludeFile(c.library)
	rules, err := exclude.Read(path)
	if err != nil {
		return err
	}
	patterns := rules.Patterns()
	for _, p := range remove {
		i := slices.Index(patterns, p)
		if i < 0 {
			return usageError{fmt.Sprintf("exclude: %q is not in the list", p)}
		}
		patterns = slices.Delete(patterns, i, i+1)
	}
	for _, p := range add {
		if !slices.Contains(patterns, p) {
			patterns = append(patterns, p)
		}
	}
	if len(add)+len(remove) > 0 {
		if err := os.MkdirAll(c.library, 0o700); err != nil {
			return err
		}
		if err := exclude.Write(path, patterns); err != nil {
			return err
		}
	}
	for _, p := range patterns {
		if err := c.print(patternLine{p}, p); err != nil {
			return err
		}
	}
	return nil
}

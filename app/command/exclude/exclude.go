// Package exclude is the command line's verb that lists and changes what is left out of a library.
package exclude

import (
	"slices"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
)

// patternLine is a line of exclude.
type patternLine struct {
	Pattern string `json:"pattern"`
}

// Flags adds the flags of the verb and returns what runs it.
func Flags(set *pflag.FlagSet) func(*cli.Call) error {
	remove := set.StringArray("remove", nil, "take `PATTERN` out of the list; may be given several times")
	defaults := set.String("defaults", "",
		"list what is left out of every library; `off` lets it in, on leaves it out again")
	set.Lookup("defaults").NoOptDefVal = "list"
	return func(c *cli.Call) error {
		switch *defaults {
		case "", "on", "off":
			return change(c, c.Args, *remove, *defaults)
		case "list":
			return listDefaults(c)
		}
		return cli.Usage(plain.Format("exclude: --defaults=%s: it is on or off", *defaults))
	}
}

// defaultLine is a line of exclude --defaults.
type defaultLine struct {
	Pattern string `json:"pattern"`
	Why     string `json:"why"`
	On      bool   `json:"on"`
}

// listDefaults prints the default patterns, and whether this library uses them.
func listDefaults(c *cli.Call) error {
	rules, err := engine.Excludes(c.Library)
	if err != nil {
		return err
	}
	if !rules.WithDefaults() && !c.JSON {
		c.PrintErr("These are let into this library; recollect exclude --defaults=on leaves them out.")
	}
	for _, d := range engine.DefaultExcludes() {
		if err := c.Print(defaultLine{d.Pattern, d.Why, rules.WithDefaults()},
			plain.Format("%-44s  %s", d.Pattern, d.Why)); err != nil {
			return err
		}
	}
	return nil
}

// change changes the list of patterns, and whether the default patterns are used ("on", "off", or
// "" for no change), and prints the list. The library may be open in another process, which reads
// the list before its next scan.
func change(c *cli.Call, add, remove []string, defaults string) error {
	rules, err := engine.Excludes(c.Library)
	if err != nil {
		return err
	}
	patterns := rules.Patterns()
	for _, p := range remove {
		i := slices.Index(patterns, p)
		if i < 0 {
			return cli.Usage(plain.Format("exclude: %q is not in the list", p))
		}
		patterns = slices.Delete(patterns, i, i+1)
	}
	for _, p := range add {
		if !slices.Contains(patterns, p) {
			patterns = append(patterns, p)
		}
	}
	withDefaults := rules.WithDefaults()
	if defaults != "" {
		withDefaults = defaults == "on"
	}
	if len(add)+len(remove) > 0 || withDefaults != rules.WithDefaults() {
		if err := engine.SetExcludes(c.Library, patterns, withDefaults); err != nil {
			return err
		}
	}
	for _, p := range patterns {
		if err := c.Print(patternLine{p}, plain.Name(p)); err != nil {
			return err
		}
	}
	return nil
}

package command

import (
	"context"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/command/bench"
	"recollect/app/command/cli"
	"recollect/engine"
)

func benchVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	passes := set.Int("passes", 1, "index `N` times over, each time into a new library, and tell the memory of each")
	photos := set.Int("photos", 100_000, "library: how many photos it has")
	dir := set.String("keep", "", "library: leave it at `DIR`, which must not exist yet")
	of := set.String("provider", "", "encode: run on `NAME`, such as CPU or CUDA, and not on what is fastest")
	model := set.String("model", "", "encode: the model `NAME` of the library, or in a folder")
	batch := set.Int("batch", 0, "encode: `N` pictures a run; 0: what is fastest")
	lasting := set.Duration("for", 5*time.Second, "encode: measure for this `TIME`")
	return func(ctx context.Context, c *call) error {
		o := engine.Options{Model: c.Model, RuntimeDirs: c.RuntimeDirs, Worker: c.Worker, Purpose: "recollect bench"}
		switch {
		case *photos < 1:
			return cli.Usage("bench: --photos must be at least 1")
		case *passes < 1:
			return cli.Usage("bench: --passes must be at least 1")
		case len(c.Args) == 1 && c.Args[0] == "encode":
			var err error
			if o.Model, err = c.ModelFiles(*model); err != nil {
				return err
			}
			o.Library = c.ExistingLibrary()
			line, err := bench.Encode(ctx, o, bench.Encoding{Provider: *of, Batch: *batch, Lasting: *lasting})
			if err != nil {
				return err
			}
			return c.Print(line, line.Text())
		case len(c.Args) == 1 && c.Args[0] == "library":
			return bench.Make(ctx, o, *photos, *dir, c.Print)
		case len(c.Args) == 2 && c.Args[0] == "library":
			o.Library = c.Args[1]
			return bench.At(ctx, o, c.Print)
		case len(c.Args) == 2 && c.Args[0] == "ingest":
			line, err := bench.Ingest(ctx, o, c.Args[1], *passes)
			if err != nil {
				return err
			}
			return c.Print(line, line.Text())
		}
		return cli.Usage("bench: give ingest and one folder, encode, or library and perhaps one that is there")
	}
}

func evalVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	root := set.String("root", "", "the `DIR` that the file's paths are relative to")
	asTyped := set.Bool("as-typed", false,
		"give sentences to the model as they are: \"without\" is a word like any other")
	return func(ctx context.Context, c *call) error {
		path, err := c.One("judgement file")
		if err != nil {
			return err
		}
		if *root == "" {
			return cli.Usage("eval: --root DIR is needed")
		}
		line, err := bench.Eval(ctx, c.open, *root, path, *asTyped)
		if err != nil {
			return err
		}
		return c.PrintJSON(line)
	}
}

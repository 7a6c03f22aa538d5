package command

import (
	"bufio"
	"context"
	"errors"

	"github.com/spf13/pflag"

	"recollect/app/command/bench"
	"recollect/app/command/models"
	"recollect/engine"
	"recollect/engine/photo"
)

func modelsVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	variant := set.String("variant", "", "get: which files, `V`: fp32, fp16, int8 or q4, where the model has them")
	name := set.String("name", "", "import: the `NAME` that the model gets here, of letters, digits and hyphens")
	yes := set.Bool("yes", false, "get and remove: agree beforehand, nothing is asked")
	later := set.Bool("later", false, "use: leave looking at the photos to the next index, or to the window")
	picture := set.String("picture", "", "verify: `FILE` is the picture that the published figures are about")
	judgements := set.String("set", "", "compare: `FILE` has judged queries, as for eval; else tags and things")
	root := set.String("root", ".", "compare: the `DIR` that the paths of --set are relative to")
	return func(ctx context.Context, c *call) error {
		m := models.Command{
			Call: &c.Call, Library: modelLibrary{c}, Variant: *variant, Name: *name,
			Picture: *picture, Yes: *yes, Later: *later,
			Judged: func() ([]photo.Judged, error) {
				if *judgements == "" {
					return nil, nil
				}
				return bench.Judged(*root, *judgements)
			},
		}
		if c.Answers {
			in := bufio.NewReader(c.Stdin)
			m.Answer = func() (string, error) { return in.ReadString('\n') }
		}
		return m.Run(ctx)
	}
}

// modelLibrary opens the library of a call for models.Command.
type modelLibrary struct{ *call }

// Read opens the library for reading.
func (l modelLibrary) Read(ctx context.Context, do func(models.Service) error) error {
	e, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	return do(e.Models)
}

// Change opens the library for this process alone or, if another holds it, beside that one.
func (l modelLibrary) Change(
	ctx context.Context, do func(s models.Service, build func(context.Context) error) error,
) error {
	err := l.alone(ctx, func(e *engine.Engine) error {
		return do(e.Models, func(ctx context.Context) error {
			_, err := l.sync(ctx, e)
			return err
		})
	})
	if !errors.Is(err, engine.ErrInUse) {
		return err
	}
	return l.writing(ctx, func(e *engine.Engine) error {
		return do(e.Models, func(context.Context) error {
			l.PrintErr("recollect: whoever has the library open looks at its photos with this model; " +
				"recollect models tells how far that is.")
			return nil
		})
	})
}

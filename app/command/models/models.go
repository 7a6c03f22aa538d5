// Package models is the command line's verb for search models: it lists them, gets,
// imports and removes them, chooses the one that a library uses, checks them, and compares
// two. What it does to a library it does through the interface Service.
package models

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/models"
	"recollect/engine/photo"
)

// lister returns which models there are, and which suits best.
type lister interface {
	List(context.Context) ([]photo.ModelEntry, error)
	Recommend(context.Context) (photo.ModelAdvice, error)
}

// Service is what the verb needs of a library's models.
type Service interface {
	List(context.Context) ([]photo.ModelEntry, error)
	Recommend(context.Context) (photo.ModelAdvice, error)
	Use(ctx context.Context, id string) error
	Download(ctx context.Context, id, variant string, progress func(photo.Transfer)) error
	Import(
		ctx context.Context, name string, progress func(photo.Transfer), paths ...string,
	) (photo.ModelEntry, error)
	Remove(ctx context.Context, id string) error
	Verify(ctx context.Context, id, picture string) (photo.ModelVerdict, error)
	Judgements(context.Context) ([]photo.Judged, error)
	Compare(ctx context.Context, a, b string, judged []photo.Judged) (photo.ModelComparison, error)
}

// Library opens a library for the length of a call.
type Library interface {
	// Read opens it for reading, beside a process that may be writing to it. The error is
	// fs.ErrNotExist where there is no library.
	Read(context.Context, func(Service) error) error
	// Change opens it to change its models. build embeds its photos with the model that is to
	// be used, and shows how far that is; where another process holds the library, that process
	// does it, and build only says so.
	Change(ctx context.Context, do func(s Service, build func(context.Context) error) error) error
}

// Command is a command line of the verb after parsing. Its methods belong to one goroutine.
type Command struct {
	*cli.Call
	Library Library
	Variant string // which files to get; empty for the first that the model has
	Name    string // import: of which the model's ID is made; empty for its own
	Picture string // a file for verify; may be empty
	// Judged are the judgements that compare was given; nil: those of the library are taken.
	Judged func() ([]photo.Judged, error)
	Yes    bool // nothing is asked
	Later  bool // use: photos are embedded by the next index, or in the window
	// Answer reads what a person types after a question; nil where nobody can be asked.
	Answer func() (string, error)
}

// Run does what the arguments say.
func (c *Command) Run(ctx context.Context) error {
	what, rest := "list", c.Args
	if len(rest) > 0 {
		what, rest = rest[0], rest[1:]
	}
	switch {
	case what == "list" && len(rest) == 0:
		return c.list(ctx)
	case what == "get" && len(rest) == 1:
		return c.get(ctx, rest[0])
	case what == "use" && len(rest) == 1:
		return c.use(ctx, rest[0])
	case what == "import" && (len(rest) == 1 || len(rest) == 2):
		return c.take(ctx, rest)
	case what == "remove" && len(rest) == 1:
		return c.remove(ctx, rest[0])
	case what == "verify" && len(rest) == 1:
		return c.verify(ctx, rest[0])
	case what == "compare" && len(rest) == 2:
		return c.compare(ctx, rest[0], rest[1])
	}
	return cli.Usage("models: give list, get ID, use ID, import PATH, remove ID, verify ID, or compare ID ID")
}

// list prints the models that the library has or could get or, before there is a library, those
// that there are.
func (c *Command) list(ctx context.Context) error {
	err := c.Library.Read(ctx, func(s Service) error { return c.listOf(ctx, s) })
	if errors.Is(err, fs.ErrNotExist) {
		return c.listOf(ctx, models.Offer{Shipped: c.Model})
	}
	return err
}

func (c *Command) listOf(ctx context.Context, s lister) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	advice, err := s.Recommend(ctx)
	if err != nil {
		return err
	}
	for _, m := range all {
		line := newLine(m)
		if m.ID == advice.ID {
			line.Recommended, line.Advice = true, adviceOf(advice)
		}
		if err := c.Print(line, line.text()); err != nil {
			return err
		}
	}
	if text := adviceOf(advice); text != "" && !c.JSON {
		return c.Write("\n" + string(text) + "\n")
	}
	return nil
}

// read opens the library for reading, and says so where there is none.
func (c *Command) read(ctx context.Context, do func(Service) error) error {
	err := c.Library.Read(ctx, do)
	if errors.Is(err, fs.ErrNotExist) {
		return cli.Sentence("There is no library yet.", "recollect index FOLDER makes one.")
	}
	return err
}

// adviceOf says in a sentence which model suits this computer best.
func adviceOf(a photo.ModelAdvice) plain.Text {
	if a.Reason == "" {
		return ""
	}
	m := cli.Sentences().Reason(a.Reason)
	return cli.InOne(plain.Prose(m.What), plain.Prose(m.Next))
}

// entry finds a model, or returns a usage error that names those there are.
func entry(ctx context.Context, s Service, id string) (photo.ModelEntry, error) {
	all, err := s.List(ctx)
	if err != nil {
		return photo.ModelEntry{}, err
	}
	var ids []string
	for _, m := range all {
		if m.ID == id {
			return m, nil
		}
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return photo.ModelEntry{}, cli.Usage(plain.Format("models: there is no model %s; there are %s", id,
		plain.Join(ids, ", ")))
}

// print prints a model as it is now.
func (c *Command) print(ctx context.Context, s Service, id string) error {
	m, err := entry(ctx, s, id)
	if err != nil {
		return err
	}
	line := newLine(m)
	return c.Print(line, line.text())
}

// use makes a model the one that the library is to use.
func (c *Command) use(ctx context.Context, id string) error {
	return c.Library.Change(ctx, func(s Service, build func(context.Context) error) error {
		if _, err := entry(ctx, s, id); err != nil {
			return err
		}
		if err := s.Use(ctx, id); err != nil {
			return err
		}
		if !c.Later {
			if err := build(ctx); err != nil {
				return err
			}
		}
		return c.print(ctx, s, id)
	})
}

// take imports a model from files of this computer.
func (c *Command) take(ctx context.Context, paths []string) error {
	return c.Library.Change(ctx, func(s Service, _ func(context.Context) error) error {
		bar := c.bar()
		m, err := s.Import(ctx, c.Name, bar.show, paths...)
		bar.wipe()
		if err != nil {
			return err
		}
		line := newLine(m)
		return c.Print(line, line.text())
	})
}

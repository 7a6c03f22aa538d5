package models

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// get downloads a model once a person has agreed to its terms.
func (c *Command) get(ctx context.Context, id string) error {
	return c.Library.Change(ctx, func(s Service, _ func(context.Context) error) error {
		m, err := entry(ctx, s, id)
		if err != nil {
			return err
		}
		v, err := c.variant(m)
		if err != nil {
			return err
		}
		if err := c.agree(ctx, terms(m, v), plain.Format("Download %s?", size(v.Bytes)),
			"Nothing was downloaded."); err != nil {
			return err
		}
		bar := c.bar()
		err = s.Download(ctx, id, v.Name, bar.show)
		bar.wipe()
		if err != nil {
			return err
		}
		return c.print(ctx, s, id)
	})
}

// variant is which files of m are to be got.
func (c *Command) variant(m photo.ModelEntry) (photo.ModelVariant, error) {
	switch m.State {
	case photo.ModelEmbedded:
		return photo.ModelVariant{}, cli.Sentence(plain.Format("%s comes with Recollect.", m.ID), "")
	case photo.ModelInstalled:
		if c.Variant == "" || c.Variant == m.Variant {
			return photo.ModelVariant{}, cli.Sentence(plain.Format("%s is here already.", m.ID),
				plain.Format("recollect models use %s makes it the one that finds your photos.", m.ID))
		}
	}
	if len(m.Variants) == 0 {
		return photo.ModelVariant{}, cli.Sentence(plain.Format("%s cannot be downloaded.", m.ID),
			"recollect models import takes its files from this computer.")
	}
	want := c.Variant
	if want == "" && m.State == photo.ModelIncomplete {
		want = m.Variant // that of the files which are there in part
	}
	if want == "" {
		return m.Variants[0], nil
	}
	i := slices.IndexFunc(m.Variants, func(v photo.ModelVariant) bool { return v.Name == want })
	if i < 0 {
		var names []string
		for _, v := range m.Variants {
			names = append(names, v.Name)
		}
		return photo.ModelVariant{}, cli.Usage(plain.Format("models: %s has no variant %s; it has %s", m.ID, want,
			plain.Join(names, ", ")))
	}
	return m.Variants[i], nil
}

// terms says what is downloaded, from where, and under which terms.
func terms(m photo.ModelEntry, v photo.ModelVariant) plain.Text {
	text := plain.Format("%s, %s: %s from %s", m.Title, v.Name, size(v.Bytes), m.Source)
	if m.Licence != "" {
		text += plain.Format("\nLicence: %s", m.Licence)
	}
	if m.Terms != "" {
		text += plain.Format("\nTerms: %s", plain.Lines(m.Terms, "\n  "))
	}
	return text
}

// agree says what is about to happen and asks for a yes. The error says that nothing was
// done: because the answer was no, or because there is nobody to ask.
func (c *Command) agree(ctx context.Context, about, question, undone plain.Text) error {
	c.PrintErr("%s", about)
	if c.Yes {
		return nil
	}
	if c.Answer == nil {
		return cli.Sentence("This has to be agreed to, and there is no terminal to ask on. "+undone,
			"Add --yes to agree.")
	}
	_, _ = c.Stderr.Write([]byte(string(question) + " [y/N] ")) // there is nowhere else to ask
	answer, err := c.answer(ctx)
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	return cli.Sentence(undone, "")
}

// answer waits for what a person types, or for ctx to end. The end of the input is an empty answer.
func (c *Command) answer(ctx context.Context) (string, error) {
	type reply struct {
		text string
		err  error
	}
	typed := make(chan reply, 1)
	go func() { // nothing can interrupt reading from a terminal: the process ends with it
		text, err := c.Answer()
		typed <- reply{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-typed:
		if errors.Is(r.err, io.EOF) {
			return r.text, nil
		}
		return r.text, r.err
	}
}

// remove deletes a model of the library once a person has agreed.
func (c *Command) remove(ctx context.Context, id string) error {
	return c.Library.Change(ctx, func(s Service, _ func(context.Context) error) error {
		m, err := entry(ctx, s, id)
		if err != nil {
			return err
		}
		switch {
		case m.State == photo.ModelEmbedded:
			return cli.Sentence(plain.Format("%s comes with Recollect and cannot be removed.", m.ID), "")
		case m.InUse || m.Wanted || m.Building:
			return cli.Sentence(plain.Format("The library uses %s.", m.ID),
				"recollect models use ID chooses another one first.")
		}
		if err := c.agree(ctx, lost(m), plain.Format("Remove %s?", m.ID), "Nothing was removed."); err != nil {
			return err
		}
		if err := s.Remove(ctx, id); err != nil {
			return err
		}
		return c.Print(removedLine{m.ID, m.Bytes, m.Embedded}, plain.Format("%s was removed.", m.ID))
	})
}

// removedLine is the answer of remove.
type removedLine struct {
	ID       string `json:"id"`
	Bytes    int64  `json:"bytes"`    // that its files took
	Embedded int    `json:"embedded"` // how many photos had an embedding of it
}

// lost says what goes with a model, and what stays.
func lost(m photo.ModelEntry) plain.Text {
	text := plain.Format("Removing %s frees %s.", m.Title, size(m.Bytes))
	if m.Embedded > 0 {
		text += plain.Format(" What it has learned of %d photos is lost: to use it again, all are looked at again.",
			m.Embedded)
	}
	switch {
	case len(m.Variants) > 0:
		text += " It can be downloaded again."
	default:
		text += " It can be imported again from the files that it came from."
	}
	return text + " Your photos, favourites, tags and albums stay as they are."
}

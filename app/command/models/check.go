package models

import (
	"context"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// checkLine is a line of verify.
type checkLine struct {
	ID     string     `json:"id"`
	Check  string     `json:"check"`
	Result string     `json:"result"`
	Want   string     `json:"want,omitempty"`
	Got    string     `json:"got,omitempty"`
	Reason plain.Text `json:"reason,omitempty"`
}

func (l checkLine) text() plain.Text {
	text := plain.Format("%-17s %s", l.Check, l.Result)
	if l.Want != l.Got {
		text += plain.Format(": %s, expected %s", l.Got, l.Want)
	}
	if l.Reason != "" {
		text += ". " + l.Reason
	}
	return text
}

// verify checks a model against its description and what is published of it.
func (c *Command) verify(ctx context.Context, id string) error {
	return c.read(ctx, func(s Service) error {
		if _, err := entry(ctx, s, id); err != nil {
			return err
		}
		v, err := s.Verify(ctx, id, c.Picture)
		if err != nil {
			return err
		}
		for _, k := range v.Checks {
			l := checkLine{ID: v.ID, Check: k.Name, Result: string(k.Result), Want: k.Want, Got: k.Got}
			if k.Reason != "" {
				said := cli.Sentences().Reason(k.Reason)
				l.Reason = cli.InOne(plain.Prose(said.What), plain.Prose(said.Next))
			}
			if err := c.Print(l, l.text()); err != nil {
				return err
			}
		}
		if !v.OK() {
			return cli.Silent{}
		}
		return nil
	})
}

// scoreLine has the measures of one model, with the names that eval gives them.
type scoreLine struct {
	ID        string  `json:"id"`
	Recall1   float64 `json:"r1"`
	Recall5   float64 `json:"r5"`
	Recall10  float64 `json:"r10"`
	MAP       float64 `json:"map"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func newScore(s photo.ModelScore) scoreLine {
	return scoreLine{s.ID, s.Recall1, s.Recall5, s.Recall10, s.AveragePrecision, s.Precision, s.Recall, s.F1}
}

// comparedLine is the answer of compare.
type comparedLine struct {
	A       scoreLine `json:"a"`
	B       scoreLine `json:"b"`
	Queries int       `json:"queries"`
	Photos  int       `json:"photos"`
	Judged  string    `json:"judged"` // "given", or "library": by its tags and confirmed things
}

func (l comparedLine) text() plain.Text {
	text := plain.Format("%-26s %10s %10s\n", "", "A", "B")
	row := func(name plain.Text, a, b float64) {
		text += plain.Format("%-26s %10.3f %10.3f  %+.3f\n", name, a, b, b-a)
	}
	row("recall@1", l.A.Recall1, l.B.Recall1)
	row("recall@5", l.A.Recall5, l.B.Recall5)
	row("recall@10", l.A.Recall10, l.B.Recall10)
	row("mean average precision", l.A.MAP, l.B.MAP)
	row("precision of what is shown", l.A.Precision, l.B.Precision)
	row("recall of what is shown", l.A.Recall, l.B.Recall)
	row("F1 of what is shown", l.A.F1, l.B.F1)
	text += plain.Format("A is %s, B is %s. %d queries over the %d photos that both know.",
		l.A.ID, l.B.ID, l.Queries, l.Photos)
	if l.Judged == "library" {
		text += " The queries are your tags and the things that you have confirmed: " +
			"what has one is taken for the answer to its words, and all else for none."
	}
	return text
}

// own are the judgements of the library.
func own(ctx context.Context, s Service) ([]photo.Judged, error) {
	judged, err := s.Judgements(ctx)
	if err == nil && len(judged) == 0 {
		err = cli.Sentence("No photo of the library has a tag or a thing that you have confirmed, "+
			"so nothing says which photos answer which words.",
			"Tag some photos, or give --set FILE with judged queries as recollect eval takes them.")
	}
	return judged, err
}

// compare answers the same judged queries with two models.
func (c *Command) compare(ctx context.Context, a, b string) error {
	judged, err := c.Judged()
	if err != nil {
		return err
	}
	return c.read(ctx, func(s Service) error {
		l := comparedLine{Judged: "given"}
		if judged == nil {
			l.Judged = "library"
			if judged, err = own(ctx, s); err != nil {
				return err
			}
		}
		for _, id := range []string{a, b} {
			if _, err := entry(ctx, s, id); err != nil {
				return err
			}
		}
		found, err := s.Compare(ctx, a, b, judged)
		if err != nil {
			return err
		}
		l.A, l.B, l.Queries, l.Photos = newScore(found.A), newScore(found.B), found.Queries, found.Photos
		return c.Print(l, l.text())
	})
}

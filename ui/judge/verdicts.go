package judge

import (
	"context"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Things are what photos show, as the model suggests and a person confirms.
type Things interface {
	Judge(ctx context.Context, thing string, ids []photo.ID, v photo.Verdict) error
	ShownBy(context.Context, photo.ID) ([]photo.Shown, error)
}

// Before holds the previous verdicts of photos.
type Before map[photo.Verdict][]photo.ID

// Give gives photos a verdict, and returns their previous verdicts.
func Give(ctx context.Context, to Things, thing string, ids []photo.ID, v photo.Verdict) (Before, error) {
	before := Before{}
	for _, id := range ids {
		was, _, err := verdictOf(ctx, to, id, thing)
		if err != nil {
			return before, err
		}
		before[was] = append(before[was], id)
	}
	return before, to.Judge(ctx, thing, ids, v)
}

// Restore gives the photos their verdicts back.
func (b Before) Restore(ctx context.Context, to Things, thing string) error {
	for v, ids := range b {
		if err := to.Judge(ctx, thing, ids, v); err != nil {
			return err
		}
	}
	return nil
}

// verdictOf returns the verdict on a photo and a thing; photo.Suggested and false if there is
// none.
func verdictOf(ctx context.Context, in Things, id photo.ID, thing string) (_ photo.Verdict, found bool, _ error) {
	all, err := in.ShownBy(ctx, id)
	for _, s := range all {
		if s.Thing == thing {
			return s.Verdict, true, err
		}
	}
	return photo.Suggested, false, err
}

// question asks whether n photos show a thing.
func question(thing string, n int) string {
	return phrases.Say("judge:question", "n", n, "thing", thing)
}

// Judged says that n photos were given a verdict.
func Judged(thing string, n int, v photo.Verdict) string {
	switch v {
	case photo.Suggested:
		return phrases.Say("judge:none", "n", n, "thing", thing)
	case photo.Confirmed:
		return phrases.Say("judge:confirmed", "n", n, "thing", thing)
	default:
		return phrases.Say("judge:rejected", "n", n, "thing", thing)
	}
}

package userdata

import (
	"context"
	"errors"
	"maps"
	"slices"

	"recollect/engine/catalog/copies"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Apart returns the pairs of contents that a person has told apart, of each the lower first.
func (d *Data) Apart(ctx context.Context) (map[[2]photo.Hash]bool, error) {
	return copies.Apart(ctx, d.db)
}

// ToldApart returns the pairs of Apart with the paths of their photos, by these.
func (d *Data) ToldApart(ctx context.Context) ([]photo.Apart, error) {
	return copies.ToldApart(ctx, d.db)
}

// Legacy returns what PassOn would pass on.
func (d *Data) Legacy(ctx context.Context, to photo.ID, from []photo.ID) (photo.Legacy, error) {
	l, err := copies.LegacyOf(ctx, d.db, to, from)
	return l.Legacy, store.Explain(err)
}

// PassOn gives a photo what is said of others, the first before others: tags, the mark of favourites, the highest
// rating, places in albums that were made by hand, verdicts, and label, title, caption, date and place where it has
// none or, of the last two, none that a person has set. All is one act of the history, of the kind "inherit". The
// others keep what is said of them. It returns store.ErrNotFound unless the library has all photos.
func (t *Tx) PassOn(to photo.ID, from []photo.ID) error {
	if err := t.there(append([]photo.ID{to}, from...)); err != nil {
		return err
	}
	l, err := copies.LegacyOf(t.db.Ctx, t.db.SQL, to, from)
	if err != nil {
		return err
	}
	t.kind = journal.Inherit
	heir := []photo.ID{to}
	if l.Favourite {
		err = t.favourite(heir, true)
	}
	for _, tag := range l.Tags {
		err = errors.Join(err, t.tag(heir, tag))
	}
	for _, name := range l.Albums {
		err = errors.Join(err, t.placeAll(name, all(heir, placeText(l.Places[name]))))
	}
	for _, thing := range slices.Sorted(maps.Keys(l.Verdicts)) {
		err = errors.Join(err, t.Judge(to, thing, l.Verdicts[thing]))
	}
	return errors.Join(err, t.Edit(heir, l.Edit))
}

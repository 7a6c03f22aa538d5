package copies

import (
	"context"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Legacy is what photos leave to another.
type Legacy struct {
	photo.Legacy
	Places   map[string]float64 // in albums, by name
	Verdicts map[string]photo.Verdict
}

// LegacyOf returns what photos leave to another, whoever asks.
func LegacyOf(ctx context.Context, db store.Querier, to photo.ID, from []photo.ID) (l Legacy, err error) {
	heirs, err := heirsOf(ctx, db, append([]photo.ID{to}, from...))
	if err != nil || len(heirs) == 0 || heirs[0].ID != to {
		return l, err
	}
	l.Edit, l.Lost = bequeath(heirs[0], heirs[1:])
	mine, theirs, err := families(ctx, db, to, from)
	if err != nil {
		return l, err
	}
	l.Favourite, err = anyRow(ctx, db, `SELECT 1 FROM favourites WHERE photo_id IN (SELECT value FROM json_each(?2))
		AND NOT EXISTS (SELECT 1 FROM favourites WHERE photo_id IN (SELECT value FROM json_each(?1)))`, mine, theirs)
	if err != nil {
		return l, err
	}
	if err := l.readTags(ctx, db, mine, theirs, heirs); err != nil {
		return l, err
	}
	if err := l.readAlbums(ctx, db, mine, theirs); err != nil {
		return l, err
	}
	return l, l.readVerdicts(ctx, db, mine, theirs)
}

// heirsOf returns photos in the order of ids, without those that the library does not have.
func heirsOf(ctx context.Context, db store.Querier, ids []photo.ID) ([]heir, error) {
	photos, err := store.Collect(ctx, db, record.Photo, `SELECT `+record.PhotoColumns+` FROM json_each(?) l
		CROSS JOIN photos p ON p.id = l.value JOIN folders f ON f.id = p.folder_id ORDER BY l.key`, store.List(ids))
	if err != nil {
		return nil, err
	}
	heirs := make([]heir, len(photos))
	for i, p := range photos {
		byHand, err := store.Collect(ctx, db, store.Text, `SELECT field FROM edits WHERE photo_id = ?`, p.ID)
		if err != nil {
			return nil, err
		}
		heirs[i] = heir{p, byHand}
	}
	return heirs, nil
}

// families returns a photo and others, each with the files that are shown with them, as lists.
func families(ctx context.Context, db store.Querier, to photo.ID, from []photo.ID) (mine, theirs string, err error) {
	const family = `SELECT id FROM photos WHERE id IN ` + shots.WithCompanions
	own, err := store.Collect(ctx, db, store.ID, family, store.List([]photo.ID{to}))
	if err != nil {
		return "", "", err
	}
	others, err := store.Collect(ctx, db, store.ID, family, store.List(from))
	return store.List(own), store.List(others), err
}

func anyRow(ctx context.Context, db store.Querier, query string, args ...any) (bool, error) {
	rows, err := store.Collect(ctx, db, store.ID, query, args...)
	return len(rows) > 0, err
}

// readTags reads the tags that are left: those of photos, and keywords of their files that the heir has neither as
// a tag nor as a keyword.
func (l *Legacy) readTags(ctx context.Context, db store.Querier, mine, theirs string, heirs []heir) error {
	const tagsOf = `SELECT name FROM tags WHERE photo_id IN (SELECT value FROM json_each(?))
		GROUP BY key ORDER BY key`
	has, err := store.Collect(ctx, db, store.Text, tagsOf, mine)
	if err != nil {
		return err
	}
	left, err := store.Collect(ctx, db, store.Text, tagsOf, theirs)
	if err != nil {
		return err
	}
	known := map[string]bool{"": true}
	for _, name := range append(has, heirs[0].Meta.Keywords...) {
		known[filter.Fold(photo.TagPath(name))] = true
	}
	for _, h := range heirs[1:] {
		left = append(left, h.Meta.Keywords...)
	}
	for _, name := range left {
		if name = photo.TagPath(name); !known[filter.Fold(name)] {
			known[filter.Fold(name)] = true
			l.Tags = append(l.Tags, name)
		}
	}
	return nil
}

// readAlbums reads the albums that photos are in, and the heir is not.
func (l *Legacy) readAlbums(ctx context.Context, db store.Querier, mine, theirs string) error {
	l.Places = map[string]float64{}
	names, err := store.Collect(ctx, db, func(row store.Scanner) (name string, err error) {
		var at float64
		err = row.Scan(&name, &at)
		l.Places[name] = at
		return name, err
	}, `SELECT a.name, min(m.place) FROM members m JOIN albums a ON a.id = m.album_id
		WHERE m.photo_id IN (SELECT value FROM json_each(?2)) AND a.id NOT IN (SELECT album_id FROM members
			WHERE photo_id IN (SELECT value FROM json_each(?1))) GROUP BY a.id ORDER BY a.key`, mine, theirs)
	l.Albums = names
	return err
}

// readVerdicts reads on what photos show, where nobody has said it of the heir. What one of them shows it shows, too.
func (l *Legacy) readVerdicts(ctx context.Context, db store.Querier, mine, theirs string) error {
	l.Verdicts = map[string]photo.Verdict{}
	_, err := store.Collect(ctx, db, func(row store.Scanner) (none struct{}, err error) {
		var name string
		var v photo.Verdict
		err = row.Scan(&name, &v)
		l.Verdicts[name] = v
		return none, err
	}, `SELECT t.name, max(s.verdict) FROM shows s JOIN things t ON t.id = s.thing
		WHERE s.verdict <> 0 AND s.photo_id IN (SELECT value FROM json_each(?2))
			AND s.thing NOT IN (SELECT thing FROM shows
				WHERE verdict <> 0 AND photo_id IN (SELECT value FROM json_each(?1))) GROUP BY t.id`, mine, theirs)
	l.Legacy.Verdicts = len(l.Verdicts)
	return err
}

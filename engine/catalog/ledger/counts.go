package ledger

import (
	"context"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
)

// Counts is how many photos a library has, of each kind. Files that follow a photo are not counted.
type Counts struct {
	Photos   int // that can be shown
	Encoded  int // whose content has a vector by the model that serves
	Problems int // as many as Problems returns
	Away     int // of Photos: in folders that cannot be reached, or missing
	Waiting  int // to be embedded by the model that serves, and not away
	Failed   int // of Photos: those that the model that serves cannot embed
	Gone     int // as many as Gone returns
	Folders  int
	// Building is how far the model has come that is being built; zero if none is.
	Building Progress
}

// Counts counts the library.
func (l *Ledger) Counts(ctx context.Context) (Counts, error) {
	var n Counts
	m, err := l.Models(ctx)
	if err != nil {
		return n, err
	}
	var served bool
	var todo int
	err = l.db.QueryRowContext(ctx, countsOfAll, EmbedKey(m.Serving)).Scan(
		&n.Photos, &n.Problems, &n.Away, &n.Gone, &n.Folders, &served, &n.Failed, &todo, &n.Waiting)
	if err != nil {
		return n, store.Explain(err)
	}
	if served {
		n.Encoded = n.Photos - n.Failed - todo
	}
	if m.Building != m.Serving {
		if n.Building, err = l.Progress(ctx, EmbedKey(m.Building)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// countsOfAll counts photos, folders, and what the step of the key ?1 has done, in one statement:
// another would see another state of the library. It reads the numbers that the catalog keeps, and the
// photos with problems alone. CROSS JOIN: without it SQLite goes through all photos to find those.
const countsOfAll = `
	WITH` + stepTables + `
	SELECT coalesce(sum(n) FILTER (WHERE state < 2), 0),
		(SELECT count(*) FILTER (WHERE kind = '') + count(DISTINCT nullif(kind, ''))
			FROM problems CROSS JOIN photos p ON p.id = photo_id WHERE p.lead = 0)
			+ (SELECT count(DISTINCT p.id) ` + record.NotEmbedded + `),
		coalesce(sum(n) FILTER (WHERE state < 2 AND away), 0),
		coalesce(sum(n) FILTER (WHERE state = 3 AND NOT removed), 0),
		(SELECT count(*) FROM folders WHERE reason <> 'removed'),
		EXISTS (SELECT 1 FROM step),` + stepCounts + `
	FROM groups`

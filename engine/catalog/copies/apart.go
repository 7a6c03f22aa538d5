// Package copies reads what people have said of photos that are the same: which are told apart, and what those that go
// leave to the one that is kept. It decides, and package userdata records.
package copies

import (
	"context"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Apart returns the pairs of contents that a person has told apart, of each the lower first.
func Apart(ctx context.Context, db store.Querier) (map[[2]photo.Hash]bool, error) {
	pairs, err := store.Collect(ctx, db, func(row store.Scanner) ([2]photo.Hash, error) { return scanPair(row) },
		`SELECT a, b FROM apart`)
	all := make(map[[2]photo.Hash]bool, len(pairs))
	for _, p := range pairs {
		all[p] = true
	}
	return all, err
}

// ToldApart returns the pairs of Apart with the paths of their photos, by these.
func ToldApart(ctx context.Context, db store.Querier) ([]photo.Apart, error) {
	// Of a content that is told apart from itself the second path is another one.
	const path = `coalesce((SELECT path FROM photos WHERE hash = `
	return store.Collect(ctx, db, func(row store.Scanner) (p photo.Apart, err error) {
		p.Hashes, err = scanPair(row, &p.Paths[0], &p.Paths[1])
		return p, err
	}, `SELECT a, b, `+path+`a AND state < 3 ORDER BY path LIMIT 1), '') AS one, `+
		path+`b AND state < 3 ORDER BY (a = b AND path = (SELECT min(path) FROM photos WHERE hash = a AND state < 3)),
			path LIMIT 1), '') AS other FROM apart ORDER BY one, other, a, b`)
}

// scanPair reads a row of two hashes and more.
func scanPair(row store.Scanner, more ...any) (p [2]photo.Hash, err error) {
	var a, b []byte
	if err := row.Scan(append([]any{&a, &b}, more...)...); err != nil {
		return p, err
	}
	if err := record.Hash(&p[0], a); err != nil {
		return p, err
	}
	return p, record.Hash(&p[1], b)
}

package catalog

import (
	"context"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
)

type scanner = store.Scanner

func explain(err error) error { return store.Explain(err) }

func scanText(r scanner) (string, error) { return store.Text(r) }

func collect[T any](ctx context.Context, db store.Querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	return store.Collect(ctx, db, scan, query, args...)
}

func packList(words []string) string { return record.PackList(words) }

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"recollect/engine/photo"
)

// Querier is a pool of connections or a transaction.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Collect runs a query and reads every row of its answer.
func Collect[T any](
	ctx context.Context, db Querier, scan func(Scanner) (T, error), query string, args ...any,
) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, Explain(err)
		}
		out = append(out, v)
	}
	return out, Explain(rows.Err())
}

// Scanner is a row of an answer.
type Scanner interface{ Scan(...any) error }

// Text scans a row of one text.
func Text(row Scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

// ID scans a row of one number.
func ID(row Scanner) (id photo.ID, err error) {
	err = row.Scan(&id)
	return id, err
}

// Marks returns the placeholders of n parameters of a statement.
func Marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// List is a list of photos as JSON, for json_each.
func List(ids []photo.ID) string {
	if len(ids) == 0 {
		return "[]"
	}
	b, err := json.Marshal(ids)
	if err != nil {
		panic(err) // no number fails
	}
	return string(b)
}

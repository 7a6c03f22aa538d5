package store

import (
	"context"
	"database/sql"
	"errors"
)

// Tx is a transaction that prepares each repeated statement once.
type Tx struct {
	Ctx   context.Context
	SQL   *sql.Tx
	often map[string]*sql.Stmt
}

// Exec runs a statement, or several with the same parameters.
func (t *Tx) Exec(query string, args ...any) error {
	_, err := t.SQL.ExecContext(t.Ctx, query, args...)
	return err
}

// Prepared is a statement that is run for many photos. It is closed with the transaction.
func (t *Tx) Prepared(query string) (*sql.Stmt, error) {
	if s := t.often[query]; s != nil {
		return s, nil
	}
	s, err := t.SQL.PrepareContext(t.Ctx, query)
	if err != nil {
		return nil, err
	}
	if t.often == nil {
		t.often = map[string]*sql.Stmt{}
	}
	t.often[query] = s
	return s, nil
}

// Repeat runs a prepared statement.
func (t *Tx) Repeat(query string, args ...any) (sql.Result, error) {
	s, err := t.Prepared(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.Ctx, args...)
}

// Value returns the value of a key of meta; it is empty where none was set.
func (t *Tx) Value(key string) (string, error) { return Value(t.Ctx, t.SQL, key) }

// Value returns the value of a key of meta; it is empty where none was set.
func Value(ctx context.Context, db Querier, key string) (string, error) {
	var v string
	err := db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// SetValue records the value of a key of meta.
func (t *Tx) SetValue(key, value string) error {
	return t.Exec(`INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2`, key, value)
}

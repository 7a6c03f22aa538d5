package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// VectorOf returns the vector of a content by a model, or ErrNotFound.
func VectorOf(ctx context.Context, db store.Querier, model string, hash []byte) (photo.Vector, error) {
	var b []byte
	err := db.QueryRowContext(ctx, `SELECT vector FROM vectors WHERE model = ? AND hash = ?`, model, hash).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("vector of %.4x: %w", hash, store.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return record.Unpack(b)
}

// Embedded counts the photos that can be shown, follow no other, and have a vector by a model.
func (l *Ledger) Embedded(ctx context.Context, model string) (n int, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT count(*) FROM photos p JOIN vectors v ON v.model = ? AND v.hash = p.hash
		WHERE p.state < 2 AND p.lead = 0`, model).Scan(&n)
	return n, store.Explain(err)
}

// traitsInUse are the traits of vector v, if they were computed with the bank ?2; ?1 is BankKey.
const traitsInUse = `iif((SELECT value FROM meta WHERE key = ?1) = ?2, v.traits, NULL)`

// Vectors calls each with every photo that follows no other and whose content has a vector
// by a model, with that vector and its traits, both of which each may keep. There are no traits if
// they have not been computed with the bank in use.
func (l *Ledger) Vectors(
	ctx context.Context, model string, each func(id photo.ID, v photo.Vector, traits []float32) error,
) error {
	rows, err := l.db.QueryContext(ctx, `
		SELECT p.id, v.vector, `+traitsInUse+`
		FROM photos p JOIN vectors v ON v.model = ?3 AND v.hash = p.hash
		WHERE p.state = 1 AND p.lead = 0`, BankKey, l.bank, model)
	if err != nil {
		return store.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id photo.ID
		var raw, traits sql.RawBytes
		if err := rows.Scan(&id, &raw, &traits); err != nil {
			return store.Explain(err)
		}
		v, err := record.Unpack(raw)
		if err != nil {
			return fmt.Errorf("photo %d: %w", id, err)
		}
		if err := each(id, v, record.UnpackTraits(traits)); err != nil {
			return err
		}
	}
	return store.Explain(rows.Err())
}

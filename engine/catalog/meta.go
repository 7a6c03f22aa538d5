package catalog

import (
	"context"
	"database/sql"
	"errors"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
)

// Key names a single value that the catalog keeps for others.
type Key string

// The keys in use.
const (
	// ScreeningKey has the names of the things, such as "screen:nudity", for which
	// photos are flagged, as a JSON array; nothing or "[]": screening is off.
	ScreeningKey Key = filter.ScreeningKey
	// ThingsKey names the model and the vocabulary that suggestions were made with.
	ThingsKey Key = "things"
)

// The catalog's own keys.
const (
	modelKey    Key = "model"    // that serves
	buildingKey Key = "building" // model that embeds
	bankKey     Key = "bank"     // that the traits were computed with
	foldsKey    Key = "folds"    // generation of fold that the texts were folded with

	readerKey Key = "reader" // generation of what described the photos
)

// Value returns the value of a key; it is empty where none was set.
func (c *Catalog) Value(ctx context.Context, key Key) (string, error) {
	v, err := value(ctx, c.read, key)
	return v, store.Explain(err)
}

func value(ctx context.Context, db store.Querier, key Key) (string, error) {
	var v string
	err := db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

func (t *Tx) value(key Key) (string, error) { return value(t.ctx, t.sql, key) }

// SetValue records the value of a key.
func (t *Tx) SetValue(key Key, value string) error {
	if key == ScreeningKey {
		t.note(journal.Act{Do: journal.Screening, Value: journal.Text(value)})
	}
	return t.exec(`INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2`, key, value)
}

package catalog

import (
	"context"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
)

// Key names a value that the catalog stores for other packages.
type Key string

// The keys in use.
const (
	// ScreeningKey has the names of the things, such as "screen:nudity", for which photos are
	// flagged, as a JSON array; nothing or "[]": screening is off.
	ScreeningKey Key = filter.ScreeningKey
	// WantedKey has the ID of the model that a person has chosen; nothing: the one that is shipped.
	WantedKey Key = "wanted"
	// ThingsKey names the model and the vocabulary that suggestions were made with.
	ThingsKey Key = "things"
)

// The catalog's own keys.
const (
	foldsKey Key = "folds" // generation of fold that the texts were folded with

	readerKey  Key = "reader"  // generation of the metadata reader
	formatsKey Key = "formats" // that could be shown
)

// Value returns the value of a key; it is empty where none was set.
func (c *Catalog) Value(ctx context.Context, key Key) (string, error) {
	v, err := store.Value(ctx, c.read, string(key))
	return v, store.Explain(err)
}

func (t *Tx) value(key Key) (string, error) { return t.db.Value(string(key)) }

// SetValue records the value of a key.
func (t *Tx) SetValue(key Key, value string) error {
	switch key {
	case ScreeningKey:
		t.Note(journal.Act{Do: journal.Screening, Value: journal.Text(value)})
	case WantedKey:
		t.Note(journal.Act{Do: journal.Model, Value: journal.Text(value)})
	}
	return t.db.SetValue(string(key), value)
}

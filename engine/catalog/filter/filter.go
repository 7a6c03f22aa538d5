// Package filter finds the photos of a catalog for which the filters of a query hold, puts photos
// in the order that a query asks for, and lists the values that filters can ask for.
//
// A filter becomes a statement of SQL whose answer is a photo.Set, and sets are combined: the cost
// of a filter does not depend on the others. Texts are compared in a folded form (Fold, Bare), in
// which the catalog stores them.
//
// The package only reads. Package catalog owns those tables and their format.
package filter

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Reader reads an open catalog. Its methods may be called from any goroutine; their errors
// are those of package store, or ctx's.
type Reader struct{ DB store.Querier }

// gone is the state of a file that does not exist any more.
const gone = 3

// ScreeningKey is where the catalog stores the names of the things, such as "screen:nudity", for
// which photos are covered: a list in JSON, empty where they are not.
const ScreeningKey = "screening"

// Flagged returns the photos that screening covers; none while it is off.
func (r Reader) Flagged(ctx context.Context) (*photo.Set, error) {
	var names string
	err := r.DB.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, ScreeningKey).Scan(&names)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, store.Explain(err)
	}
	if names == "" || names == "[]" {
		return new(photo.Set), nil
	}
	if !json.Valid([]byte(names)) {
		return nil, fmt.Errorf("%w: the names of screening", store.ErrDamaged)
	}
	return r.find(ctx, `
		SELECT s.photo_id AS id FROM things t JOIN shows s ON s.thing = t.id AND s.verdict >= 0
		WHERE t.name IN (SELECT value FROM json_each(?))`, names)
}

// Below returns the bounds of all paths in and below a directory: a range of the index on path,
// however large the library.
func Below(dir string) (from, to string) {
	dir = strings.TrimSuffix(dir, string(os.PathSeparator)) // of the root of a volume
	// All paths that begin with dir and a separator, up to the character that follows it.
	return dir + string(os.PathSeparator), dir + string(os.PathSeparator+1)
}

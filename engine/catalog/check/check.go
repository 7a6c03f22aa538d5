// Package check verifies the rows of a catalog against each other, and holds the statements that
// repair rows that can be restored from the photos. It does not check the file itself.
package check

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// MostSearches is how many searches are remembered.
const MostSearches = 100

// Reader checks a catalog of the present version.
type Reader struct{ DB *sql.DB }

// Rows verifies that rows agree with each other. The error lists everything that is wrong, or is
// the database's.
func (r Reader) Rows(ctx context.Context) error {
	var errs []error
	for _, check := range []func(context.Context) error{
		r.states, r.Ledger, r.paths, r.shots, r.vectors, r.written, r.people,
	} {
		errs = append(errs, check(ctx))
	}
	return errors.Join(errs...)
}

const photosThat = `SELECT count(*) FROM photos WHERE `

// stateFacts are the conditions of photos whose state does not agree with their other columns.
var stateFacts = []struct{ wrong, where string }{
	{"read without a content, or the other way round", `state < 2 AND (state = 1) <> (hash IS NOT NULL)`},
	{
		"broken without a problem",
		`state = 2 AND NOT EXISTS (SELECT 1 FROM problems r WHERE r.photo_id = photos.id)`,
	},
	{
		"not broken in spite of a problem",
		`state <> 2 AND EXISTS (SELECT 1 FROM problems r WHERE r.photo_id = photos.id)`,
	},
	{"in an unknown state", `state NOT IN (0, 1, 2, 3)`},
	{"with a list that is none", `coalesce(json_type(iif(json_valid(keywords), keywords, 'null')), '') <> 'array'
		OR coalesce(json_type(iif(json_valid(people), people, 'null')), '') <> 'array'`},
	{"in half a place", `(lat IS NULL) <> (lon IS NULL) OR lat IS NULL AND alt IS NOT NULL`},
	{"half gone", `(state = 3) <> (was <> '') OR state = 3 AND gone_ns = 0
		OR (state = 3) <> (path = 'gone:' || id) OR state = 3 AND shot <> 0`},
	{"missing from a folder that is there", `state <> 3 AND gone_ns <> 0 AND folder_id IN (SELECT id FROM folders
		WHERE NOT away)`},
	{"there, though their folder was removed", `state <> 3 AND folder_id IN (SELECT id FROM folders
		WHERE reason = 'removed')`},
	{"without a shot", `shot = 0 AND state <> 3 AND (told OR lead <> 0)`},
}

// states verifies that every state agrees with the other columns.
func (r Reader) states(ctx context.Context) error {
	var errs []error
	for _, f := range stateFacts {
		var n int
		if err := r.DB.QueryRowContext(ctx, photosThat+f.where).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			errs = append(errs, fmt.Errorf("%d photos are %s", n, f.wrong))
		}
	}
	return errors.Join(errs...)
}

func (r Reader) paths(ctx context.Context) error {
	rows, err := r.DB.QueryContext(ctx, `SELECT p.path, f.path, p.shot FROM photos p JOIN folders f ON f.id =
		p.folder_id WHERE p.state <> 3`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var path, folder string
		var shot int64
		if err := rows.Scan(&path, &folder, &shot); err != nil {
			return err
		}
		if !photo.Within(path, folder) {
			return fmt.Errorf("%s does not lie in its folder %s", path, folder)
		}
		if shot != 0 && shot != shots.Of(path) {
			return fmt.Errorf("%s has the shot of another path", path)
		}
	}
	return rows.Err()
}

// shots verifies which files are shown together.
func (r Reader) shots(ctx context.Context) error {
	all, err := store.Collect(ctx, r.DB, shots.Scan, shots.Query+`WHERE p.shot <> 0`)
	if err != nil {
		return err
	}
	for _, shot := range shots.Group(all) {
		want := shots.Leads(shot)
		for _, m := range shot {
			if m.Lead != want[m.ID] {
				return fmt.Errorf("%s is shown with photo %d, not with %d", m.Path, m.Lead, want[m.ID])
			}
		}
	}
	return nil
}

func (r Reader) vectors(ctx context.Context) error {
	rows, err := r.DB.QueryContext(ctx, `SELECT hash, model, vector, traits FROM vectors`)
	if err != nil {
		return err
	}
	defer rows.Close()
	dims := map[string]int{}
	for rows.Next() {
		var hash, raw, traits sql.RawBytes
		var model string
		if err := rows.Scan(&hash, &model, &raw, &traits); err != nil {
			return err
		}
		v, err := record.Unpack(raw)
		if err != nil {
			return fmt.Errorf("vector of %x: %w", hash, err)
		}
		if err := record.CheckTraits(traits); err != nil {
			return fmt.Errorf("vector of %x: %w", hash, err)
		}
		if len(hash) != len(photo.Hash{}) {
			return fmt.Errorf("a vector's content hash has %d bytes", len(hash))
		}
		if dims[model] == 0 {
			dims[model] = len(v)
		}
		if len(v) != dims[model] {
			return fmt.Errorf("model %s has vectors of %d and of %d numbers", model, dims[model], len(v))
		}
	}
	return rows.Err()
}

package check

import (
	"context"
	"database/sql"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Repairs are statements that fix what Rows checks of photos and user data, to be run in this
// order.
var Repairs = []string{
	`DELETE FROM problems WHERE NOT EXISTS (SELECT 1 FROM photos p WHERE p.id = photo_id AND p.state = 2)`,
	`DELETE FROM photos WHERE state = 3 AND (was = '' OR gone_ns = 0)`,
	`UPDATE photos SET path = 'gone:' || id, shot = 0, lead = 0 WHERE state = 3 AND (path <> 'gone:' || id
		OR shot <> 0 OR lead <> 0)`,
	`UPDATE photos SET was = '' WHERE state <> 3 AND was <> ''`,
	`UPDATE folders SET away = 0, reason = '' WHERE reason = 'removed' AND EXISTS (SELECT 1 FROM photos
		WHERE folder_id = folders.id AND state <> 3)`,
	`UPDATE photos SET gone_ns = 0 WHERE state <> 3 AND gone_ns <> 0 AND folder_id IN (SELECT id FROM folders
		WHERE NOT away)`,
	// Files with wrong rows are read again.
	`UPDATE photos SET state = 0, told = 0, mtime_ns = -1 WHERE (state NOT IN (0, 1, 2, 3) OR state = 2 AND NOT
		EXISTS (SELECT 1 FROM problems r WHERE r.photo_id = photos.id))`,
	`UPDATE photos SET state = hash IS NOT NULL WHERE state < 2 AND (state = 1) <> (hash IS NOT NULL)`,
	`UPDATE photos SET keywords = '[]', people = '[]', told = 0 WHERE (coalesce(json_type(iif(json_valid(keywords),
		keywords, 'null')), '') <> 'array'
		OR coalesce(json_type(iif(json_valid(people), people, 'null')), '') <> 'array')`,
	`UPDATE photos SET colours = NULL WHERE colours NOT BETWEEN 0 AND 2047`,
	`DELETE FROM shows WHERE (verdict NOT IN (-1, 0, 1) OR verdict = 0 AND score IS NULL)`,
	`DELETE FROM searches WHERE id <= (SELECT id FROM searches ORDER BY id DESC LIMIT 1 OFFSET 100)`,
	`DELETE FROM meta WHERE key = 'screening' AND value <> ''
		AND coalesce(json_type(iif(json_valid(value), value, 'null')), '') <> 'array'`,
	`UPDATE photos SET lat = NULL, lon = NULL, alt = NULL, told = 0 WHERE ((lat IS NULL) <> (lon IS NULL)
		OR lat IS NULL AND alt IS NOT NULL)`,
	`DELETE FROM originals WHERE photo_id NOT IN (SELECT photo_id FROM edits)`,
	// The next scan finds out what the file says.
	`UPDATE photos SET told = 0 WHERE id IN (SELECT photo_id FROM edits)
		AND id NOT IN (SELECT photo_id FROM originals)`,
	`INSERT INTO originals SELECT id, rating, label, title, caption, taken_ns, taken_offset_s, taken_from, doubtful,
		lat, lon, alt FROM photos WHERE id IN (SELECT photo_id FROM edits) ON CONFLICT DO NOTHING`,
	`DELETE FROM apart WHERE (length(a) <> 32 OR length(b) <> 32 OR a > b)`,
	`DELETE FROM members WHERE album_id IN (SELECT id FROM albums WHERE NOT hand)`,
}

// DropBadVectors deletes vectors that are not valid: of another length than most of their model's,
// or not of unit length.
func DropBadVectors(ctx context.Context, tx *sql.Tx) (int, error) {
	type stored struct {
		id     int64
		model  string
		hash   int
		bytes  []byte
		traits []byte
	}
	all, err := store.Collect(ctx, tx, func(row store.Scanner) (stored, error) {
		var s stored
		err := row.Scan(&s.id, &s.model, &s.hash, &s.bytes, &s.traits)
		return s, err
	}, `SELECT id, model, length(hash), vector, traits FROM vectors`)
	if err != nil {
		return 0, err
	}
	lengths := map[string]map[int]int{}
	for _, s := range all {
		if lengths[s.model] == nil {
			lengths[s.model] = map[int]int{}
		}
		lengths[s.model][len(s.bytes)]++
	}
	bad := 0
	for _, s := range all {
		_, wrong := record.Unpack(s.bytes)
		if err := record.CheckTraits(s.traits); err != nil {
			if _, err := tx.ExecContext(ctx, `UPDATE vectors SET traits = NULL WHERE id = ?`, s.id); err != nil {
				return bad, err
			}
			bad++
		}
		if wrong == nil && s.hash == len(photo.Hash{}) && len(s.bytes) == most(lengths[s.model]) {
			continue
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM vectors WHERE id = ?`, s.id); err != nil {
			return bad, err
		}
		bad++
	}
	return bad, nil
}

// most is the key with the highest count, the larger one among equals.
func most(counts map[int]int) int {
	best := 0
	for key, n := range counts {
		if n > counts[best] || n == counts[best] && key > best {
			best = key
		}
	}
	return best
}

package catalog

import (
	"context"
	"fmt"

	"recollect/engine/photo"
)

// Repair mends what Check would find wrong and the photos can tell anew, and
// returns how many rows that were. What it takes out is described or encoded
// again by the next scan; nothing is lost that somebody typed. A file that SQLite itself
// cannot read is not for Repair: the newest backup takes its place when a library is opened.
func (c *Catalog) Repair(ctx context.Context) (int, error) {
	mended := 0
	err := c.Update(ctx, func(tx *Tx) error {
		if err := tx.exec(`REINDEX`); err != nil {
			return err
		}
		n, err := tx.dropBadVectors()
		if err != nil {
			return err
		}
		mended = n
		for _, statement := range repairs {
			res, err := tx.sql.ExecContext(ctx, statement, tx.model)
			if err != nil {
				return fmt.Errorf("repair: %w", err)
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			mended += int(n)
		}
		n, err = tx.renewShots()
		mended += n
		return err
	})
	return mended, err
}

// repairs make true what checkStates wants, in this order. Each has the model's fingerprint for ?1.
var repairs = []string{
	`DELETE FROM problems WHERE ?1 = ?1 AND NOT EXISTS (SELECT 1 FROM photos p WHERE p.id = photo_id AND p.state = 2)`,
	`DELETE FROM photos WHERE ?1 = ?1 AND state = 3 AND (was = '' OR gone_ns = 0)`,
	`UPDATE photos SET path = 'gone:' || id, shot = 0, lead = 0 WHERE ?1 = ?1 AND state = 3 AND (path <> 'gone:' || id OR shot <> 0 OR lead <> 0)`,
	`UPDATE photos SET was = '', gone_ns = 0 WHERE ?1 = ?1 AND state <> 3 AND (was <> '' OR gone_ns <> 0)`,
	// Whatever is in doubt about a file is told again.
	`UPDATE photos SET state = 0, told = 0, mtime_ns = -1 WHERE ?1 = ?1 AND
		(state NOT IN (0, 1, 2, 3) OR state = 2 AND NOT EXISTS (SELECT 1 FROM problems r WHERE r.photo_id = photos.id))`,
	`UPDATE photos SET state = 0 WHERE state = 1 AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = photos.hash AND v.model = ?1)`,
	`UPDATE photos SET keywords = '[]', people = '[]', told = 0 WHERE ?1 = ?1 AND
		(coalesce(json_type(iif(json_valid(keywords), keywords, 'null')), '') <> 'array'
		OR coalesce(json_type(iif(json_valid(people), people, 'null')), '') <> 'array')`,
	`UPDATE photos SET lat = NULL, lon = NULL, alt = NULL, told = 0 WHERE ?1 = ?1 AND ((lat IS NULL) <> (lon IS NULL) OR lat IS NULL AND alt IS NOT NULL)`,
}

// dropBadVectors deletes vectors that are none: of another length than most of their model's, or not of unit length.
func (t *Tx) dropBadVectors() (int, error) {
	type stored struct {
		id    int64
		model string
		hash  int
		bytes []byte
	}
	all, err := collect(t.ctx, t.sql, func(row scanner) (stored, error) {
		var s stored
		err := row.Scan(&s.id, &s.model, &s.hash, &s.bytes)
		return s, err
	}, `SELECT id, model, length(hash), vector FROM vectors`)
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
		_, wrong := unpack(s.bytes)
		if wrong == nil && s.hash == len(photo.Hash{}) && len(s.bytes) == most(lengths[s.model]) {
			continue
		}
		if err := t.exec(`DELETE FROM vectors WHERE id = ?`, s.id); err != nil {
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

// renewShots gives every photo the shot of its path and decides anew who is shown with whom.
func (t *Tx) renewShots() (int, error) {
	all, err := collect(t.ctx, t.sql, func(row scanner) (member, error) {
		var m member
		err := row.Scan(&m.id, &m.path, &m.shot)
		return m, err
	}, `SELECT id, path, shot FROM photos WHERE state <> ?`, gone)
	if err != nil {
		return 0, err
	}
	renewed := 0
	for _, m := range all {
		shot := shotOf(m.path)
		t.touch(shot)
		if shot == m.shot {
			continue
		}
		renewed++
		if err := t.exec(`UPDATE photos SET shot = ? WHERE id = ?`, shot, m.id); err != nil {
			return renewed, err
		}
	}
	return renewed, nil
}

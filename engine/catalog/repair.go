package catalog

import (
	"context"
	"fmt"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Repair mends what Check would find wrong and the photos can tell anew, and
// returns how many rows that were. What it takes out is described or encoded
// again by the next scan; nothing is lost that somebody typed. A file that SQLite itself
// cannot read is not for Repair, but for Salvage.
func (c *Catalog) Repair(ctx context.Context) (int, error) {
	mended, err := c.settle(ctx)
	if err != nil {
		return mended, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		if err := tx.exec(`REINDEX`); err != nil {
			return err
		}
		n, err := tx.dropBadVectors()
		if err != nil {
			return err
		}
		mended += n
		for _, statement := range repairs {
			n, err := tx.changed(statement)
			if err != nil {
				return fmt.Errorf("repair: %w", err)
			}
			mended += n
		}
		n, err = tx.renewLedger()
		mended += n
		if err != nil {
			return fmt.Errorf("repair: %w", err)
		}
		n, err = tx.renewShots()
		mended += n
		if err != nil {
			return err
		}
		n, err = tx.renewNames()
		mended += n
		if err != nil {
			return err
		}
		return tx.rewriteAll() // which changes nothing that was right
	})
	if err != nil || mended == 0 {
		return mended, err
	}
	// With a row that was wrong may have gone what people said of it.
	n, err := c.settle(ctx)
	if err != nil {
		return mended, err
	}
	return mended + n, c.WriteJournal(ctx) // names may be others now
}

// repairs make true what checkStates wants, in this order.
var repairs = []string{
	`DELETE FROM problems WHERE NOT EXISTS (SELECT 1 FROM photos p WHERE p.id = photo_id AND p.state = 2)`,
	`DELETE FROM photos WHERE state = 3 AND (was = '' OR gone_ns = 0)`,
	`UPDATE photos SET path = 'gone:' || id, shot = 0, lead = 0 WHERE state = 3 AND (path <> 'gone:' || id OR shot <> 0 OR lead <> 0)`,
	`UPDATE photos SET was = '' WHERE state <> 3 AND was <> ''`,
	`UPDATE folders SET away = 0, reason = '' WHERE reason = 'removed' AND EXISTS (SELECT 1 FROM photos WHERE folder_id = folders.id AND state <> 3)`,
	`UPDATE photos SET gone_ns = 0 WHERE state <> 3 AND gone_ns <> 0 AND folder_id IN (SELECT id FROM folders WHERE NOT away)`,
	// Whatever is in doubt about a file is told again.
	`UPDATE photos SET state = 0, told = 0, mtime_ns = -1 WHERE (state NOT IN (0, 1, 2, 3) OR state = 2 AND NOT EXISTS (SELECT 1 FROM problems r WHERE r.photo_id = photos.id))`,
	`UPDATE photos SET state = hash IS NOT NULL WHERE state < 2 AND (state = 1) <> (hash IS NOT NULL)`,
	`UPDATE photos SET keywords = '[]', people = '[]', told = 0 WHERE (coalesce(json_type(iif(json_valid(keywords), keywords, 'null')), '') <> 'array'
		OR coalesce(json_type(iif(json_valid(people), people, 'null')), '') <> 'array')`,
	`UPDATE photos SET colours = NULL WHERE colours NOT BETWEEN 0 AND 2047`,
	`DELETE FROM shows WHERE (verdict NOT IN (-1, 0, 1) OR verdict = 0 AND score IS NULL)`,
	`DELETE FROM searches WHERE id <= (SELECT id FROM searches ORDER BY id DESC LIMIT 1 OFFSET 100)`,
	`DELETE FROM meta WHERE key = 'screening' AND value <> ''
		AND coalesce(json_type(iif(json_valid(value), value, 'null')), '') <> 'array'`,
	`UPDATE photos SET lat = NULL, lon = NULL, alt = NULL, told = 0 WHERE ((lat IS NULL) <> (lon IS NULL) OR lat IS NULL AND alt IS NOT NULL)`,
}

// dropBadVectors deletes vectors that are none: of another length than most of their model's, or not of unit length.
func (t *Tx) dropBadVectors() (int, error) {
	type stored struct {
		id     int64
		model  string
		hash   int
		bytes  []byte
		traits []byte
	}
	all, err := store.Collect(t.ctx, t.sql, func(row store.Scanner) (stored, error) {
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
			if err := t.exec(`UPDATE vectors SET traits = NULL WHERE id = ?`, s.id); err != nil {
				return bad, err
			}
			bad++
		}
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
	all, err := store.Collect(t.ctx, t.sql, func(row store.Scanner) (shots.Member, error) {
		var m shots.Member
		err := row.Scan(&m.ID, &m.Path, &m.Shot)
		return m, err
	}, `SELECT id, path, shot FROM photos WHERE state <> ?`, gone)
	if err != nil {
		return 0, err
	}
	renewed := 0
	for _, m := range all {
		shot := shots.Of(m.Path)
		t.touch(shot)
		if shot == m.Shot {
			continue
		}
		renewed++
		if err := t.exec(`UPDATE photos SET shot = ? WHERE id = ?`, shot, m.ID); err != nil {
			return renewed, err
		}
	}
	return renewed, nil
}

// renewNames gives every tag and album the key of its name, and all rows of a tag one spelling.
func (t *Tx) renewNames() (int, error) {
	tags, err := store.Collect(t.ctx, t.sql, scanNamed, `SELECT 0, key, name FROM tags GROUP BY key, name ORDER BY key, name`)
	if err != nil {
		return 0, err
	}
	renewed := 0
	spelled := map[string]string{}
	for _, n := range tags {
		key := filter.Fold(n.name)
		if spelled[key] == "" {
			spelled[key] = n.name
		}
		if key == n.key && spelled[key] == n.name {
			continue
		}
		renewed++
		// Where the right row is there already, the other one is not needed.
		err := t.exec(`
			UPDATE OR IGNORE tags SET key = ?1, name = ?2 WHERE key = ?3 AND name = ?4;
			DELETE FROM tags WHERE ?1 <> ?3 AND key = ?3 AND name = ?4`, key, spelled[key], n.key, n.name)
		if err != nil {
			return renewed, err
		}
	}
	n, err := t.renewAlbums()
	return renewed + n, err
}

// renewAlbums gives albums the keys of their names; of two with one name, one is renamed.
func (t *Tx) renewAlbums() (int, error) {
	albums, err := store.Collect(t.ctx, t.sql, scanNamed, `SELECT id, key, name FROM albums ORDER BY id`)
	if err != nil {
		return 0, err
	}
	renewed := 0
	for _, n := range albums {
		if n.key == filter.Fold(n.name) {
			continue
		}
		renewed++
		err := t.RenameAlbum(photo.AlbumID(n.id), n.name)
		if err != nil { // the name is taken, or blank
			err = t.RenameAlbum(photo.AlbumID(n.id), fmt.Sprintf("%s (%d)", n.name, n.id))
		}
		if err != nil {
			return renewed, err
		}
	}
	return renewed, nil
}

// named is a tag or an album.
type named struct {
	id        int64 // of an album
	key, name string
}

func scanNamed(row store.Scanner) (named, error) {
	var n named
	err := row.Scan(&n.id, &n.key, &n.name)
	return n, err
}

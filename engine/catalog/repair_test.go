package catalog

import (
	"errors"
	"testing"
	"time"

	"recollect/engine/photo"
)

func TestRepair(t *testing.T) {
	for name, damage := range map[string]string{
		"a vector of no length":     `UPDATE vectors SET vector = zeroblob(8)`,
		"a vector cut off":          `UPDATE vectors SET vector = x'00' WHERE id = 1`,
		"a vector that is missing":  `DELETE FROM vectors WHERE id = 1`,
		"a problem of no photo":     `INSERT INTO problems (photo_id, reason, detail) VALUES (1, 'x', 'y')`,
		"a problem that is missing": `DELETE FROM problems`,
		"an unknown state":          `UPDATE photos SET state = 9 WHERE id = 1`,
		"a list that is none":       `UPDATE photos SET keywords = '{', people = '3'`,
		"half a place":              `UPDATE photos SET lat = 4 WHERE id = 2`,
		"another's shot":            `UPDATE photos SET shot = 7 WHERE id = 1`,
		"a lead that is none":       `UPDATE photos SET lead = 2 WHERE id = 1`,
		"traits of no length":       `UPDATE vectors SET traits = x'00'`,
		"traits without end":        `UPDATE vectors SET traits = zeroblob(68)`,
		"a trait that is none":      `UPDATE vectors SET traits = x'0000c07f'`,
		"colours that are none":     `UPDATE photos SET colours = 4096 WHERE id = 1`,
		"a text of another":         `UPDATE texts SET text = 'x' WHERE photo_id = 1`,
		"a text that is missing":    `DELETE FROM texts WHERE photo_id = 2`,
		"a word too many":           `INSERT INTO words VALUES ('keyword', 'x', 1)`,
		"a directory too few":       `DELETE FROM dirs`,
		"a tag of two spellings":    `INSERT INTO tags VALUES ('x', 'X', 1), ('x', 'x', 2)`,
		"a tag with another's key":  `INSERT INTO tags VALUES ('x', 'y', 1), ('y', 'Y', 1)`,
		"an album without a key":    `INSERT INTO albums (key, name, line) VALUES ('', 'x', 'y'), ('x', 'X', 'z')`,
		"a verdict that is none":    `INSERT INTO things VALUES (1, 'dog'); INSERT INTO shows VALUES (1, 1, 7, 1)`,
		"no score":                  `INSERT INTO things VALUES (1, 'dog'); INSERT INTO shows VALUES (1, 1, 0, NULL)`,
		"a long history": `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 102)
			INSERT INTO searches (line) SELECT i FROM n`,
		"screening that is none": `INSERT INTO meta VALUES ('screening', '{')`,
		"a look that is missing": `INSERT INTO steps (bit, key) VALUES (9, 'look v1');
			INSERT INTO analyses (hash, done, failed) SELECT hash, 1 << 9, 0 FROM photos WHERE id = 1
				ON CONFLICT DO UPDATE SET done = done | 1 << 9`,
		"no contents apart": `INSERT INTO apart VALUES (x'01', x'02'), (CAST(printf('%032d', 1) AS BLOB),
			zeroblob(32))`,
		"a grade that is missing": `INSERT INTO steps (bit, key) VALUES (9, 'grade v1');
			INSERT INTO analyses (hash, done, failed) SELECT hash, 1 << 9, 0 FROM photos WHERE id = 1
				ON CONFLICT DO UPDATE SET done = done | 1 << 9`,
		"half gone":              `UPDATE photos SET was = '/p/x.jpg' WHERE id = 1`,
		"missing, and not away":  `UPDATE photos SET gone_ns = 9 WHERE id = 1`,
		"gone, from nowhere":     `UPDATE photos SET was = '' WHERE state = 3`,
		"there, but out":         `UPDATE folders SET away = 1, reason = 'removed'`,
		"numbers that are wrong": `UPDATE tallies SET n = n + 1; UPDATE days SET widths = 7`,
		"numbers of nothing":     `INSERT INTO tallies VALUES (1, 9, 9, 9, 9); INSERT INTO days VALUES (7, 1, 1000)`,
		"numbers too few":        `DELETE FROM tallies; DELETE FROM days`,
		"gone, but still there":  `UPDATE photos SET path = '/p/z.jpg' WHERE state = 3`,
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t)
			f := addFolder(t, c, "/p")
			a, b, bad, away := picture(f, "a.jpg"), picture(f, "b.jpg"), picture(f, "bad.jpg"), picture(f, "away.jpg")
			for _, p := range []*photo.Photo{&a, &b, &bad, &away} {
				p.ID = insert(t, c, *p)
			}
			update(t, c, func(tx *Tx) error {
				_, err1 := tx.SetContent(a.ID, a.File, Content{Hash: photo.Hash{1}, Vector: photo.Vector{1, 0, 0, 0}})
				_, err2 := tx.SetContent(b.ID, b.File, Content{Hash: photo.Hash{2}, Vector: photo.Vector{0, 1, 0, 0}})
				_, err3 := tx.SetProblem(photo.Problem{ID: bad.ID, Reason: "It is torn."}, bad.File, false)
				return errors.Join(err1, err2, err3, tx.SetGone(away.ID, time.Unix(9, 0)))
			})
			if err := c.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n, err := c.Repair(t.Context()); n != 0 || err != nil {
				t.Errorf("%d rows of a sound library were mended, %v", n, err)
			}
			update(t, c, func(tx *Tx) error { return tx.exec(damage) })
			if err := c.Check(t.Context()); !errors.Is(err, ErrDamaged) {
				t.Fatalf("the damage is not seen: %v", err)
			}
			if _, err := c.Repair(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Errorf("afterwards: %v", err)
			}
			if albums, err := c.Albums(t.Context()); err != nil ||
				name == "an album without a key" && len(albums) != 2 {
				t.Errorf("albums were lost: %+v, %v", albums, err)
			}
			if n := counts(t, c); n.Photos < 2 || n.Photos+n.Problems < 3 {
				t.Errorf("photos were lost: %+v", n)
			}
		})
	}
}

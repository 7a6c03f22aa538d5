package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/look"
	"recollect/engine/photo"
)

// LookKey is the key of the step that computes perceptual hashes.
const LookKey = "look v1"

// GradeKey is the key of the step that says how sharp and how bright photos are, and what kind of picture.
const GradeKey = "grade v2"

// Seen is a photo with its perceptual hash, and what tells whether two photos are one shot.
type Seen struct {
	ID     photo.ID
	Hash   photo.Hash // of its content
	Look   look.Hash
	Taken  photo.Moment // as its file says, whatever a person says
	Camera string
}

// Looks calls each with every photo that can be shown, follows no other and has a perceptual hash,
// by ID.
func (l *Ledger) Looks(ctx context.Context, each func(Seen) error) error {
	return l.looks(ctx, each, `SELECT `+seenColumns+` FROM looks l CROSS JOIN photos p ON p.id = l.photo_id
		LEFT JOIN originals o ON o.photo_id = p.id WHERE p.state = 1 AND p.lead = 0 ORDER BY l.photo_id`)
}

// LooksOf is Looks of some photos, in any order.
func (l *Ledger) LooksOf(ctx context.Context, ids []photo.ID, each func(Seen) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("list of photos: %w", err)
	}
	return l.looks(ctx, each, `SELECT `+seenColumns+` FROM json_each(?) w CROSS JOIN looks l ON l.photo_id = w.value
		CROSS JOIN photos p ON p.id = l.photo_id LEFT JOIN originals o ON o.photo_id = p.id
		WHERE p.state = 1 AND p.lead = 0`, string(list))
}

// seenColumns are what scanSeen reads. The dates are those of the files.
const seenColumns = `p.id, p.hash, l.look, coalesce(o.taken_ns, p.taken_ns),
	iif(o.photo_id IS NULL, p.taken_offset_s, o.taken_offset_s), coalesce(o.taken_from, p.taken_from),
	coalesce(o.doubtful, p.doubtful), p.camera`

func (l *Ledger) looks(ctx context.Context, each func(Seen) error, query string, args ...any) error {
	rows, err := l.db.QueryContext(ctx, query, args...)
	if err != nil {
		return store.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		s, err := scanSeen(rows)
		if err != nil {
			return store.Explain(err)
		}
		if err := each(s); err != nil {
			return err
		}
	}
	return store.Explain(rows.Err())
}

func scanSeen(row store.Scanner) (s Seen, err error) {
	var (
		hash     []byte
		bits     int64
		taken    int64
		offset   *int
		from     photo.Source
		doubtful bool
	)
	if err := row.Scan(&s.ID, &hash, &bits, &taken, &offset, &from, &doubtful, &s.Camera); err != nil {
		return s, err
	}
	s.Look = look.Hash(bits)
	s.Taken = record.Moment(taken, offset, from)
	s.Taken.Doubtful = doubtful
	return s, record.Hash(&s.Hash, hash)
}

// GradesOf returns the grades of those of some photos that have been looked at.
func (l *Ledger) GradesOf(ctx context.Context, ids []photo.ID) (map[photo.ID]look.Grade, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of photos: %w", err)
	}
	rows, err := l.db.QueryContext(ctx, `SELECT g.photo_id, g.sharp, g.light, g.screen, g.page FROM json_each(?) w
		CROSS JOIN grades g ON g.photo_id = w.value`, string(list))
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	grades := map[photo.ID]look.Grade{}
	for rows.Next() {
		var (
			id photo.ID
			g  look.Grade
		)
		if err := rows.Scan(&id, &g.Sharp, &g.Light, &g.Screen, &g.Page); err != nil {
			return nil, store.Explain(err)
		}
		grades[id] = g
	}
	return grades, store.Explain(rows.Err())
}

// SetLook records the perceptual hash of a content for all photos that have it, and that the step is done.
func (t *Tx) SetLook(h photo.Hash, seen look.Hash) error {
	_, err := t.db.Repeat(`INSERT INTO looks (photo_id, look) SELECT id, ?2 FROM photos WHERE hash = ?1
		ON CONFLICT DO UPDATE SET look = excluded.look`, h[:], int64(seen))
	return errors.Join(err, t.Done(h, LookKey))
}

// SetGrade records the grade of a content for all photos that have it, and that the step is done.
func (t *Tx) SetGrade(h photo.Hash, g look.Grade) error {
	_, err := t.db.Repeat(`INSERT INTO grades (photo_id, sharp, light, screen, page)
		SELECT id, ?2, ?3, ?4, ?5 FROM photos WHERE hash = ?1
		ON CONFLICT DO UPDATE SET (sharp, light, screen, page)
			= (excluded.sharp, excluded.light, excluded.screen, excluded.page)`,
		h[:], g.Sharp, g.Light, g.Screen, g.Page)
	return errors.Join(err, t.Done(h, GradeKey))
}

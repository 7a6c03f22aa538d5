package userdata

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// countsQuery counts how many photos each thing is suggested and confirmed for.
// Rows of photos that are in no answer are few, and found by an index of their
// own: looking up every photo would take ten times as long.
const countsQuery = `
	WITH counts AS (
		SELECT thing, verdict, count(*) AS n FROM shows GROUP BY thing, verdict
		UNION ALL
		SELECT s.thing, s.verdict, -1 FROM photos p INDEXED BY photos_hidden CROSS JOIN shows s ON s.photo_id = p.id
			WHERE (p.lead <> 0 OR p.state > 1)
	)
	SELECT t.name, coalesce(sum(n) FILTER (WHERE verdict = 1), 0) AS confirmed,
		coalesce(sum(n) FILTER (WHERE verdict = 0), 0) AS suggested,
		coalesce((
			SELECT s.photo_id FROM shows s JOIN photos p ON p.id = s.photo_id
			WHERE s.thing = t.id AND s.verdict >= 0 AND p.state < 2 AND p.lead = 0
			ORDER BY s.verdict DESC, s.score DESC LIMIT 1), 0)
	FROM things t JOIN counts c ON c.thing = t.id
	GROUP BY t.id HAVING confirmed + suggested > 0 ORDER BY t.name`

// Things returns the things that shown photos show, by name, also those of screening. Their Group
// is empty: the catalog has no vocabulary.
func (d *Data) Things(ctx context.Context) ([]photo.Thing, error) {
	scan := func(row store.Scanner) (photo.Thing, error) {
		var t photo.Thing
		err := row.Scan(&t.Name, &t.Confirmed, &t.Suggested, &t.Cover)
		return t, err
	}
	return store.Collect(ctx, d.db, scan, countsQuery)
}

// ShownBy returns the things of a photo: the confirmed ones, then the suggested by falling score,
// then the rejected.
func (d *Data) ShownBy(ctx context.Context, id photo.ID) ([]photo.Shown, error) {
	scan := func(row store.Scanner) (photo.Shown, error) {
		var s photo.Shown
		err := row.Scan(&s.Thing, &s.Verdict)
		return s, err
	}
	return store.Collect(ctx, d.db, scan, `
		SELECT t.name, s.verdict FROM shows s JOIN things t ON t.id = s.thing
		WHERE s.photo_id = ? ORDER BY s.verdict DESC, s.score DESC, t.name`, id)
}

// Confirmed returns the names of the things that people have confirmed, also on photos that are
// gone or shown with others, by name.
func (d *Data) Confirmed(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, d.db, store.Text, `
		SELECT name FROM things t WHERE EXISTS (SELECT 1 FROM shows WHERE thing = t.id AND verdict = ?)
			ORDER BY name`, photo.Confirmed)
}

// Label is a word that a person has given to a photo.
type Label struct {
	Kind  string // "tag", or "thing" for a thing that was confirmed
	Name  string
	Photo photo.ID
}

// Labels returns the tags and the confirmed things of shown photos, by kind and name.
func (d *Data) Labels(ctx context.Context) ([]Label, error) {
	scan := func(row store.Scanner) (Label, error) {
		var l Label
		err := row.Scan(&l.Kind, &l.Name, &l.Photo)
		return l, err
	}
	return store.Collect(ctx, d.db, scan, `
		WITH labels (kind, name, photo_id) AS (
			SELECT 'tag', name, photo_id FROM tags
			UNION ALL
			SELECT 'thing', t.name, s.photo_id FROM shows s JOIN things t ON t.id = s.thing WHERE s.verdict = ?
		)
		SELECT l.kind, l.name, l.photo_id FROM labels l JOIN photos p ON p.id = l.photo_id
			WHERE p.state < 2 AND p.lead = 0 ORDER BY l.kind, l.name, l.photo_id`, photo.Confirmed)
}

// Example is a photo with a person's verdict on a thing.
type Example struct {
	Photo   photo.ID
	Verdict photo.Verdict // Confirmed or Rejected
	Vector  photo.Vector
}

// Examples returns the verdicts on one thing, of photos with a vector by the model of a
// fingerprint, by ID. Photos that are gone, or shown with others now, are among them.
func (d *Data) Examples(ctx context.Context, model, thing string) ([]Example, error) {
	scan := func(row store.Scanner) (Example, error) {
		var e Example
		var raw []byte
		if err := row.Scan(&e.Photo, &e.Verdict, &raw); err != nil {
			return e, err
		}
		var err error
		e.Vector, err = record.Unpack(raw)
		return e, err
	}
	return store.Collect(ctx, d.db, scan, `
		SELECT p.id, s.verdict, v.vector FROM things t JOIN shows s ON s.thing = t.id AND s.verdict <> 0
			JOIN photos p ON p.id = s.photo_id JOIN vectors v ON v.model = ? AND v.hash = p.hash
		WHERE t.name = ? ORDER BY p.id`, model, thing)
}

// thing returns the number of a thing and records the thing if necessary.
func (t *Tx) thing(name string) (int64, error) {
	s, err := t.db.Prepared(`INSERT INTO things (name) VALUES (?1) ON CONFLICT (name) DO UPDATE
		SET name = ?1 RETURNING id`)
	if err != nil {
		return 0, err
	}
	var id int64
	err = s.QueryRowContext(t.db.Ctx, name).Scan(&id)
	return id, err
}

// suggest records a suggestion; a verdict stays.
func (t *Tx) suggest(id photo.ID, thing int64, score float64) error {
	_, err := t.db.Repeat(`
		INSERT INTO shows (thing, photo_id, verdict, score) SELECT ?1, id, 0, ?3 FROM photos WHERE id = ?2
		ON CONFLICT DO UPDATE SET score = ?3`, thing, id, record.Number(score))
	if err != nil {
		return fmt.Errorf("suggest for photo %d: %w", id, err)
	}
	return nil
}

// SuggestThing replaces the photos that the model suggests for a thing. A higher score is better.
// Verdicts stay. Photos that are not in the library are ignored.
func (t *Tx) SuggestThing(thing string, scores map[photo.ID]float64) error {
	id, err := t.thing(thing)
	if err != nil {
		return err
	}
	if err := t.db.Exec(`
		DELETE FROM shows WHERE thing = ?1 AND verdict = 0;
		UPDATE shows SET score = NULL WHERE thing = ?1 AND score IS NOT NULL`, id); err != nil {
		return err
	}
	for p, score := range scores {
		if err := t.suggest(p, id, score); err != nil {
			return err
		}
	}
	return t.dropUnusedThings()
}

// SuggestPhoto replaces the things that the model suggests for a photo. A higher score is better.
// Verdicts stay. A photo that is not in the library is ignored.
func (t *Tx) SuggestPhoto(photo photo.ID, scores map[string]float64) error {
	for _, statement := range []string{
		`DELETE FROM shows WHERE photo_id = ? AND verdict = 0`,
		`UPDATE shows SET score = NULL WHERE photo_id = ? AND score IS NOT NULL`,
	} {
		if _, err := t.db.Repeat(statement, photo); err != nil {
			return err
		}
	}
	for name, score := range scores {
		id, err := t.thing(name)
		if err != nil {
			return err
		}
		if err := t.suggest(photo, id, score); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) dropUnusedThings() error {
	return t.db.Exec(`DELETE FROM things WHERE NOT EXISTS (SELECT 1 FROM shows WHERE thing = things.id)`)
}

// Judge records a person's verdict on a photo of the library and a thing. With photo.Suggested
// there is no verdict any more, and the model's suggestion counts again. It returns store.ErrNotFound
// for another photo.
func (t *Tx) Judge(id photo.ID, thing string, v photo.Verdict) error {
	if err := t.there([]photo.ID{id}); err != nil {
		return err
	}
	was, err := t.verdict(id, thing)
	if err != nil {
		return err
	}
	if was != v {
		act := journal.Act{Do: journal.Verdict, Name: journal.Text(thing), Verdict: int(v)}
		back := act
		back.Verdict = int(was)
		if err := t.changedAll([]photo.ID{id}, act, back); err != nil {
			return err
		}
	}
	if v == photo.Suggested {
		return t.db.Exec(`
			DELETE FROM shows WHERE photo_id = ?1 AND thing = (SELECT id FROM things WHERE name = ?2) AND score IS NULL;
			UPDATE shows SET verdict = 0 WHERE photo_id = ?1 AND thing = (SELECT id FROM things WHERE name = ?2)`,
			id, thing)
	}
	number, err := t.thing(thing)
	if err != nil {
		return err
	}
	return t.db.Exec(`INSERT INTO shows (thing, photo_id, verdict) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE
		SET verdict = ?3`, number, id, v)
}

// verdict is a person's verdict on a photo and a thing.
func (t *Tx) verdict(id photo.ID, thing string) (v photo.Verdict, err error) {
	err = t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT verdict FROM shows WHERE photo_id = ?
		AND thing = (SELECT id FROM things WHERE name = ?)`, id, thing).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return v, err
}

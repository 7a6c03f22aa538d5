package userdata

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/words"
	"recollect/engine/photo"
)

// What a person says of a photo in place of its file is kept as text, in table edits and in the
// journal: a rating as a number, a date as photo.Moment writes it, a place as "43.5,-1.25" in
// degrees north and east or as nothing, all else as it is. What counts is in the columns of photos,
// so that filters, orders and pages need not know of edits; what the file says is in originals, for
// photos with edits only.

// The faults of edits.
var (
	ErrRating error = &photo.Fault{Code: "catalog:rating", Text: "a rating is 0 to 5, or -1 for rejected"}
	ErrDate   error = &photo.Fault{Code: "catalog:date", Text: "a date is too far away"}
	ErrPlace  error = &photo.Fault{Code: "catalog:place", Text: "a place is no place on earth"}
	ErrLong   error = &photo.Fault{Code: "catalog:long", Text: "a text is too long"}
)

// mostText is how many bytes a title, a caption or a label may have.
const mostText = 64 << 10

// said is what a person says; Is: something.
type said struct {
	Value string
	Is    bool
}

// all says the same of photos.
func all(ids []photo.ID, s said) map[photo.ID]said {
	to := make(map[photo.ID]said, len(ids))
	for _, id := range ids {
		to[id] = s
	}
	return to
}

// known returns those photos that are in the library, by their IDs.
func (t *Tx) known(of map[photo.ID]said) ([]photo.ID, error) {
	return t.ids(`SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
		list(slices.Collect(maps.Keys(of))))
}

// Edit records what a person says of photos in place of their files. Errors: ErrRating, ErrDate,
// ErrPlace, ErrLong, store.ErrNotFound.
func (t *Tx) Edit(ids []photo.ID, e photo.Edit) error {
	if err := t.there(ids); err != nil {
		return err
	}
	ids, err := t.companions(ids)
	if err != nil {
		return err
	}
	for _, f := range e.AsInFile {
		if err := t.edit(f, all(ids, said{})); err != nil {
			return err
		}
	}
	values, err := valuesOf(e)
	if err != nil {
		return err
	}
	for _, f := range photo.Fields() {
		if v, is := values[f]; is {
			if err := t.edit(f, all(ids, said{v, true})); err != nil {
				return err
			}
		}
	}
	if e.Shift == 0 {
		return nil
	}
	shifted, err := t.shifted(ids, e.Shift)
	if err != nil {
		return err
	}
	return t.edit(photo.DateField, shifted)
}

// valuesOf returns what e says, as text.
func valuesOf(e photo.Edit) (map[photo.Field]string, error) {
	values := map[photo.Field]string{}
	if e.Rating != nil {
		if *e.Rating < photo.RejectedRating || *e.Rating > 5 {
			return nil, ErrRating
		}
		values[photo.RatingField] = strconv.Itoa(*e.Rating)
	}
	for f, text := range map[photo.Field]*string{
		photo.LabelField: e.Label, photo.TitleField: e.Title, photo.CaptionField: e.Caption,
	} {
		if text == nil {
			continue
		}
		if values[f] = strings.TrimSpace(strings.ToValidUTF8(*text, "\uFFFD")); len(values[f]) > mostText {
			return nil, ErrLong
		}
	}
	if e.Taken != nil {
		if !written(e.Taken.Time) {
			return nil, ErrDate
		}
		values[photo.DateField] = e.Taken.String()
	}
	switch p := e.Place; {
	case e.NoPlace:
		values[photo.PlaceField] = ""
	case p != nil && !(math.Abs(p.Latitude) <= 90 && math.Abs(p.Longitude) <= 180):
		return nil, ErrPlace
	case p != nil:
		values[photo.PlaceField] = degrees(p.Latitude) + "," + degrees(p.Longitude)
	}
	return values, nil
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// written reports whether the catalog can write a time: in nanoseconds since 1970.
func written(t time.Time) bool { return t.Year() >= 1700 && t.Year() < 2250 }

// shifted returns the dates of photos, moved.
func (t *Tx) shifted(ids []photo.ID, by time.Duration) (map[photo.ID]said, error) {
	to := make(map[photo.ID]said, len(ids))
	_, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var ns int64
		var offset *int
		if err := row.Scan(&id, &ns, &offset); err != nil {
			return none, err
		}
		m := record.Moment(ns, offset, "")
		m.Time = m.Add(by)
		if !written(m.Time) {
			return none, ErrDate
		}
		to[id] = said{m.String(), true}
		return none, nil
	}, `SELECT id, taken_ns, taken_offset_s FROM photos WHERE id IN (SELECT value FROM json_each(?))`, list(ids))
	return to, err
}

// moment reads a date as photo.Moment writes it.
func moment(text string) (photo.Moment, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err == nil {
		_, offset := t.Zone()
		return photo.Moment{Time: t.In(time.FixedZone("", offset)), HasOffset: true, From: photo.FromPerson}, nil
	}
	t, err = time.Parse("2006-01-02T15:04:05.999999999", text)
	return photo.Moment{Time: t, From: photo.FromPerson}, err
}

// placeOf reads a place; nil for none.
func placeOf(text string) (*photo.Place, error) {
	if text == "" {
		return nil, nil
	}
	north, east, _ := strings.Cut(text, ",")
	lat, err1 := strconv.ParseFloat(north, 64)
	lon, err2 := strconv.ParseFloat(east, 64)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
		return nil, ErrPlace
	}
	return &photo.Place{Latitude: lat, Longitude: lon}, nil
}

// columnsOf are the columns of photos that hold a field.
var columnsOf = map[photo.Field]string{
	photo.RatingField: `rating`, photo.LabelField: `label`, photo.TitleField: `title`, photo.CaptionField: `caption`,
	photo.DateField: `taken_ns, taken_offset_s, taken_from, doubtful`, photo.PlaceField: `lat, lon, alt`,
}

const originalColumns = `rating, label, title, caption, taken_ns, taken_offset_s, taken_from, doubtful, lat, lon, alt`

// valuesIn are the values of those columns for what a person says. An error means that no version
// says so.
func valuesIn(f photo.Field, value string) ([]any, error) {
	switch f {
	case photo.RatingField:
		n, err := strconv.Atoi(value)
		if err == nil && (n < photo.RejectedRating || n > 5) {
			err = ErrRating
		}
		return []any{n}, err
	case photo.LabelField, photo.TitleField, photo.CaptionField:
		return []any{value}, nil
	case photo.DateField:
		m, err := moment(value)
		if err == nil && !written(m.Time) {
			err = ErrDate
		}
		var offset any
		if m.HasOffset {
			_, offset = m.Zone()
		}
		return []any{m.UnixNano(), offset, string(photo.FromPerson), 0}, err
	case photo.PlaceField:
		p, err := placeOf(value)
		if err != nil || p == nil {
			return []any{nil, nil, nil}, err
		}
		return []any{p.Latitude, p.Longitude, nil}, nil
	}
	return nil, ErrNoSuchAct
}

// edit records what a person says of a field of each of several photos, or that a person says
// nothing any more. What no version says has no effect.
func (t *Tx) edit(f photo.Field, to map[photo.ID]said) error {
	known, err := t.known(to)
	if err != nil {
		return err
	}
	were, err := t.edits(f, known)
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(id photo.ID) bool { return were[id] == to[id] })
	set := map[string][]photo.ID{}
	var back []photo.ID // to what the file says
	for _, id := range known {
		if to[id].Is {
			set[to[id].Value] = append(set[to[id].Value], id)
		} else {
			back = append(back, id)
		}
	}
	for _, value := range slices.Sorted(maps.Keys(set)) {
		if err := t.set(f, value, set[value]); err != nil {
			return err
		}
	}
	if err := t.unset(f, back); err != nil {
		return err
	}
	if f == photo.TitleField || f == photo.CaptionField {
		if err := t.writeTexts(known); err != nil {
			return err
		}
	}
	act := func(s said) journal.Act {
		return journal.Act{Do: journal.Edit, Name: journal.Text(f), Value: journal.Text(s.Value), No: !s.Is}
	}
	return t.changedEach(known, func(id photo.ID) (journal.Act, journal.Act) { return act(to[id]), act(were[id]) })
}

// edits returns what a person says of a field.
func (t *Tx) edits(f photo.Field, ids []photo.ID) (map[photo.ID]said, error) {
	were := map[photo.ID]said{}
	_, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		s := said{Is: true}
		err = row.Scan(&id, &s.Value)
		were[id] = s
		return none, err
	}, `SELECT e.photo_id, e.value FROM json_each(?) l CROSS JOIN edits e ON e.photo_id = l.value AND e.field = ?`,
		list(ids), f)
	return were, err
}

// nextSeq is the sequence number that the transaction will have at its end.
const nextSeq = `(SELECT n + 1 FROM sequence)`

// set records that a person says value of a field of photos.
func (t *Tx) set(f photo.Field, value string, ids []photo.ID) error {
	values, err := valuesIn(f, value)
	if err != nil {
		return fmt.Errorf("%w: %s %q: %w", ErrNoSuchAct, f, value, err)
	}
	in := list(ids)
	_, err = t.db.Repeat(`INSERT INTO originals (photo_id, `+originalColumns+`) SELECT id, `+originalColumns+`
		FROM photos WHERE id IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING`, in)
	if err != nil {
		return err
	}
	_, err = t.db.Repeat(`INSERT INTO edits (photo_id, field, value) SELECT value, ?2, ?3 FROM json_each(?1) WHERE TRUE
		ON CONFLICT DO UPDATE SET value = excluded.value`, in, f, value)
	if err != nil {
		return err
	}
	_, err = t.db.Repeat(`UPDATE photos SET (`+columnsOf[f]+`, seq) = (`+store.Marks(len(values))+`, `+nextSeq+`)
		WHERE id IN (SELECT value FROM json_each(?))`, append(values, in)...)
	return err
}

// unset records that of a field of photos counts what their files say.
func (t *Tx) unset(f photo.Field, ids []photo.ID) error {
	if len(ids) == 0 {
		return nil
	}
	in := list(ids)
	if err := t.db.Exec(`DELETE FROM edits WHERE photo_id IN (SELECT value FROM json_each(?)) AND field = ?`,
		in, f); err != nil {
		return err
	}
	if columns, known := columnsOf[f]; known {
		if err := t.db.Exec(`UPDATE photos SET (`+columns+`, seq) =
				(SELECT `+columns+`, `+nextSeq+` FROM originals WHERE photo_id = photos.id)
			WHERE id IN (SELECT photo_id FROM originals WHERE photo_id IN (SELECT value FROM json_each(?)))`,
			in); err != nil {
			return err
		}
	}
	return t.db.Exec(`DELETE FROM originals WHERE photo_id IN (SELECT value FROM json_each(?1))
		AND photo_id NOT IN (SELECT photo_id FROM edits)`, in)
}

// writeTexts records the texts of photos again whose titles and captions have changed.
func (t *Tx) writeTexts(ids []photo.ID) error {
	changed, err := store.Collect(t.db.Ctx, t.db.SQL, words.Scan, words.Query+`WHERE id IN (SELECT value
		FROM json_each(?))`, list(ids))
	if err != nil {
		return err
	}
	for _, w := range changed {
		if _, err := t.db.Repeat(`UPDATE texts SET text = ? WHERE photo_id = ?`, w.Text(), w.ID); err != nil {
			return err
		}
	}
	return nil
}

// Overlay returns p, which is what a file says, with what a person says in place of it.
func (t *Tx) Overlay(p photo.Photo) (photo.Photo, error) {
	edits, err := store.Collect(t.db.Ctx, t.db.SQL, scanEdit, editsQuery, p.ID)
	if err != nil || len(edits) == 0 {
		return p, err
	}
	var offset any
	if p.Taken.HasOffset {
		_, offset = p.Taken.Zone()
	}
	m := p.Meta
	values := []any{
		p.ID, m.Rating, m.Label, m.Title, m.Caption, p.Taken.UnixNano(), offset, p.Taken.From, p.Taken.Doubtful,
	}
	_, err = t.db.Repeat(`REPLACE INTO originals (photo_id, `+originalColumns+`) VALUES (`+store.Marks(12)+`)`,
		append(values, record.PlaceValues(m.Place)...)...)
	for _, e := range edits {
		lay(&p, e)
	}
	return p, err
}

// fieldSaid is what a person says of a field.
type fieldSaid struct {
	Field photo.Field
	Value string
}

const editsQuery = `SELECT field, value FROM edits WHERE photo_id = ? ORDER BY field`

func scanEdit(row store.Scanner) (e fieldSaid, err error) {
	err = row.Scan(&e.Field, &e.Value)
	return e, err
}

// lay changes p to what a person says.
func lay(p *photo.Photo, e fieldSaid) {
	switch e.Field {
	case photo.RatingField:
		if n, err := strconv.Atoi(e.Value); err == nil {
			p.Meta.Rating = n
		}
	case photo.LabelField:
		p.Meta.Label = e.Value
	case photo.TitleField:
		p.Meta.Title = e.Value
	case photo.CaptionField:
		p.Meta.Caption = e.Value
	case photo.DateField:
		if m, err := moment(e.Value); err == nil {
			p.Taken = m
		}
	case photo.PlaceField:
		if at, err := placeOf(e.Value); err == nil {
			p.Meta.Place = at
		}
	}
}

// Inherit gives a photo what a person says of a file that is shown with it from now on, where
// nothing is said of the photo itself.
func (t *Tx) Inherit(id, from photo.ID) error {
	edits, err := store.Collect(t.db.Ctx, t.db.SQL, scanEdit, `SELECT field, value FROM edits WHERE photo_id = ?1
		AND field NOT IN (SELECT field FROM edits WHERE photo_id = ?2)`, from, id)
	was := t.Unrecorded
	t.Unrecorded = true // nobody has done this
	for _, e := range edits {
		err = errors.Join(err, t.edit(e.Field, all([]photo.ID{id}, said{e.Value, true})))
	}
	t.Unrecorded = was
	return err
}

// Overlay returns p, which is what a file says, with what a person says in place of it, and with Edited.
func (d *Data) Overlay(ctx context.Context, p photo.Photo) (photo.Photo, error) {
	edits, err := store.Collect(ctx, d.db, scanEdit, editsQuery, p.ID)
	if err != nil || len(edits) == 0 {
		return p, err
	}
	m := p.Meta
	p.Edited = &photo.Edited{Fields: fieldsOf(edits), File: photo.Original{
		Rating: m.Rating, Label: m.Label, Title: m.Title, Caption: m.Caption, Taken: p.Taken, Place: m.Place,
	}}
	for _, e := range edits {
		lay(&p, e)
	}
	return p, nil
}

// fieldsOf are the fields of edits.
func fieldsOf(edits []fieldSaid) []photo.Field {
	return slices.DeleteFunc(photo.Fields(), func(f photo.Field) bool {
		return !slices.ContainsFunc(edits, func(e fieldSaid) bool { return e.Field == f })
	})
}

// Edited returns what a person says of a photo, beside what its file says; nil if a person says nothing.
func (d *Data) Edited(ctx context.Context, id photo.ID) (*photo.Edited, error) {
	edits, err := store.Collect(ctx, d.db, scanEdit, editsQuery, id)
	if err != nil || len(edits) == 0 {
		return nil, err
	}
	e := photo.Edited{Fields: fieldsOf(edits)}
	e.File, err = record.Original(d.db.QueryRowContext(ctx,
		`SELECT `+originalColumns+` FROM originals WHERE photo_id = ?`, id))
	return &e, store.Explain(err)
}

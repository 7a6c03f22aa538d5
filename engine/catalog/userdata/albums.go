package userdata

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// ErrNotByHand means that an album is a search, whose photos cannot be chosen by hand.
var ErrNotByHand error = &photo.Fault{
	Code: "catalog:not-by-hand",
	Text: "the album is a search",
}

const albumColumns = `id, name, line, hand, (SELECT count(DISTINCT shown.id) FROM members m
	JOIN photos p ON p.id = m.photo_id JOIN photos shown ON shown.id = iif(p.lead = 0, p.id, p.lead)
	WHERE m.album_id = albums.id AND shown.state < 2)`

func scanAlbum(row store.Scanner) (photo.Album, error) {
	var a photo.Album
	err := row.Scan(&a.ID, &a.Name, &a.Line, &a.ByHand, &a.Photos)
	return a, err
}

// Albums returns all albums, by name.
func (d *Data) Albums(ctx context.Context) ([]photo.Album, error) { return d.AlbumsNamed(ctx, "") }

// AlbumsNamed returns the albums whose name has a text, by name.
func (d *Data) AlbumsNamed(ctx context.Context, text string) ([]photo.Album, error) {
	return store.Collect(ctx, d.db, scanAlbum, `SELECT `+albumColumns+` FROM albums WHERE instr(key, ?)
		ORDER BY key`, filter.Fold(text))
}

// Members returns the photos of an album that was made by hand, in its order, also those that cannot be
// shown. A file that is shown with another stands for that one.
func (d *Data) Members(ctx context.Context, id photo.AlbumID) ([]photo.ID, error) {
	return store.Collect(ctx, d.db, store.ID, `
		SELECT iif(p.lead = 0, p.id, p.lead) AS id FROM members m JOIN photos p ON p.id = m.photo_id
		WHERE m.album_id = ? GROUP BY 1 ORDER BY min(m.place), 1`, id)
}

// albumOf returns the album of a name, ignoring case; its ID is 0 if there is none.
func (t *Tx) albumOf(name string) (photo.Album, error) {
	return t.album(`key = ?`, filter.Fold(name))
}

func (t *Tx) album(where string, arg any) (photo.Album, error) {
	a, err := scanAlbum(t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT `+albumColumns+` FROM albums WHERE `+where, arg))
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return a, err
}

// asItIs is the act that makes an album.
func asItIs(a photo.Album) journal.Act {
	if a.ByHand {
		return journal.Act{Do: journal.Hand, Name: journal.Text(a.Name)}
	}
	return journal.Act{Do: journal.Album, Name: journal.Text(a.Name), Value: journal.Text(a.Line)}
}

// noAlbum is the act that removes an album.
func noAlbum(name string) journal.Act {
	return journal.Act{Do: journal.Album, Name: journal.Text(name), No: true}
}

// SaveAlbum saves a search under a name and replaces an album of that name, ignoring case. It
// returns ErrNoName for a blank name and ErrNameTaken for that of an album that was made by hand.
func (t *Tx) SaveAlbum(name, line string) (photo.AlbumID, error) {
	return t.makeAlbum(photo.Album{Name: name, Line: line})
}

// MakeAlbum makes an album whose photos are chosen by hand; it has none yet. It returns ErrNoName for
// a blank name and ErrNameTaken for that of another album.
func (t *Tx) MakeAlbum(name string) (photo.AlbumID, error) {
	return t.makeAlbum(photo.Album{Name: name, ByHand: true})
}

func (t *Tx) makeAlbum(a photo.Album) (photo.AlbumID, error) {
	a.Name = strings.TrimSpace(a.Name)
	key := filter.Fold(a.Name)
	if key == "" {
		return 0, ErrNoName
	}
	was, err := t.albumOf(a.Name)
	if err != nil {
		return 0, err
	}
	back := noAlbum(a.Name)
	if was.ID != 0 {
		if a.ByHand || was.ByHand {
			return was.ID, ErrNameTaken
		}
		if back = asItIs(was); was.Name == a.Name && was.Line == a.Line {
			return was.ID, nil
		}
	}
	err = t.db.SQL.QueryRowContext(t.db.Ctx, `
		INSERT INTO albums (key, name, line, hand) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (key) DO UPDATE SET name = ?2, line = ?3 RETURNING id`,
		key, a.Name, a.Line, a.ByHand).Scan(&a.ID)
	if err != nil {
		return 0, err
	}
	t.changed(asItIs(a), back)
	return a.ID, nil
}

// RenameAlbum gives an album another name. It returns ErrNoName for a blank
// name, ErrNameTaken for that of another album, and store.ErrNotFound for an album that is not there.
func (t *Tx) RenameAlbum(id photo.AlbumID, name string) error {
	name = strings.TrimSpace(name)
	key := filter.Fold(name)
	if key == "" {
		return ErrNoName
	}
	other, err := t.albumOf(name)
	if err != nil {
		return err
	}
	if other.ID != 0 && other.ID != id {
		return ErrNameTaken
	}
	was, err := t.album(`id = ?`, id)
	switch {
	case err != nil:
		return err
	case was.ID == 0:
		return store.ErrNotFound
	case was.Name == name:
		return nil
	}
	renamed := func(from, to string) journal.Act {
		return journal.Act{Do: journal.Rename, Name: journal.Text(from), Value: journal.Text(to)}
	}
	t.changed(renamed(was.Name, name), renamed(name, was.Name))
	return t.db.Exec(`UPDATE albums SET key = ?, name = ? WHERE id = ?`, key, name, id)
}

// RemoveAlbum forgets an album; its photos stay.
func (t *Tx) RemoveAlbum(id photo.AlbumID) error {
	was, err := t.album(`id = ?`, id)
	if err != nil || was.ID == 0 {
		return err
	}
	places, err := t.places(id)
	if err != nil {
		return err
	}
	none := map[photo.ID]said{}
	for member := range places {
		none[member] = said{}
	}
	if err := t.placeAll(was.Name, none); err != nil {
		return err
	}
	t.changed(noAlbum(was.Name), asItIs(was))
	return t.db.Exec(`DELETE FROM albums WHERE id = ?`, id)
}

// againOfAlbum does an act of the history or the journal on an album again.
func (t *Tx) againOfAlbum(a journal.Act) error {
	name := string(a.Name)
	was, err := t.albumOf(name)
	if err != nil {
		return err
	}
	switch {
	case a.Do == journal.Hand:
		if was.ByHand {
			return nil
		}
		_, err = t.MakeAlbum(name)
	case a.Do == journal.Album && !a.No:
		_, err = t.SaveAlbum(name, string(a.Value))
	case a.Do == journal.Album && was.ID != 0:
		err = t.RemoveAlbum(was.ID)
	case a.Do == journal.Rename && was.ID != 0:
		err = t.RenameAlbum(was.ID, string(a.Value))
	case a.Do != journal.Album && a.Do != journal.Rename:
		err = ErrNoSuchAct
	}
	return err
}

// byHand returns an album whose photos are chosen by hand.
func (t *Tx) byHand(id photo.AlbumID) (photo.Album, error) {
	a, err := t.album(`id = ?`, id)
	switch {
	case err != nil:
		return a, err
	case a.ID == 0:
		return a, store.ErrNotFound
	case !a.ByHand:
		return a, ErrNotByHand
	}
	return a, nil
}

// places returns the members of an album, with their places.
func (t *Tx) places(id photo.AlbumID) (map[photo.ID]float64, error) {
	places := map[photo.ID]float64{}
	_, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (none struct{}, err error) {
		var member photo.ID
		var at float64
		err = row.Scan(&member, &at)
		places[member] = at
		return none, err
	}, `SELECT photo_id, place FROM members WHERE album_id = ?`, id)
	return places, err
}

// AddToAlbum adds photos of the library, in the given order, at the end of an album that was made by
// hand. Those that it has already stay where they are. Errors: store.ErrNotFound, ErrNotByHand.
func (t *Tx) AddToAlbum(id photo.AlbumID, ids []photo.ID) error {
	a, places, err := t.orderedAlbum(id)
	if err != nil {
		return err
	}
	if err := t.there(ids); err != nil {
		return err
	}
	last := 0.0
	for _, at := range places {
		last = max(last, at)
	}
	added := map[photo.ID]said{}
	for _, member := range ids {
		if _, is := places[member]; !is && added[member] == (said{}) {
			last++
			added[member] = placeText(last)
		}
	}
	return t.placeAll(a.Name, added)
}

// TakeFromAlbum removes photos from an album that was made by hand. Errors: store.ErrNotFound, ErrNotByHand.
func (t *Tx) TakeFromAlbum(id photo.AlbumID, ids []photo.ID) error {
	a, err := t.byHand(id)
	if err != nil {
		return err
	}
	ids, err = t.companions(ids)
	if err != nil {
		return err
	}
	return t.placeAll(a.Name, all(ids, said{}))
}

// OrderAlbum puts members of an album, in the given order, before another of its members, or at its
// end if that is 0 or no member. Photos that are no members are left out. A file that is shown with
// another stands for that one. Errors: store.ErrNotFound, ErrNotByHand.
func (t *Tx) OrderAlbum(id photo.AlbumID, ids []photo.ID, before photo.ID) error {
	a, places, err := t.orderedAlbum(id)
	if err != nil {
		return err
	}
	shown, err := t.shown(id)
	if err != nil {
		return err
	}
	// What stays, in its order.
	rest := slices.SortedFunc(maps.Keys(places), func(a, b photo.ID) int {
		if places[a] != places[b] {
			return cmp.Compare(places[a], places[b])
		}
		return int(a - b)
	})
	of := map[photo.ID][]photo.ID{} // the members that are shown as one photo
	for _, member := range rest {
		of[shown[member]] = append(of[shown[member]], member)
	}
	var moved []photo.ID
	chosen := new(photo.Set)
	for _, id := range ids {
		if as := of[cmp.Or(shown[id], id)]; len(as) > 0 && !chosen.Has(as[0]) {
			moved = append(moved, as...)
			for _, member := range as {
				chosen.Add(member)
			}
		}
	}
	at := len(rest)
	if as := of[cmp.Or(shown[before], before)]; len(as) > 0 {
		at = slices.Index(rest, as[0])
	}
	head := slices.DeleteFunc(slices.Clone(rest[:at]), chosen.Has)
	tail := slices.DeleteFunc(slices.Clone(rest[at:]), chosen.Has)
	return t.placeAll(a.Name, between(places, head, moved, tail))
}

// shown returns what the members of an album are shown as: themselves, or what they are shown with.
func (t *Tx) shown(id photo.AlbumID) (map[photo.ID]photo.ID, error) {
	shown := map[photo.ID]photo.ID{}
	_, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (none struct{}, err error) {
		var member, as photo.ID
		err = row.Scan(&member, &as)
		shown[member] = as
		return none, err
	}, `SELECT p.id, iif(p.lead = 0, p.id, p.lead) FROM members m JOIN photos p ON p.id = m.photo_id
		WHERE m.album_id = ?`, id)
	return shown, err
}

// between returns places for the moved members, after head and before tail. If there is no room for
// them all members get new ones.
func between(places map[photo.ID]float64, head, moved, tail []photo.ID) map[photo.ID]said {
	low, high := 0.0, math.Inf(1)
	if len(head) > 0 {
		low = places[head[len(head)-1]]
	}
	if len(tail) > 0 {
		high = places[tail[0]]
	}
	step := min(1, (high-low)/float64(len(moved)+1))
	const least = 1e-6 // of a number below a million, far more than a float64 can tell
	if step < least {
		low, step, moved = 0, 1, slices.Concat(head, moved, tail)
	}
	to := map[photo.ID]said{}
	for i, member := range moved {
		to[member] = placeText(low + step*float64(i+1))
	}
	return to
}

// orderedAlbum returns an album that was made by hand, with the places of its members.
func (t *Tx) orderedAlbum(id photo.AlbumID) (photo.Album, map[photo.ID]float64, error) {
	a, err := t.byHand(id)
	if err != nil {
		return a, nil, err
	}
	places, err := t.places(id)
	return a, places, err
}

func placeText(at float64) said { return said{strconv.FormatFloat(at, 'g', -1, 64), true} }

// placeAll makes photos members of an album at their places, or takes them out of it. An album that
// does not exist has none.
func (t *Tx) placeAll(name string, to map[photo.ID]said) error {
	a, err := t.albumOf(name)
	if err != nil || !a.ByHand {
		return err
	}
	were, err := t.places(a.ID)
	if err != nil {
		return err
	}
	known, err := t.known(to)
	if err != nil {
		return err
	}
	var changed []photo.ID
	for _, id := range known {
		at, err := strconv.ParseFloat(to[id].Value, 64)
		was, is := were[id]
		switch {
		case to[id].Is && (err != nil || math.IsNaN(at)):
			continue // an act of another version
		case to[id].Is == is && (!is || was == at):
			continue
		case to[id].Is:
			_, err = t.db.Repeat(`INSERT INTO members (album_id, photo_id, place) VALUES (?1, ?2, ?3)
				ON CONFLICT DO UPDATE SET place = ?3`, a.ID, id, at)
		default:
			_, err = t.db.Repeat(`DELETE FROM members WHERE album_id = ? AND photo_id = ?`, a.ID, id)
		}
		if err != nil {
			return err
		}
		changed = append(changed, id)
	}
	act := func(s said) journal.Act {
		return journal.Act{Do: journal.Member, Name: journal.Text(a.Name), Value: journal.Text(s.Value), No: !s.Is}
	}
	return t.changedEach(changed, func(id photo.ID) (journal.Act, journal.Act) {
		was := said{}
		if at, is := were[id]; is {
			was = placeText(at)
		}
		return act(to[id]), act(was)
	})
}

package catalog

import (
	"context"

	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Example is a photo of which a person has said whether it shows a thing.
type Example = userdata.Example

// The faults of names.
var (
	ErrNoName    = userdata.ErrNoName    // an album or a tag was given none
	ErrNameTaken = userdata.ErrNameTaken // another album has it
)

// Favourites returns the shown photos that are somebody's favourites, by ID.
func (c *Catalog) Favourites(ctx context.Context) ([]photo.ID, error) {
	ids, err := c.Select(ctx, []query.Filter{{Condition: query.Favourite}})
	if err != nil || ids.Len() == 0 {
		return nil, err
	}
	return ids.IDs(), nil
}

// SetFavourite records whether a photo of the library is a favourite.
func (t *Tx) SetFavourite(id photo.ID, is bool) error { return t.data.SetFavourite(id, is) }

// Tag gives a photo of the library a tag. Where another has the tag already, but for case, that
// spelling stays. It returns ErrNoName for a blank one.
func (t *Tx) Tag(id photo.ID, name string) error { return t.data.Tag(id, name) }

// Untag takes a tag from a photo. A tag that no photo has any more is forgotten.
func (t *Tx) Untag(id photo.ID, name string) error { return t.data.Untag(id, name) }

// SaveAlbum keeps a search under a name, in place of the one that has it, case
// aside. It returns ErrNoName for a blank name.
func (t *Tx) SaveAlbum(name, line string) (photo.AlbumID, error) { return t.data.SaveAlbum(name, line) }

// RenameAlbum gives an album another name. It returns ErrNoName for a blank
// name and ErrNameTaken for that of another album.
func (t *Tx) RenameAlbum(id photo.AlbumID, name string) error { return t.data.RenameAlbum(id, name) }

// RemoveAlbum forgets an album; its photos stay.
func (t *Tx) RemoveAlbum(id photo.AlbumID) error { return t.data.RemoveAlbum(id) }

// RememberSearch records that a line was searched for.
func (t *Tx) RememberSearch(line string) error { return t.data.RememberSearch(line) }

// ForgetSearches forgets all lines that were searched for.
func (t *Tx) ForgetSearches() error { return t.data.ForgetSearches() }

// SuggestThing replaces what the model suggests to show a thing: photos with
// their scores, the higher the better. What people said stays. Photos that are
// not in the library are passed over.
func (t *Tx) SuggestThing(thing string, scores map[photo.ID]float64) error {
	return t.data.SuggestThing(thing, scores)
}

// SuggestPhoto replaces what the model suggests that a photo shows: things with
// their scores, the higher the better. What people said stays. A photo that is
// not in the library is passed over.
func (t *Tx) SuggestPhoto(photo photo.ID, scores map[string]float64) error {
	return t.data.SuggestPhoto(photo, scores)
}

// Judge records what a person says of a photo of the library and a thing. With
// photo.Suggested nothing is said any more: what the model suggested stands again.
func (t *Tx) Judge(id photo.ID, thing string, v photo.Verdict) error {
	return t.data.Judge(id, thing, v)
}

// WriteJournal replaces the journal by a snapshot, so that it stays short and names
// photos as they are now.
func (c *Catalog) WriteJournal(ctx context.Context) error {
	if c.journal == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error { return tx.data.Snapshot() })
}

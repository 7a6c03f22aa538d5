package catalog

import (
	"context"

	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Example is a photo with a person's verdict on whether it shows a thing.
type Example = userdata.Example

// The faults of names.
var (
	ErrNoName    = userdata.ErrNoName    // an album or a tag needs a name
	ErrNameTaken = userdata.ErrNameTaken // another album has it
)

// Favourites returns the shown photos that are favourites, by ID.
func (c *Catalog) Favourites(ctx context.Context) ([]photo.ID, error) {
	ids, err := c.Select(ctx, []query.Filter{{Condition: query.Favourite}})
	if err != nil || ids.Len() == 0 {
		return nil, err
	}
	return ids.IDs(), nil
}

// SetFavourite records whether a photo of the library is a favourite.
func (t *Tx) SetFavourite(id photo.ID, is bool) error { return t.data.SetFavourite(id, is) }

// Tag gives a photo of the library a tag. If another photo has the tag already, but for case, that
// spelling stays. It returns ErrNoName for a blank one.
func (t *Tx) Tag(id photo.ID, name string) error { return t.data.Tag(id, name) }

// Untag removes a tag from a photo. A tag that no photo has any more is forgotten.
func (t *Tx) Untag(id photo.ID, name string) error { return t.data.Untag(id, name) }

// SaveAlbum saves a search under a name and replaces an album of that name, ignoring case. It
// returns ErrNoName for a blank name.
func (t *Tx) SaveAlbum(name, line string) (photo.AlbumID, error) { return t.data.SaveAlbum(name, line) }

// RenameAlbum gives an album another name. It returns ErrNoName for a blank
// name and ErrNameTaken for that of another album.
func (t *Tx) RenameAlbum(id photo.AlbumID, name string) error { return t.data.RenameAlbum(id, name) }

// RemoveAlbum forgets an album; its photos stay.
func (t *Tx) RemoveAlbum(id photo.AlbumID) error { return t.data.RemoveAlbum(id) }

// RememberSearch adds a line to the search history.
func (t *Tx) RememberSearch(line string) error { return t.data.RememberSearch(line) }

// ForgetSearches clears the search history.
func (t *Tx) ForgetSearches() error { return t.data.ForgetSearches() }

// SuggestThing replaces the photos that the model suggests for a thing. A higher score is better.
// Verdicts stay. Photos that are not in the library are ignored.
func (t *Tx) SuggestThing(thing string, scores map[photo.ID]float64) error {
	return t.data.SuggestThing(thing, scores)
}

// SuggestPhoto replaces the things that the model suggests for a photo. A higher score is better.
// Verdicts stay. A photo that is not in the library is ignored.
func (t *Tx) SuggestPhoto(photo photo.ID, scores map[string]float64) error {
	return t.data.SuggestPhoto(photo, scores)
}

// Judge records a person's verdict on a photo of the library and a thing. With photo.Suggested
// there is no verdict any more, and the model's suggestion counts again.
func (t *Tx) Judge(id photo.ID, thing string, v photo.Verdict) error {
	return t.data.Judge(id, thing, v)
}

// WriteJournal replaces the journal by a snapshot, so that it stays short and has the present paths
// of photos.
func (c *Catalog) WriteJournal(ctx context.Context) error {
	if c.journal == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error { return tx.data.Snapshot() })
}

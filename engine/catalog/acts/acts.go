// Package acts is what an act of the history is made of: changes of user data, each with its opposite. They are stored
// in the language of the journal, as a list in JSON, compressed by DEFLATE. Package userdata makes and does them.
package acts

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

const mostUnpacked = 1 << 30 // bytes of one act

// What the value of an act says whose files are about to go to the trash: First, that it is done for the first time,
// and Again, that it is redone. If its process ends there, some of them may have gone.
const (
	First = "moving"
	Again = "moving again"
)

// Change is one change of user data, of several photos or of none, with its opposite.
type Change struct {
	Do   journal.Act `json:"do"`
	Back journal.Act `json:"back"`
	IDs  []photo.ID  `json:"ids,omitempty"`
	// Last, of the first change of an act, is the last photo that the library had then; 0 if it is not known.
	Last photo.ID `json:"last,omitempty"`
}

// Same reports whether two acts differ in their photos at most.
func Same(a, b journal.Act) bool {
	return a.Do == b.Do && a.Name == b.Name && a.Value == b.Value && a.No == b.No && a.Verdict == b.Verdict
}

// Turn makes changes their opposites, in the opposite order.
func Turn(changes []Change) {
	slices.Reverse(changes)
	for i, c := range changes {
		changes[i].Do, changes[i].Back = c.Back, c.Do
	}
}

// Subject is what a change is of: a field, a tag, a thing or an album of a photo, or an album.
type Subject struct {
	photo    photo.ID
	do, name string
}

// Subjects returns what a change is of, and with changes of what it clashes.
func Subjects(c Change) (of, clash []Subject) {
	about := func(id photo.ID, do string, name journal.Text) Subject {
		return Subject{id, do, filter.Fold(string(name))}
	}
	if len(c.IDs) == 0 { // an album is made, renamed or removed
		for _, name := range []journal.Text{c.Do.Name, c.Back.Name} {
			of = append(of, about(0, journal.Album, name))
			clash = append(clash, about(0, journal.Member, name), about(0, journal.Album, name))
		}
		return of, clash
	}
	name := c.Do.Name
	if c.Do.Do == journal.Apart { // of two contents
		name += " " + c.Do.Value
	}
	for _, id := range c.IDs {
		of = append(of, about(id, c.Do.Do, name))
	}
	clash = of
	if c.Do.Do == journal.Member {
		of = append(slices.Clip(of), about(0, journal.Member, c.Do.Name))
		clash = append(slices.Clip(clash), about(0, journal.Album, c.Do.Name))
	}
	return of, clash
}

// FirstPhoto returns the first photo of the changes of an act: of a move to the trash the first whose file goes.
func FirstPhoto(kind string, changes []Change) photo.ID {
	for _, c := range changes {
		if len(c.IDs) > 0 && (kind != journal.Trash || c.Do.Do == journal.Trash) {
			return c.IDs[0]
		}
	}
	return 0
}

// Pack is changes as the catalog stores them.
func Pack(changes []Change) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(changes); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// Unpack returns the changes that Pack has stored. The error is store.ErrDamaged.
func Unpack(b []byte) ([]Change, error) {
	var changes []Change
	r := flate.NewReader(bytes.NewReader(b))
	if err := json.NewDecoder(io.LimitReader(r, mostUnpacked)).Decode(&changes); err != nil {
		return nil, fmt.Errorf("%w: an act of the history: %w", store.ErrDamaged, err)
	}
	return changes, nil
}

package journal

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// The kinds of an Act.
const (
	Favourite = "favourite" // Photo is a favourite; No: it is none
	Tag       = "tag"       // Photo has the tag Name; No: it has not
	Verdict   = "verdict"   // Photo shows the thing Name (1), or does not (-1); 0: no verdict
	Album     = "album"     // the album Name is the search Value; No: there is no such album
	Rename    = "rename"    // the album Name is called Value
	Hand      = "hand"      // the album Name is made by hand
	Member    = "member"    // Photo is in the album Name, at the place Value; No: it is not
	Edit      = "edit"      // a person says Value of Photo's field Name; No: nothing
	Apart     = "apart"     // the contents Name and Value (SHA-256) are no duplicates of each other; No: they may be
	Search    = "search"    // Name was searched for; No: all searches are forgotten
	Screening = "screening" // Value is what photos are screened for
	Model     = "model"     // Value is the ID of the model to search with
	Folder    = "folder"    // the folder Name belongs to the library; No: it does not
	Relocate  = "relocate"  // the folder Name lies at Value
	Forget    = "forget"    // Photo is gone for good, with all its user data
	Move      = "move"      // Photo was at the path Name before
	// Inherit is no Act: an act of the history is of this kind, which passes on what is said of photos to another.
	Inherit = "inherit"
	// Trash is of the history alone, too: the file Name was moved to the trash, where it is as Value says; No: back.
	Trash = "trash"
	whole = "whole" // the snapshot ends here, after Count acts
)

// Act is one change of user data by a person.
type Act struct {
	// N is the number of the transaction that the act belongs to.
	N       int64  `json:"n"`
	Do      string `json:"do"`
	Photo   *Photo `json:"photo,omitempty"`
	Name    Text   `json:"name,omitempty"`
	Value   Text   `json:"value,omitempty"`
	No      bool   `json:"no,omitempty"`
	Verdict int    `json:"verdict,omitempty"`
	Count   int    `json:"count,omitempty"`
}

// Photo identifies a photo by everything that helps to find it again.
type Photo struct {
	ID   int64  `json:"id"` // in the catalog that wrote the act
	Path Text   `json:"path"`
	Size int64  `json:"size"`
	Time int64  `json:"time"`           // of modification, ns since 1970
	Hash []byte `json:"hash,omitempty"` // SHA-256 of the content, nil until it was read
}

// Text is a string that need not be UTF-8: paths are not.
type Text string

// MarshalJSON writes a string, or an array of one in base64.
func (t Text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return json.Marshal(string(t))
	}
	return json.Marshal([1][]byte{[]byte(t)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		var b [1][]byte
		err := json.Unmarshal(data, &b)
		*t = Text(b[0])
		return err
	}
	return json.Unmarshal(data, (*string)(t))
}

// Together is how many acts at the beginning of acts, at least one, are on photos and can be done at once.
func Together(acts []Act) int {
	alone := func(a Act) bool { return a.Photo == nil || a.Do == Move || a.Do == Forget }
	return max(1, slices.IndexFunc(append(acts[:len(acts):len(acts)], Act{}), alone))
}

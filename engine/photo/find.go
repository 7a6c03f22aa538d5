package photo

// Hit is one answer to a query.
type Hit struct {
	Tile
	// Score is the rank of the answer: for one sentence its cosine similarity with the photo,
	// corrected for hubness; 0 for queries of filters alone.
	Score      float64
	Confidence float64 // how likely it is that a person would call it an answer, 0 to 1
	Relevant   bool    // the Confidence is high enough to be shown unasked
}

// Location says where the file of a photo is.
type Location struct {
	Path string
	Away bool // as of Tile
}

// Answer is what was found for a query.
type Answer struct {
	Hits []Hit // in the order of the query; by default the best first
	// Weak is how many photos fit weakly, at most: they are left out unless the query
	// wants all.
	Weak int
	// Unsure are the excluded sentences for which no photo was found: either there is none, or the
	// model cannot decide.
	Unsure []string
	Own    bool // they are all of an album that was made by hand, in its own order
}

// AlbumID is the number of an album in one library.
type AlbumID int64

// Album is a search that a person has saved under a name, whose photos are those that it finds now, or
// photos that a person has chosen by hand.
type Album struct {
	ID     AlbumID
	Name   string
	Line   string // the text of its query; empty if it is made by hand
	ByHand bool
	Photos int // of an album that is made by hand: those that can be shown
}

// Thing is something of the vocabulary that photos may show: a dog, a beach, dancing.
type Thing struct {
	Name      string // also its name in a filter, as in thing:dog
	Group     string // such as "animals"
	Confirmed int    // photos of which a person has said that they show it
	Suggested int    // photos that the model suggests, and nobody has judged
	Cover     ID     // the photo that shows it best
	Flagged   bool   // screening, which a person has switched on, covers that
}

// Verdict is whether a photo shows a thing.
type Verdict int

// The verdicts.
const (
	Suggested Verdict = 0  // the model thinks so
	Confirmed Verdict = 1  // a person has said so
	Rejected  Verdict = -1 // a person has said that it does not
)

// Shown is a thing that a photo shows.
type Shown struct {
	Thing   string
	Verdict Verdict
}

// KnownKind is what in a library words are the name of.
type KnownKind string

// The kinds.
const (
	KnownFile    KnownKind = "file"    // a word of the names of files
	KnownTime    KnownKind = "time"    // when photos were taken
	KnownCamera  KnownKind = "camera"  // which took photos
	KnownPlace   KnownKind = "place"   // a city or country where photos were taken
	KnownPerson  KnownKind = "person"  // who is on photos, as is written with them
	KnownAlbum   KnownKind = "album"   // an album
	KnownTag     KnownKind = "tag"     // a tag or a keyword
	KnownFolder  KnownKind = "folder"  // a folder inside the library
	KnownWritten KnownKind = "written" // a word of titles or captions
)

// Known is something of a library that words of a search are the name of.
type Known struct {
	Kind  KnownKind
	Name  string // as the library spells it; of a time, as it was asked for
	Line  string // the text of a query that finds its photos and no others
	Count int    // how many those are, at least 1
}

package photo

// DuplicateKind says how alike photos are.
type DuplicateKind string

// The kinds. They are printed, and must not be changed.
const (
	DuplicateExact DuplicateKind = "exact" // their files are equal
	DuplicateNear  DuplicateKind = "near"  // they are the same picture
	DuplicateShots DuplicateKind = "shots" // they were taken one after the other, and look the same
)

// Duplicates are photos that are the same, or look the same.
type Duplicates struct {
	Kind DuplicateKind
	// Members are the photos, the one to keep first. Of equal files those that are not DuplicateExact have the best.
	Members []Duplicate
	// Reasons say what the first has before others: what it is the best in.
	Reasons []Advantage
}

// Duplicate is one of Duplicates.
type Duplicate struct {
	Photo
	Copies   int  // equal files in the library, with this one
	Metadata int  // how many facts are written with the photo
	Original bool // the camera's own file, as far as its metadata tells
	Softer   bool // visibly less sharp than another of its group
}

// Apart are two contents that a person has told apart: they are no duplicates of each other, however alike. Two
// equal ones say that several files of one content are wanted.
type Apart struct {
	Hashes [2]Hash   // the lower first
	Paths  [2]string // of a photo of each; "" where the library has none
}

// Legacy is what photos that go leave to one that is kept: what people have said of them, and what their files say
// where the one that is kept says nothing.
type Legacy struct {
	Edit      Edit     // what the one that is kept gets beside tags, albums and the mark
	Tags      []string // also keywords of the files
	Albums    []string // made by hand, that it comes into
	Favourite bool     // it becomes one
	Verdicts  int      // on what it shows
	// Lost are the fields of which photos say something that is not passed on, because the one that is kept says
	// something else.
	Lost []Field
}

// Empty reports whether nothing is left.
func (l Legacy) Empty() bool {
	e := l.Edit
	return e.Rating == nil && e.Label == nil && e.Title == nil && e.Caption == nil &&
		e.Taken == nil && e.Place == nil && len(l.Tags) == 0 && len(l.Albums) == 0 && !l.Favourite && l.Verdicts == 0
}

// Advantage is what a photo is better in than others of its Duplicates.
type Advantage string

// The advantages, the most important first. They are printed, and must not be changed.
const (
	AdvantageReachable  Advantage = "reachable"  // its file is there
	AdvantageWhole      Advantage = "whole"      // it is not damaged
	AdvantageResolution Advantage = "resolution" // it has more pixels
	AdvantageOriginal   Advantage = "original"   // it is the camera's own file, others were edited
	AdvantageMetadata   Advantage = "metadata"   // more is written with it
	AdvantageDate       Advantage = "date"       // its date is the camera's, or from a better source
	AdvantageBytes      Advantage = "bytes"      // its file is larger: less was lost when it was compressed
)

// Package photo holds the words that every part of Recollect shares: what a
// photo, a vector, a query and a problem are. It does nothing and imports
// nothing of ours, so that any package may speak of photos without knowing
// where they are kept or how they are shown.
package photo

import "time"

// ID is a photo's number in one library. It stays the same when the file is
// renamed or moved, and is never given to another photo.
type ID int64

// FolderID is the number of a folder that the user added to the library.
type FolderID int64

// Hash is the SHA-256 of a file's bytes: two files with one Hash are the same
// picture and share one vector and one thumbnail. The zero Hash means that the
// file has not been read yet.
type Hash [32]byte

// Vector is an embedding: a point on the unit sphere, so that the dot product
// of two is their cosine similarity.
type Vector []float32

// File is what the file system says of a file without opening it.
type File struct {
	Path    string    // absolute, cleaned, in the bytes the file system uses
	Size    int64     // in bytes
	ModTime time.Time // last change of the content
	// Identity names the file on its volume (device and inode, or volume and
	// file index) and survives a rename; empty where the system has no such thing.
	Identity string
}

// Source says where a date was taken from.
type Source string

// The places a date can come from.
const (
	FromExif    Source = "exif"
	FromModTime Source = "mtime"
)

// Moment is when a picture was taken. Cameras often write a wall clock without
// a time zone: then HasOffset is false, and Time holds that wall clock as UTC.
type Moment struct {
	time.Time
	HasOffset bool
	From      Source
}

// String is m as RFC 3339, without an offset where none is known. It is empty
// for the zero Moment.
func (m Moment) String() string {
	switch {
	case m.IsZero():
		return ""
	case m.HasOffset:
		return m.Format(time.RFC3339Nano)
	default:
		return m.Format("2006-01-02T15:04:05.999999999")
	}
}

// Details is what a picture's own header tells, read without decoding pixels.
type Details struct {
	Format      string // "jpeg", "png", "gif", "webp", "bmp" or "tiff"
	WidthPx     int    // upright, that is after Orientation was applied
	HeightPx    int    // upright
	Orientation int    // EXIF orientation, 1 to 8; 1 where the file names none
	Taken       Moment // never zero for a photo in a library: at worst the file's ModTime
	Camera      string // make and model, empty where unknown
}

// Photo is all that the library knows of one picture file.
type Photo struct {
	ID     ID
	Folder FolderID
	File
	Details
	Hash Hash // zero until the file's content was read
	Away bool // its folder cannot be reached at present
}

// RGB is an opaque colour, 8 bits a channel.
type RGB struct{ R, G, B uint8 }

// Tile is the little that a grid must know of a photo to keep a place for it
// before any of its pixels has been read.
type Tile struct {
	ID       ID
	WidthPx  int // upright, of the original
	HeightPx int
	Taken    time.Time
	Colour   RGB // average of the picture; UnknownColour until it has been decoded
	// Version is another one when the file has been changed: what was shown of it
	// before is out of date.
	Version uint64
}

// UnknownColour stands for the colour of a picture that has not been decoded.
var UnknownColour = RGB{R: 128, G: 128, B: 128}

// Folder is a folder that the user added; everything below it belongs to the library.
type Folder struct {
	ID     FolderID
	Path   string
	Away   bool // cannot be reached at present: unplugged, unmounted, or renamed
	Photos int
}

// Problem is a file that should be a photo and cannot be shown.
type Problem struct {
	ID     ID
	Path   string
	Reason string // one plain sentence for the user
	Detail string // what the decoder said, for Details and the log
}

// Query is what to search for. At least one of Text, Images and Like must be given.
type Query struct {
	Text   string   // a sentence; may be empty
	Not    []string // sentences to keep away from
	Images []string // paths of picture files, in the library or not
	Like   []ID     // photos of the library
	Limit  int      // the most hits wanted; 0 means all
}

// Empty reports whether q asks for nothing.
func (q Query) Empty() bool {
	return q.Text == "" && len(q.Images) == 0 && len(q.Like) == 0
}

// Hit is one answer to a Query.
type Hit struct {
	Tile
	Score float64 // cosine similarity with the query, from -1 to 1
}

// Model describes the encoder in use.
type Model struct {
	Name        string // empty where no model could be loaded
	Version     string
	Dim         int    // length of its vectors
	Fingerprint string // changes with everything that changes a vector
	Provider    string // "CPU", later "CUDA" and so on; empty until it is first used
	Terms       string // under which terms its weights may be used
	Quality     string // what its makers measured, in a sentence
}

// Status is the state of a library at one moment.
type Status struct {
	Photos   int // pictures that can be shown
	Encoded  int // of these, how many can be found by their content
	Problems int // files that should be pictures and cannot be shown
	Away     int // of Photos, how many lie in folders that cannot be reached
	Folders  int
	// Unreachable is how many of Photos are away and not encoded: nothing can be
	// done about them until their folder is back.
	Unreachable int

	Scanning  bool          // folders are being looked through
	Paused    bool          // the user asked for a pause
	Rate      float64       // pictures encoded a second, over the last seconds; 0 when idle
	Remaining time.Duration // until all is encoded at this Rate; 0 when unknown or done
	// Generation goes up when the photos of the library are others than before,
	// so that a list of them must be read again.
	Generation uint64
	Polled     int // folders that are looked at by the clock, because watching them is not possible

	Trouble error // what keeps the library from working as it should, or nil
}

// ToGo is how many photos can be encoded and still have to be.
func (s Status) ToGo() int { return s.Photos - s.Encoded - s.Unreachable }

// Done reports whether every photo that was found can be searched for.
func (s Status) Done() bool { return !s.Scanning && s.ToGo() <= 0 }

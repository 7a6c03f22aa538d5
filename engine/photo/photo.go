// Package photo holds the types that all packages share: photos, vectors, answers, problems. It
// imports no other package of Recollect, so that any package may use photos without knowing how
// they are stored or shown.
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

// File is what the file system knows of a file without opening it.
type File struct {
	Path    string    // absolute, cleaned, in the bytes the file system uses
	Size    int64     // in bytes
	ModTime time.Time // last change of the content
	// Identity names the file on its volume (device and inode, or volume and
	// file index) and survives a rename; empty where the system has no such thing.
	Identity string
	Sidecars Sidecars // files beside it that describe it
	// InCloud: its content is not on this computer, and opening it would download it.
	InCloud bool
}

// Source says where a date was taken from.
type Source string

// The places a date can come from, the most trusted first.
const (
	FromExif     Source = "exif"          // when the shutter went (DateTimeOriginal)
	FromCreated  Source = "exif-created"  // when it was digitised (CreateDate)
	FromXMP      Source = "xmp"           // embedded, or of a sidecar
	FromIPTC     Source = "iptc"          // embedded
	FromPNG      Source = "png"           // what a PNG says in text (Creation Time)
	FromTakeout  Source = "takeout"       // the JSON file that Google Takeout lays beside it
	FromGPS      Source = "gps"           // when satellites gave the place, in UTC
	FromName     Source = "name"          // the file's name, as in IMG_20240131_180455.jpg
	FromModified Source = "exif-modified" // when it was last edited (ModifyDate, PNG's tIME)
	FromModTime  Source = "mtime"         // the file's last change
)

// Moment is when a picture was taken. Cameras often write a wall clock without
// a time zone: then HasOffset is false, and Time holds that wall clock as UTC.
type Moment struct {
	time.Time
	HasOffset bool
	From      Source
	// Doubtful: no photo can have been taken then (before photography, in the future), or it looks
	// like that of a clock that was never set, such as 1970-01-01.
	Doubtful bool
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

// Details is the metadata in a picture's header and its sidecars, read without decoding pixels.
type Details struct {
	Format      string // as format.Sniff names it: "jpeg", "heic", "nef" and so on
	WidthPx     int    // upright, that is after Orientation was applied
	HeightPx    int    // upright
	Orientation int    // as in EXIF, 1 to 8, that was applied; 1 if the file names none or its decoder applied it
	Animated    bool   // an animation, of which the first picture is shown
	Damaged     bool   // shown with what there is of it; known once pixels were decoded
	Taken       Moment // never zero for a photo in a library: at worst the file's ModTime
	Camera      string // make and model, empty where unknown
	Meta        Meta
}

// Photo is everything that the library knows of one picture file.
type Photo struct {
	ID     ID
	Folder FolderID
	File
	Details
	Hash Hash // zero until the file's content was read
	Away bool // its folder cannot be reached at present, or it is missing from it
	// Lead is the photo that this file is shown with: a RAW file with the JPEG of
	// the same shot, a film with its live photo. 0: it is shown by itself.
	Lead ID
	// Edited is what a person says in place of the file; nil where nobody says anything. Only those
	// who describe a photo fill it in.
	Edited *Edited
}

// RGB is an opaque colour, 8 bits a channel.
type RGB struct{ R, G, B uint8 }

// Tile is what a grid must know of a photo to lay it out before any of its pixels has been read.
type Tile struct {
	ID       ID
	WidthPx  int // upright, of the original
	HeightPx int
	// Taken is when it was taken, to the microsecond and in UTC; of a photo without a date that can be trusted, a
	// million days before the date that it has, so that it follows all others (Undated).
	Taken  time.Time
	Colour RGB // average of the picture; UnknownColour until it has been decoded
	// Version changes with the file: pictures of another version are out of date.
	Version uint64
	// Animated: it is the first picture of an animation.
	Animated bool
	// Flagged: screening, which a person has switched on, covers it.
	Flagged bool
	// Away: its folder is offline, or the file is missing, so that only cached pictures can be
	// shown.
	Away bool
}

// UnknownColour stands for the colour of a picture that has not been decoded.
var UnknownColour = RGB{R: 128, G: 128, B: 128}

// Folder is a folder that the user added; everything below it belongs to the library.
type Folder struct {
	ID     FolderID
	Path   string
	Away   bool // with all of its photos or, if Reason is Partly, with some
	Photos int
	// Missing is how many of Photos are not there, of a folder that is partly away; else 0.
	Missing int
	Reason  AwayReason // why it is away
	// Volume is an identity of the folder's volume, and VolumePath the folder's path on it,
	// slash-separated; empty if the system does not say.
	Volume, VolumePath string
	// State says how changes in it are noticed, while they are followed; empty if nobody has asked.
	State FolderState
}

// Dir is a directory in a folder of the library.
type Dir struct {
	Path   string
	Photos int // that lie in it, and not below
}

// Gone is a photo whose file was deleted. It stays in the catalog for some time, and is restored
// when a file with its content appears.
type Gone struct {
	ID    ID
	Path  string    // where it was
	Since time.Time // when it was missed
}

// Problem is a file that should be a photo and cannot be shown, or all files of
// a kind that is not supported.
type Problem struct {
	ID     ID
	Path   string // of the first, where it stands for several
	Reason Reason // why it cannot be shown
	Detail string // the decoder's error, for Details and the log
	// Kind is the format, as format.Sniff names it, of files that are not supported yet: there is
	// one Problem for each kind. Empty for a single file. KindInCloud stands for those that are not
	// on this computer. KindFolder is a folder that cannot be read, by itself; Count is the photos
	// known from there.
	Kind  string
	Count int // how many files it stands for; 1 for a single one
}

// Kinds of problems that are no formats.
const (
	KindInCloud = "cloud"  // files whose content is in a cloud only
	KindFolder  = "folder" // a folder that cannot be read
)

// Unreadable is a folder inside one of the library that cannot be listed. What is
// known of the photos below it stays.
type Unreadable struct {
	Path   string
	Reason Reason // why it cannot be listed
	Detail string // what the system said
	Known  int    // how many photos are known from there
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
	// Languages are those in which it understands sentences, as ISO 639-1 codes; nil where
	// its makers do not say.
	Languages []string
	// LogitScale is what cosines between a picture and sentences are multiplied
	// with before a softmax over the sentences: the inverse of the temperature that
	// the model was trained with.
	LogitScale float64
	// LogitBias is added to a cosine times LogitScale by models that were trained with a sigmoid,
	// which makes it the logit of a probability; it is negative. 0 is for models without.
	LogitBias float64
}

// PolledFolder is a folder that is polled, because it cannot be watched.
type PolledFolder struct {
	Dir    string
	Reason Reason // why it is not watched
}

// Status is the state of a library at one moment.
type Status struct {
	Photos   int // pictures that can be shown
	Encoded  int // of these, how many can be found by their content
	Unread   int // of Encoded: those that searches do not find yet, because the library is being read
	Problems int // files that should be pictures and cannot be shown or embedded, and folders that cannot be read
	Away     int // of Photos, how many lie in folders that cannot be reached or are missing from theirs
	Folders  int
	Gone     int // files that are no longer there, and not forgotten yet
	// Unreachable is how many of Photos are away and not encoded: nothing can be
	// done about them until their folder is back.
	Unreachable int
	Failed      int // of Photos: those that the search model cannot embed

	// Building is how far a model has come that will serve once it is complete. Encoded counts the
	// vectors of the model that serves.
	Building Building

	Scanning  bool          // folders are being looked through
	Counting  bool          // and one of them as a whole, for the first time since it was added or the program began
	Paused    bool          // the user asked for a pause
	Waits     Wait          // what encoding waits for; empty: for nothing
	Rate      float64       // pictures encoded a second, over the last seconds; 0 when idle
	Remaining time.Duration // until all is encoded at this Rate; 0 when unknown or done
	// Generation rises when the photos of the library have changed, so that a list of them must be
	// read again.
	Generation uint64
	// Others rises when another process has changed user data: favourites, tags, albums, verdicts.
	Others uint64
	// Sidecars says how far sidecars are written by themselves.
	Sidecars SidecarState
	// Restored says how a damaged catalog was replaced, until a person has read it; nil: none was.
	Restored *Restoration
	Polled   int // folders that are polled, because they cannot be watched
	// PolledWhy has each reason once, with the first folder; empty where Polled is 0.
	PolledWhy []PolledFolder

	Trouble error // what keeps the library from working as it should, or nil
}

// ToGo is how many photos can be encoded and still have to be, also by a model that is being built.
func (s Status) ToGo() int {
	if b := s.Building; b.ID != "" {
		return b.Photos - b.Ready - b.Unreachable
	}
	return s.Photos - s.Encoded - s.Unreachable - s.Failed
}

// Done reports whether every photo that was found can be searched for.
func (s Status) Done() bool { return !s.Scanning && s.ToGo() <= 0 && s.Unread == 0 }

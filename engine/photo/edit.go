package photo

import "time"

// Field names what a person can say of a photo in place of its file.
type Field string

// The fields.
const (
	RatingField  Field = "rating"
	LabelField   Field = "label"
	TitleField   Field = "title"
	CaptionField Field = "caption"
	DateField    Field = "date"
	PlaceField   Field = "place"
)

// Fields are all fields, in the order in which they are shown.
func Fields() []Field {
	return []Field{RatingField, LabelField, TitleField, CaptionField, DateField, PlaceField}
}

// Labels are the colour labels that have a key, as Lightroom writes them to XMP.
func Labels() []string { return []string{"Red", "Yellow", "Green", "Blue"} }

// RejectedRating is the rating of a photo that was rejected, as in XMP.
const RejectedRating = -1

// Rated is what a photo was judged to be worth, by a person or a file: its stars and its colour label.
type Rated struct {
	Stars int    // 0: none; RejectedRating
	Label string // of Labels, or any other word; empty: none
}

// FromPerson is the source of a date that a person has set.
const FromPerson Source = "person"

// Edit is what a person says of photos in place of their files. Fields that are nil stay as they are.
type Edit struct {
	Rating                *int // 0 to 5, or RejectedRating
	Label, Title, Caption *string
	Taken                 *Moment       // Doubtful and From do not count
	Shift                 time.Duration // moves the date of each photo; not together with Taken
	Place                 *Place        // the altitude does not count
	NoPlace               bool          // the photos have no place, whatever their files say
	AsInFile              []Field       // take back what was said of these
}

// Edited is what a person says of one photo, beside what its file says.
type Edited struct {
	Fields []Field // that a person has set, in the order of Fields
	File   Original
}

// Original is what the file of a photo says where a person may say something else.
type Original struct {
	Rating                int
	Label, Title, Caption string
	Taken                 Moment
	Place                 *Place
}

// ActID is the number of an act of the history.
type ActID int64

// Act is one thing that a person did with user data, which can be undone.
type Act struct {
	ID   ActID
	Time time.Time
	// Kind is "favourite", "tag", "verdict", "album", "rename", "member", or the name of a Field. It is
	// that of the first change, if an act changes several things.
	Kind        string
	Name, Value string // the tag, thing or album; what was set
	No          bool   // it was taken away
	Photos      int    // how many were changed
	First       ID     // one of them, of the trash one whose file was moved; known of acts that Undo and Redo return
	Undone      bool   // it can be redone
}

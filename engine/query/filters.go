package query

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"recollect/engine/format"
	"recollect/engine/photo"
)

// Condition is what a filter requires of a photo: one of the types below.
type Condition interface{ condition() }

// Phrase asks for words in the texts of a photo: its file's or folder's name, title, caption,
// keywords, people's names, albums or tags. Case does not matter.
type Phrase string

// Dates asks for pictures taken from From up to To by the camera's clock; both are midnights in
// UTC, whatever the camera's zone. A zero time is no bound.
type Dates struct{ From, To time.Time }

// Text asks for a text in one property, which may contain more. Case does not matter.
type Text struct {
	In   Property
	Want string
}

// Property is something of a photo that is text.
type Property string

// Properties that can be asked for.
const (
	Camera  Property = "camera"
	Lens    Property = "lens"
	Folder  Property = "folder"
	In      Property = "in" // the folder in which the file lies itself
	Tag     Property = "tag"
	Album   Property = "album"
	Person  Property = "person"
	Label   Property = "label"
	Keyword Property = "keyword"
	Name    Property = "name" // of the file, with its extension
	// Place is the city or country where a photo was taken: its whole name, in any language.
	Place Property = "place"
	// Thing is what a photo shows, as the model suggests or a person has confirmed:
	// the whole name of one of the things.
	Thing Property = "thing"
)

// Formats asks for files of one of several formats, as format.Sniff names them, or with Screenshot
// for pictures of a screen.
type Formats struct {
	Names      []string
	Screenshot bool
}

// Number asks for a number of one property: at least Min and at most Max. If Over or Under is set,
// the bound itself does not count.
type Number struct {
	Of          Quantity
	Min, Max    float64
	Over, Under bool
}

// Quantity is something of a photo that is a number.
type Quantity string

// Quantities that can be asked for.
const (
	Rating Quantity = "rating" // stars, 1 to 5; 0 for none, -1 for rejected
	Pixels Quantity = "pixels" // width times height
	Bytes  Quantity = "bytes"  // of the file
	ISO    Quantity = "iso"
)

// Near asks for pictures taken within a circle on the ground.
type Near struct{ Latitude, Longitude, RadiusMetres float64 }

// Shape asks for the proportions of a picture.
type Shape string

// Shapes. Square means within 5 %, panorama at least twice as wide as high.
const (
	Portrait  Shape = "portrait"
	Landscape Shape = "landscape"
	Square    Shape = "square"
	Panorama  Shape = "panorama"
)

// Has asks for photos of which something is known.
type Has string

// What may be known.
const (
	HasGPS      Has = "gps"
	HasCaption  Has = "caption"
	HasKeywords Has = "keywords"
	HasPeople   Has = "people"
	HasRating   Has = "rating"
	HasDate     Has = "date" // one that a camera or a person wrote down
)

// Is asks for a state.
type Is string

// States.
const (
	Favourite  Is = "favourite"
	Animated   Is = "animated"
	Damaged    Is = "damaged"
	Blurry     Is = "blurry"     // nothing in it is sharp
	Dark       Is = "dark"       // most of it is nearly black
	Screenshot Is = "screenshot" // as type:screenshot
	Document   Is = "document"   // a page of writing: a letter, a form, a receipt, notes
	IsAway     Is = "away"
	IsRaw      Is = "raw"
	Flagged    Is = "flagged" // covered by screening
)

// Colour asks for one of the dominant colours by its English name.
type Colour string

// IDs asks for the photos of a set, which is not nil: those of an album. No line has it.
type IDs struct{ *photo.Set }

// Any asks for one of several conditions at least. No line has it.
type Any []Condition

func (Phrase) condition()  {}
func (Dates) condition()   {}
func (Text) condition()    {}
func (Formats) condition() {}
func (Number) condition()  {}
func (Near) condition()    {}
func (Shape) condition()   {}
func (Has) condition()     {}
func (Is) condition()      {}
func (Colour) condition()  {}
func (IDs) condition()     {}
func (Any) condition()     {}

// order is a Sort where a condition is read.
type order Sort

func (order) condition() {}

// reader reads the value of a filter. Its error is a sentence for the person.
type reader func(value string, now time.Time) (Condition, error)

// filters are the keys that a line may have, beside other spellings of them.
var filters = map[string]reader{
	"date": readDate, "camera": text(Camera), "lens": text(Lens), "folder": text(Folder), "in": text(In),
	"tag":   text(Tag),
	"album": text(Album), "person": text(Person), "label": text(Label), "keyword": text(Keyword), "thing": text(Thing),
	"place": text(Place),
	"name":  text(Name), "before": readBefore, "after": readAfter,
	"type": readType, "rating": readRating, "size": readSize, "iso": readISO, "near": readNear,
	"area":        readArea,
	"orientation": choice(Portrait, Landscape, Square, Panorama),
	"has":         choice(HasGPS, HasCaption, HasKeywords, HasPeople, HasRating, HasDate),
	"is": choice(Favourite, "favorite", Animated, Damaged, Blurry, Dark, Screenshot, Document, IsAway,
		IsRaw, Flagged),
	"colour": choice(colours...), "color": choice(colours...),
	"sort": readSort,
}

// Keys are the names of all filters, in alphabetical order, for completion.
func Keys() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(filters)), func(k string) bool { return k == "color" })
}

// colours are the eleven basic colour terms of English (Berlin and Kay 1969).
var colours = []Colour{"red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "grey", "white"}

// formats are the words that type: knows, and the formats of each: all that are shown, and "raw"
// for all of cameras' sensors.
var formats = namesOfFormats()

func namesOfFormats() map[string][]string {
	all := map[string][]string{}
	for _, f := range format.All() {
		if !f.Shown() {
			continue
		}
		all[f.Name] = []string{f.Name}
		if f.Also != "" {
			all[f.Also] = []string{f.Name}
		}
	}
	all[format.OtherRAW] = format.Names(format.RAW)
	return all
}

func text(in Property) reader {
	return func(value string, _ time.Time) (Condition, error) {
		if value = strings.TrimSpace(value); value == "" {
			args := photo.Args{"filter": string(in), "example": examples[in]}
			return nil, wrong{reason: photo.NewReason("query:needs-text", args)}
		}
		return Text{in, value}, nil
	}
}

var examples = map[Property]string{
	Camera: "pixel", Lens: "50mm", Folder: "holidays", In: "holidays",
	Tag: "garden", Album: "wedding", Person: "anna", Label: "red",
	Keyword: "boat", Thing: "dog",
	Name: "IMG_2041", Place: "paris",
}

// choice reads one of a few words, or the beginning of just one of them.
func choice[T ~string](all ...T) reader {
	return func(value string, _ time.Time) (Condition, error) {
		got := T(strings.ToLower(value))
		switch got { // both spellings of English
		case "favorite":
			got = T(Favourite)
		case "gray":
			got = "grey"
		}
		if slices.Contains(all, got) {
			return any(got).(Condition), nil
		}
		return nil, oneOf(string(value), namesOf(all))
	}
}

func namesOf[T ~string](all []T) []string {
	var out []string
	for _, w := range all {
		if w != "favorite" {
			out = append(out, string(w))
		}
	}
	return out
}

// oneOf lists the possible values, or the one that was probably meant.
func oneOf(value string, all []string) error {
	quoted := strconv.Quote(value)
	if near := closest(value, all); near != "" {
		return wrong{reason: photo.NewReason("query:unknown-value", photo.Args{"value": quoted}), meant: near}
	}
	args := photo.Args{"value": quoted, "values": strings.Join(all, ", ")}
	return wrong{reason: photo.NewReason("query:none-of", args)}
}

// wrong is the error for a value that a filter does not take.
type wrong struct {
	reason photo.Reason
	meant  string // what was probably meant; may be empty
}

// Error returns the text for the log.
func (w wrong) Error() string { return string(w.reason) }

// wrongFor returns wrong for err, which a reader returned.
func wrongFor(err error) wrong {
	var w wrong
	errors.As(err, &w)
	return w
}

func readType(value string, _ time.Time) (Condition, error) {
	var f Formats
	for name := range strings.FieldsFuncSeq(strings.ToLower(value), func(r rune) bool { return r == '|' || r == ',' }) {
		if name == "screenshot" {
			f.Screenshot = true
			continue
		}
		names, known := formats[name]
		if !known {
			return nil, oneOf(name, append(slices.Sorted(maps.Keys(formats)), "screenshot"))
		}
		f.Names = append(f.Names, names...)
	}
	if f.Names == nil && !f.Screenshot {
		return nil, wrong{reason: photo.NewReason("query:needs-format", nil)}
	}
	return f, nil
}

func readSort(value string, _ time.Time) (Condition, error) {
	all := []string{
		string(ByRelevance), string(Newest), string(Oldest),
		string(ByName), string(BySize), string(ByRating),
	}
	if value = strings.ToLower(value); slices.Contains(all, value) {
		return order(value), nil
	}
	return nil, oneOf(value, all)
}

func readRating(value string, _ time.Time) (Condition, error) {
	stars := func(s string) (float64, error) {
		if n := strings.Count(s, "★") + strings.Count(s, "*"); n > 0 && n == len([]rune(s)) {
			return float64(n), nil
		}
		n, err := strconv.ParseFloat(s, 64)
		if err == nil && !(n >= 0 && n <= 5) {
			err = errors.New("out of range")
		}
		return n, err
	}
	if value == "-1" || value == "−1" || strings.EqualFold(value, "rejected") {
		return Number{Of: Rating, Min: -1, Max: -1}, nil
	}
	n, err := numbers(Rating, value, stars)
	if err != nil {
		return nil, wrong{reason: photo.NewReason("query:no-rating", photo.Args{"value": strconv.Quote(value)})}
	}
	if strings.HasPrefix(value, "<") || strings.HasPrefix(value, "≤") {
		n.Min = 1 // photos without stars do not count
	}
	return n, nil
}

func readISO(value string, _ time.Time) (Condition, error) {
	n, err := numbers(ISO, value, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
	if err != nil {
		return nil, wrong{reason: photo.NewReason("query:no-iso", photo.Args{"value": strconv.Quote(value)})}
	}
	return n, nil
}

// units of size: pixels of the picture, or bytes of the file.
var units = []struct {
	suffix string
	of     Quantity
	scale  float64
}{
	{"mpx", Pixels, 1e6},
	{"mp", Pixels, 1e6},
	{"px", Pixels, 1},
	{"gb", Bytes, 1e9},
	{"mb", Bytes, 1e6},
	{"kb", Bytes, 1e3},
	{"b", Bytes, 1},
}

func readSize(value string, _ time.Time) (Condition, error) {
	noSize := wrong{reason: photo.NewReason("query:no-size", photo.Args{"value": strconv.Quote(value)})}
	var of Quantity
	n, err := numbers("", value, func(s string) (float64, error) {
		s = strings.ToLower(s)
		for _, u := range units {
			number, found := strings.CutSuffix(s, u.suffix)
			if !found {
				continue
			}
			if of != "" && of != u.of {
				return 0, noSize
			}
			of = u.of
			x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			return x * u.scale, err
		}
		return 0, noSize
	})
	if err != nil {
		return nil, noSize
	}
	n.Of = of
	return n, nil
}

// unbounded is larger than every quantity.
const unbounded = 1e18

// numbers reads 4, >4, >=4, <4, <=4, =4 or 2..4 with one for each number.
func numbers(of Quantity, value string, one func(string) (float64, error)) (Number, error) {
	n := Number{Of: of, Max: unbounded}
	bounded := func(s string) (float64, error) {
		x, err := one(s)
		if err == nil && !(x >= 0 && x < unbounded) { // NaN too
			err = errors.New("out of range")
		}
		return x, err
	}
	var err error
	if low, high, isRange := strings.Cut(value, ".."); isRange {
		if low != "" {
			n.Min, err = bounded(low)
		}
		if high != "" && err == nil {
			n.Max, err = bounded(high)
		}
		if low == "" && high == "" {
			err = errors.New("no bounds")
		}
		return n, err
	}
	for _, op := range []string{">=", "<=", "≥", "≤", ">", "<", "=", ""} {
		rest, found := strings.CutPrefix(value, op)
		if !found {
			continue
		}
		x, err := bounded(rest)
		switch op {
		case ">=", "≥":
			n.Min = x
		case "<=", "≤":
			n.Max = x
		case ">":
			n.Min, n.Over = x, true
		case "<":
			n.Max, n.Under = x, true
		default:
			n.Min, n.Max = x, x
		}
		return n, err
	}
	return n, errors.New("no number")
}

func readNear(value string, _ time.Time) (Condition, error) {
	noPlace := wrong{reason: photo.NewReason("query:no-place", photo.Args{"value": strconv.Quote(value)})}
	parts := strings.Split(value, ",")
	if len(parts) != 2 && len(parts) != 3 {
		return nil, noPlace
	}
	n := Near{RadiusMetres: 10_000}
	var err error
	if n.Latitude, err = strconv.ParseFloat(parts[0], 64); err != nil || !(n.Latitude >= -90 && n.Latitude <= 90) {
		return nil, noPlace
	}
	if n.Longitude, err = strconv.ParseFloat(parts[1], 64); err != nil || !(n.Longitude >= -180 && n.Longitude <= 180) {
		return nil, noPlace
	}
	if len(parts) == 3 {
		if n.RadiusMetres, err = readDistance(parts[2]); err != nil {
			return nil, noPlace
		}
	}
	return n, nil
}

func readDistance(s string) (metres float64, err error) {
	number, scale := strings.ToLower(s), 1000.0
	for _, unit := range []struct {
		suffix string
		metres float64
	}{{"km", 1000}, {"mi", 1609.344}, {"m", 1}} {
		if n, found := strings.CutSuffix(number, unit.suffix); found {
			number, scale = n, unit.metres
			break
		}
	}
	x, err := strconv.ParseFloat(number, 64)
	if err == nil && !(x > 0 && x*scale <= 20_040_000) { // half round the Earth is everywhere
		err = errors.New("out of range")
	}
	return x * scale, err
}

// nearest is the filter whose name is closest to key, or empty.
func nearest(key string) string { return closest(strings.ToLower(key), Keys()) }

// closest is the first of all that needs the fewest edits to become word, at most a third of its
// letters and at most two; empty if there is none.
func closest(word string, all []string) string {
	best, fewest := "", min(2, (len(word)+2)/3)+1
	for _, w := range all {
		if d := distance(word, w); d < fewest {
			best, fewest = w, d
		}
	}
	return best
}

// distance is how many letters must be added, removed, replaced or swapped with the next to turn a
// into b (Damerau and Levenshtein, optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 32 || len(y) > 32 {
		return 32
	}
	var d [33][33]int
	for i := range len(x) + 1 {
		for j := range len(y) + 1 {
			if i == 0 || j == 0 {
				d[i][j] = i + j
				continue
			}
			replaced := d[i-1][j-1]
			if x[i-1] != y[j-1] {
				replaced++
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, replaced)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}

// Package exif reads EXIF: the directories of a picture's camera, and what Windows and people add.
//
// A field that cannot be read affects no other. The data may be hostile: reading is bounded, and
// no length in it is trusted.
package exif

import (
	"io"
	"math"
	"strconv"
	"strings"

	"recollect/engine/container"
	"recollect/engine/meta/moment"
	"recollect/engine/meta/place"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/photo"
)

// Directory is a directory of EXIF.
type Directory uint8

// The directories.
const (
	Main Directory = iota
	Exif
	GPS
)

// The limits of one picture.
const (
	maxTags      = 4000     // entries that are read
	maxReadBytes = 16 << 20 // of one part, in all
)

// Part is EXIF data in the layout of a TIFF file.
type Part struct {
	io.ReaderAt
	// First is what the first directory of the part is: Main in all formats but CR3, which puts
	// each directory into a part of its own.
	First Directory
}

// field is a tag number. ofGPS is added to tags of the GPS directory, whose numbers have another
// meaning elsewhere.
type field uint32

const ofGPS field = 1 << 16

// The fields that are read (Exif 2.32 and 3.0; TIFF 6.0; DNG 1.7; those of Windows
// as exiftool lists them).
const (
	imageDescription field = 0x010e
	makeField        field = 0x010f
	modelField       field = 0x0110
	orientationField field = 0x0112
	softwareField    field = 0x0131
	modifyDate       field = 0x0132
	ratingField      field = 0x4746
	ratingPercent    field = 0x4749
	exposureTime     field = 0x829a
	fNumber          field = 0x829d
	isoField         field = 0x8827
	outputSensitive  field = 0x8831 // StandardOutputSensitivity
	exposureIndex    field = 0x8832 // RecommendedExposureIndex
	isoSpeed         field = 0x8833
	dateOriginal     field = 0x9003
	dateDigitised    field = 0x9004
	offsetTime       field = 0x9010
	offsetOriginal   field = 0x9011
	offsetDigitised  field = 0x9012
	shutterSpeed     field = 0x9201 // APEX
	apertureValue    field = 0x9202 // APEX
	focalLength      field = 0x920a
	userComment      field = 0x9286
	subSec           field = 0x9290
	subSecOriginal   field = 0x9291
	subSecDigitised  field = 0x9292
	xpTitle          field = 0x9c9b
	xpComment        field = 0x9c9c
	xpKeywords       field = 0x9c9e
	focal35          field = 0xa405
	lensModel        field = 0xa434
	uniqueModel      field = 0xc614

	gpsLatitudeRef  = ofGPS | 0x0001
	gpsLatitude     = ofGPS | 0x0002
	gpsLongitudeRef = ofGPS | 0x0003
	gpsLongitude    = ofGPS | 0x0004
	gpsAltitudeRef  = ofGPS | 0x0005
	gpsAltitude     = ofGPS | 0x0006
	gpsTime         = ofGPS | 0x0007
	gpsDate         = ofGPS | 0x001d
)

// home returns the directory that a field belongs to; ok is false for unknown fields.
func home(f field) (in Directory, ok bool) {
	switch f {
	case imageDescription, makeField, modelField, orientationField, softwareField, modifyDate, ratingField,
		ratingPercent, xpTitle, xpComment, xpKeywords, uniqueModel:
		return Main, true
	case exposureTime, fNumber, isoField, outputSensitive, exposureIndex, isoSpeed, dateOriginal, dateDigitised,
		offsetTime, offsetOriginal, offsetDigitised, shutterSpeed, apertureValue, focalLength, userComment,
		subSec, subSecOriginal, subSecDigitised, focal35, lensModel:
		return Exif, true
	case gpsLatitudeRef, gpsLatitude, gpsLongitudeRef, gpsLongitude, gpsAltitudeRef, gpsAltitude, gpsTime, gpsDate:
		return GPS, true
	}
	return 0, false
}

// exif collects the fields of all directories, each once.
type exif struct {
	values map[field]value
	left   int // entries that may still be read
}

// Read reads the parts as if they were one. An entry that cannot be read is skipped; the others
// are not affected.
func Read(parts []Part) record.Record {
	x := exif{values: map[field]value{}, left: maxTags}
	for _, p := range parts {
		t, _, first, err := container.OpenTIFF(container.Paged(p, maxReadBytes))
		if err != nil {
			continue
		}
		w := walker{exif: &x, TIFF: t, seen: map[int64]bool{}}
		w.directory(first, p.First)
	}
	return x.record()
}

// walker reads the directories of one part.
type walker struct {
	*exif
	container.TIFF
	seen map[int64]bool
}

// maxDirectories bounds the directories of one part; three are usual.
const maxDirectories = 8

func (w *walker) directory(at int64, in Directory) {
	const header = 8 // bytes, before which no directory can lie
	if w.seen[at] || len(w.seen) == maxDirectories || at < header {
		return
	}
	w.seen[at] = true
	d, _ := w.Directory(at) // what is there of one that is cut off
	for _, f := range d.Fields {
		if w.left--; w.left < 0 {
			return
		}
		if below, ok := pointer(f.Tag, in); ok {
			w.directory(w.Offset(f), below)
			continue
		}
		w.keep(f, in)
	}
}

// pointer returns the directory that a tag points to, if it is such a tag.
func pointer(tag uint16, in Directory) (below Directory, ok bool) {
	switch {
	case in == GPS:
		return 0, false
	case tag == 0x8769:
		return Exif, true
	case tag == 0x8825:
		return GPS, true
	}
	return 0, false
}

// keep stores the value of a field. Some programs write fields into the wrong directory: such a
// value counts only while the right directory has none.
func (w *walker) keep(e container.Field, in Directory) {
	f := field(e.Tag)
	if in == GPS {
		f |= ofGPS
	}
	at, ok := home(f)
	if !ok {
		return
	}
	if old, twice := w.values[f]; twice && (!old.misplaced || at != in) {
		return
	}
	v := value{kind: e.Type, bytes: w.Bytes(e, record.MaxText), order: w.Order, misplaced: at != in}
	if !v.empty() {
		w.values[f] = v
	}
}

func (x *exif) text(f field) string { return x.values[f].text() }

// number returns the first number of a field; 0 if there is none, or it is impossible for a camera.
func (x *exif) number(f field) float64 {
	n := x.values[f].number(0)
	if math.IsNaN(n) || math.Abs(n) > math.MaxInt32 {
		return 0
	}
	return n
}

// apex returns 2 to the power of n times a field, the inverse of the APEX logarithm.
func (x *exif) apex(f field, n float64) float64 {
	v := x.values[f].number(0)
	if !(math.Abs(v) < 64) {
		return 0
	}
	return math.Exp2(n * v)
}

// first returns the first positive number, or 0.
func first(all ...float64) float64 {
	for _, n := range all {
		if n > 0 {
			return n
		}
	}
	return 0
}

func (x *exif) record() record.Record {
	t := record.Record{Orientation: x.orientation(), Dates: x.dates(), GPS: x.gpsMoment()}
	t.Shot = photo.Meta{
		Make: x.text(makeField), Model: x.text(modelField), Lens: words.Lens(x.text(lensModel)),
		ExposureSeconds: first(x.number(exposureTime), x.apex(shutterSpeed, -1)),
		FNumber:         first(x.number(fNumber), x.apex(apertureValue, 0.5)),
		ISO:             x.iso(),
		FocalMM:         max(0, x.number(focalLength)),
		Focal35MM:       max(0, x.number(focal35)),
		Place:           x.place(),
	}
	record.Set(&t.Shot.Model, x.text(uniqueModel))
	t.Words = x.words()
	if _, t.Rated = x.values[ratingField]; t.Rated {
		t.Words.Rating = words.Stars(x.number(ratingField))
	}
	record.Set(&t.Words.Rating, words.PercentStars(x.number(ratingPercent)))
	return t
}

// iso returns the sensitivity. The oldest field has 16 bits: its largest value means that
// another field holds the number (Exif 2.32, annex G).
func (x *exif) iso() int {
	const other = 65535
	n := x.number(isoField)
	if n == other {
		n = 0
	}
	return int(first(n, x.number(exposureIndex), x.number(outputSensitive), x.number(isoSpeed)))
}

func (x *exif) orientation() int {
	if o := int(x.number(orientationField)); o >= 1 && o <= 8 {
		return o
	}
	return 0
}

// dates returns the dates in EXIF: when the picture was taken, when it was digitised,
// when the file was last changed.
func (x *exif) dates() []photo.Moment {
	var all []photo.Moment
	for _, d := range []struct {
		date, offset, fraction field
		from                   photo.Source
	}{
		{dateOriginal, offsetOriginal, subSecOriginal, photo.FromExif},
		{dateDigitised, offsetDigitised, subSecDigitised, photo.FromCreated},
		{modifyDate, offsetTime, subSec, photo.FromModified},
	} {
		m := moment.Parse(x.values[d.date].date(), d.from)
		all = append(all, moment.WithOffset(moment.WithFraction(m, x.values[d.fraction].digits()), x.text(d.offset)))
	}
	return all
}

// gpsMoment returns the time of the GPS fix, in UTC; zero if there is none.
func (x *exif) gpsMoment() photo.Moment {
	day, clock := x.text(gpsDate), x.text(gpsTime)
	if v := x.values[gpsTime]; clock == "" && v.count() == 3 {
		h, m, s := v.number(0), v.number(1), v.number(2)
		if !(h >= 0 && h <= 24 && m >= 0 && m < 60 && s >= 0 && s < 61) { // also refuses NaN
			return photo.Moment{}
		}
		clock = strconv.Itoa(int(h)) + ":" + twoDigits(int(m)) + ":" + twoDigits(int(s))
	}
	return moment.GPS(day, clock)
}

func twoDigits(n int) string { return strconv.Itoa(100 + n)[1:] }

func (x *exif) place() *photo.Place {
	p := place.At(x.degrees(gpsLatitude, gpsLatitudeRef), x.degrees(gpsLongitude, gpsLongitudeRef))
	if _, ok := x.values[gpsAltitude]; ok {
		below := x.number(gpsAltitudeRef)
		place.SetAltitude(p, x.values[gpsAltitude].number(0), below == 1 || below == 3)
	}
	return p
}

// degrees returns a latitude or longitude: up to three numbers for degrees, minutes and
// seconds, or text. It is NaN if the field is missing.
func (x *exif) degrees(f, ref field) float64 {
	v := x.values[f]
	if text := v.text(); text != "" {
		return place.Parse(text, x.text(ref))
	}
	return place.Degrees([3]float64{v.signed(0), v.number(1), v.number(2)}, x.text(ref))
}

// words returns titles, captions and keywords, those of Windows included.
func (x *exif) words() photo.Meta {
	m := photo.Meta{Title: x.values[xpTitle].wide(), Caption: words.Description(x.text(imageDescription))}
	record.Set(&m.Caption, words.Description(x.comment()))
	record.Set(&m.Caption, words.Description(x.values[xpComment].wide()))
	m.Keywords = record.Join(nil, strings.Split(x.values[xpKeywords].wide(), ";"))
	m.Screen = words.Screen(x.comment()) || words.Screen(x.text(imageDescription)) ||
		words.ScreenProgram(x.text(softwareField))
	return m
}

// comment returns the user's comment, whose first eight bytes name its character set (Exif 2.32,
// table 9). Text of a type that implies its character set has no such bytes.
func (x *exif) comment() string {
	v := x.values[userComment]
	const codeBytes = 8
	code := string(v.bytes[:min(codeBytes, len(v.bytes))])
	text := v.bytes[len(code):]
	switch code {
	case "UNICODE\x00":
		return words.Clean(words.UTF16(text, v.order))
	case "ASCII\x00\x00\x00", "UTF-8\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00", "        ":
		return words.Clean(words.Text(text))
	}
	if v.kind == container.TypeASCII || v.kind == container.TypeUTF8 {
		return v.text()
	}
	return ""
}

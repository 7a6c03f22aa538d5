// Package meta reads what a picture's file and its sidecars say of it: when and
// where it was taken, with what, and what people wrote about it.
//
// No metadata, however broken, is an error: what could be read before the
// trouble is the answer. Every length that a file names is checked before
// anything is allocated by it, and the work on one file is bounded by the limits
// beside [Read].
//
// Finding the blocks of metadata in a file is done here for every format, and so is
// reading them. Recognising formats and decoding pixels are left to others.
package meta

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/format"
	"recollect/engine/photo"
)

// The limits of reading one file. With them a hostile one costs some
// milliseconds.
const (
	maxTags      = 4000     // EXIF entries that are looked at
	maxTextBytes = 64 << 10 // of one value
	maxExifBytes = 1 << 20  // of a block of EXIF inside of another format
	maxTextBlock = 4 << 20  // of XMP, of IPTC, and of a sidecar
	maxPackets   = 16       // of XMP, and of pieces of ones that lie apart
	maxDatasets  = 10_000   // of IPTC
	maxInflated  = 16 << 20 // bytes of a PNG's texts that are packed
	maxReadBytes = 16 << 20 // that are read of a file whose parts lie anywhere in it, in all
)

// Version is another one whenever Read or Sidecars tells something else of the same files than
// before: libraries then ask for all of them again.
const Version = "2"

// Answer is what is known of one picture. Its zero values mean that nobody says,
// but for Orientation.
type Answer struct {
	// Orientation is how the stored pixels are to be turned, 1 to 8 as in EXIF. It
	// is 1 where the file does not say, and for HEIC and AVIF, which their decoders
	// turn by themselves.
	Orientation int
	// Taken is the best of the dates that the file, its sidecars and its name tell:
	// the first that is not doubtful, else the first. The file's ModTime is not
	// among them.
	Taken  photo.Moment
	Camera string // make and model, as people say them
	Meta   photo.Meta
}

// told is what one source says. The dates are in the order of trust; words are
// kept apart from the rest, because another source has the first say on them.
type told struct {
	orientation int // 0 where unknown
	dates       []photo.Moment
	// copied are dates that XMP has of when a picture was digitised. Programs fill them in
	// unasked: those of a sidecar are no person's word against what the file says.
	copied      []photo.Moment
	gps         photo.Moment
	shot, words photo.Meta
	// rated and labelled: the source says so where there is no rating or label, and
	// what others say is out of date.
	rated, labelled bool
}

// Read reads the metadata of a picture from r, all of its file; name is that of its format, as
// format.Sniff gives it. Of f it uses the name, and the sidecars, which it reads
// from the folder of f.Path. A date later than a day after now is doubtful. It
// may be called from any goroutine.
func Read(r io.ReaderAt, name string, f photo.File, now time.Time) Answer {
	b := find(r, name)
	all := sources{exif: readExif(b.exif), xmp: readXMP(b.xmp), iptc: readIPTC(b.iptc), text: b.text}
	all.side, all.takeout = readSidecars(f)

	a := Answer{Orientation: 1, Taken: pick(now, all.dates(nameMoment(f.Path, now))), Meta: all.meta()}
	if is, _ := format.Of(name); !is.Turned {
		a.Orientation = max(1, all.exif.orientation)
		if all.exif.orientation == 0 {
			a.Orientation = max(1, all.xmp.orientation)
		}
	}
	a.Camera = camera(a.Meta.Make, a.Meta.Model)
	return a
}

// nameMoment is the date of a file's name. One that lies in the future is some number.
func nameMoment(path string, now time.Time) photo.Moment {
	m := FromName(filepath.Base(path))
	if m.After(now.Add(24 * time.Hour)) {
		return photo.Moment{}
	}
	return m
}

// Changed is the date of a picture of which nothing is known but when its file was changed. It is doubtful
// where files of pictures are no older, as on systems whose clock was not set, and in the future.
func Changed(mtime, now time.Time) photo.Moment {
	const firstFile = 1990 // JPEG is of 1992
	m := photo.Moment{Time: mtime, HasOffset: true, From: photo.FromModTime}
	m.Doubtful = doubtful(m, now) || mtime.UTC().Year() < firstFile
	return m
}

// sources are all that say something of one picture; text is that of a PNG, and comments.
type sources struct {
	side, exif, xmp, iptc, text, takeout told
}

// dates puts all dates in the order of trust. When a file was last changed
// comes last, behind even its name.
func (s sources) dates(name photo.Moment) []photo.Moment {
	all := slices.Concat(
		refine(s.side.dates, s.exif.dates), s.exif.dates, s.xmp.dates, s.xmp.copied, s.iptc.dates,
		refine(s.side.copied, s.exif.dates), s.text.dates, s.takeout.dates,
		[]photo.Moment{s.side.gps, s.exif.gps, s.xmp.gps, name},
	)
	slices.SortStableFunc(all, func(a, b photo.Moment) int { return last(a) - last(b) })
	return all
}

func last(m photo.Moment) int {
	if m.From == photo.FromModified {
		return 1
	}
	return 0
}

// meta joins what the sources say but for dates.
func (s sources) meta() photo.Meta {
	embedded := s.exif.shot
	for _, m := range []photo.Meta{s.xmp.shot, s.xmp.words, s.iptc.words, s.exif.words} {
		add(&embedded, m)
	}
	m := s.side.shot
	add(&m, s.side.words)
	for _, other := range []photo.Meta{embedded, s.takeout.shot, s.takeout.words, s.text.words} {
		complete(&m, other)
	}
	for _, t := range []told{s.side, s.xmp, s.exif} {
		if t.rated {
			m.Rating = t.words.Rating
			break
		}
	}
	for _, t := range []told{s.side, s.xmp} {
		if t.labelled {
			m.Label = t.words.Label
			break
		}
	}
	return m
}

// add sets what dst does not know to what src does, and joins keywords and names.
func add(dst *photo.Meta, src photo.Meta) {
	keywords, people := join(dst.Keywords, src.Keywords), join(dst.People, src.People)
	complete(dst, src)
	dst.Keywords, dst.People = keywords, people
}

// complete sets what dst does not know to what src does.
func complete(dst *photo.Meta, src photo.Meta) {
	set(&dst.Make, src.Make)
	set(&dst.Model, src.Model)
	set(&dst.Lens, src.Lens)
	set(&dst.ExposureSeconds, src.ExposureSeconds)
	set(&dst.FNumber, src.FNumber)
	set(&dst.ISO, src.ISO)
	set(&dst.FocalMM, src.FocalMM)
	set(&dst.Focal35MM, src.Focal35MM)
	set(&dst.Place, src.Place)
	set(&dst.Rating, src.Rating)
	set(&dst.Label, src.Label)
	set(&dst.Title, src.Title)
	set(&dst.Caption, src.Caption)
	if len(dst.Keywords) == 0 {
		dst.Keywords = src.Keywords
	}
	if len(dst.People) == 0 {
		dst.People = src.People
	}
}

// set gives dst the value where it has none.
func set[T comparable](dst *T, value T) {
	var zero T
	if *dst == zero {
		*dst = value
	}
}

// join is a and what of b is not in it, without blanks around and empty ones.
func join(a, b []string) []string {
	for _, s := range b {
		if len(a) >= maxNames {
			break
		}
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// maxNames of keywords or people are kept of one picture.
const maxNames = 1000

// camera is make and model, the make left out where the model repeats it:
// "NIKON CORPORATION" and "NIKON D1" are one "NIKON D1".
func camera(maker, model string) string {
	brand, _, _ := strings.Cut(maker, " ")
	if len(model) >= len(brand) && strings.EqualFold(model[:len(brand)], brand) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

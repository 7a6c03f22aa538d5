// Package meta reads what a picture's file and its sidecars say of it: when and
// where it was taken, with what, and what people wrote about it.
//
// No metadata, however broken, is an error: what could be read before the
// trouble is the answer. Every length that a file names is checked before
// anything is allocated by it, and the work on one file is bounded by the limits
// beside [Read].
//
// This package finds the blocks of metadata in files of every format, and decides which source
// counts most. The packages below it read the blocks: exif, xmp, iptc, and takeout for the files
// of Google Takeout; each gives a record. Recognising formats and decoding pixels are handled
// elsewhere.
package meta

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/format"
	"recollect/engine/meta/exif"
	"recollect/engine/meta/iptc"
	"recollect/engine/meta/moment"
	"recollect/engine/meta/record"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

// The limits of reading one file, beside those of the packages below. With them a hostile one
// costs some milliseconds.
const (
	maxExifBytes = 1 << 20  // of a block of EXIF inside of another format
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

// Read reads the metadata of a picture from r, all of its file; name is that of its format, as
// format.Sniff gives it. Of f it uses the name, and the sidecars, which it reads
// from the folder of f.Path. A date later than a day after now is doubtful. It
// may be called from any goroutine.
func Read(r io.ReaderAt, name string, f photo.File, now time.Time) Answer {
	b := find(r, name)
	all := sources{exif: exif.Read(b.exif), xmp: xmp.Read(b.xmp), iptc: iptc.Read(b.iptc), text: b.text}
	all.side, all.takeout = readSidecars(f)

	a := Answer{Orientation: 1, Taken: moment.Pick(now, all.dates(nameMoment(f.Path, now))), Meta: all.meta()}
	if is, _ := format.Of(name); !is.Turned {
		a.Orientation = max(1, all.exif.Orientation)
		if all.exif.Orientation == 0 {
			a.Orientation = max(1, all.xmp.Orientation)
		}
	}
	a.Camera = camera(a.Meta.Make, a.Meta.Model)
	return a
}

// nameMoment returns the date of a file's name. One that lies in the future is some number.
func nameMoment(path string, now time.Time) photo.Moment {
	m := moment.FromName(filepath.Base(path))
	if m.After(now.Add(24 * time.Hour)) {
		return photo.Moment{}
	}
	return m
}

// Changed returns the date of a picture of which nothing is known but when its file was changed. It is doubtful
// where files of pictures are no older, as on systems whose clock was not set, and in the future.
func Changed(mtime, now time.Time) photo.Moment {
	const firstFile = 1990 // JPEG is of 1992
	m := photo.Moment{Time: mtime, HasOffset: true, From: photo.FromModTime}
	m.Doubtful = moment.Doubtful(m, now) || mtime.UTC().Year() < firstFile
	return m
}

// sources are all that say something of one picture; text is that of a PNG, and comments.
type sources struct {
	side, exif, xmp, iptc, text, takeout record.Record
}

// dates puts all dates in the order of trust. When a file was last changed
// comes last, after even its name.
func (s sources) dates(name photo.Moment) []photo.Moment {
	all := slices.Concat(
		moment.Refine(s.side.Dates, s.exif.Dates), s.exif.Dates, s.xmp.Dates, s.xmp.Copied, s.iptc.Dates,
		moment.Refine(s.side.Copied, s.exif.Dates), s.text.Dates, s.takeout.Dates,
		[]photo.Moment{s.side.GPS, s.exif.GPS, s.xmp.GPS, name},
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
	embedded := s.exif.Shot
	for _, m := range []photo.Meta{s.xmp.Shot, s.xmp.Words, s.iptc.Words, s.exif.Words} {
		record.Add(&embedded, m)
	}
	m := s.side.Shot
	record.Add(&m, s.side.Words)
	for _, other := range []photo.Meta{embedded, s.takeout.Shot, s.takeout.Words, s.text.Words} {
		record.Complete(&m, other)
	}
	for _, t := range []record.Record{s.side, s.xmp, s.exif} {
		if t.Rated {
			m.Rating = t.Words.Rating
			break
		}
	}
	for _, t := range []record.Record{s.side, s.xmp} {
		if t.Labelled {
			m.Label = t.Words.Label
			break
		}
	}
	return m
}

// camera returns make and model, the make left out where the model repeats it:
// "NIKON CORPORATION" and "NIKON D1" are one "NIKON D1".
func camera(maker, model string) string {
	brand, _, _ := strings.Cut(maker, " ")
	if len(model) >= len(brand) && strings.EqualFold(model[:len(brand)], brand) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

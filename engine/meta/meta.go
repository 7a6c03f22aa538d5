// Package meta reads the metadata of a picture from its file and sidecars: when, where and with
// what it was taken, and what people wrote about it.
//
// Broken metadata is no error: the result holds what could be read. Every length in a file is
// checked before it is allocated, and the limits below bound the work on one file.
//
// This package finds the blocks of metadata in files of every format, and ranks the sources. The
// packages below it read the blocks: exif, xmp, iptc, and takeout for the files of Google
// Takeout; each returns a record. Package format recognises formats, and decode decodes pixels.
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

// The limits of reading one file, beside those of the packages below. With them a hostile
// file costs some milliseconds.
const (
	maxExifBytes = 1 << 20  // of a block of EXIF inside of another format
	maxInflated  = 16 << 20 // bytes of a PNG's texts that are packed
	maxReadBytes = 16 << 20 // read in all from a file whose parts may lie anywhere
)

// Version must change whenever Read or Sidecars returns something else for the same files:
// libraries then read all files again.
const Version = "3"

// Answer is the metadata of one picture. Zero values mean unknown, except for
// Orientation.
type Answer struct {
	// Orientation is how to turn the stored pixels, 1 to 8 as in EXIF. It is 1
	// if the file does not say, and for HEIC and AVIF, which their decoders
	// turn.
	Orientation int
	// Taken is the best date in the file, its sidecars and its name, in this order: the first that
	// is not doubtful, else the first. The file's ModTime does not count.
	Taken  photo.Moment
	Camera string // make and model, as people write them
	Meta   photo.Meta
}

// Read reads the metadata of a picture from r, which is all of its file. name is the format's, as
// format.Sniff returns it. f gives the file's name, and the sidecars, which Read reads from the
// folder of f.Path. A date later than a day after now is doubtful. Read may be called from any
// goroutine.
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

// nameMoment returns the date in a file's name, unless it lies in the future.
func nameMoment(path string, now time.Time) photo.Moment {
	m := moment.FromName(filepath.Base(path))
	if m.After(now.Add(24 * time.Hour)) {
		return photo.Moment{}
	}
	return m
}

// Changed returns the date of a picture whose only date is the modification time of its file. It is doubtful if
// it is older than any picture file, as on systems whose clock was not set, or in the future.
func Changed(mtime, now time.Time) photo.Moment {
	const firstFile = 1990 // JPEG is of 1992
	m := photo.Moment{Time: mtime, HasOffset: true, From: photo.FromModTime}
	m.Doubtful = moment.Doubtful(m, now) || mtime.UTC().Year() < firstFile
	return m
}

// sources holds the records of one picture; text is that of PNG text and comments.
type sources struct {
	side, exif, xmp, iptc, text, takeout record.Record
}

// dates returns all dates, the most reliable first. The last change in the metadata comes last,
// even after the name.
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

// meta joins the metadata of all sources, except dates.
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

// camera returns make and model, without the make if the model repeats it: "NIKON CORPORATION" and
// "NIKON D1" are one "NIKON D1".
func camera(maker, model string) string {
	brand, _, _ := strings.Cut(maker, " ")
	if len(model) >= len(brand) && strings.EqualFold(model[:len(brand)], brand) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

package heif

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"
)

const (
	maxSide  = 1 << 20 // in pixels; no codec goes beyond 65,536
	maxTurns = 8       // each makes a new picture; real files have three at most
)

// file is what the container says.
type file struct {
	av1      bool // AVIF, not HEIC
	animated bool

	primary      int   // item
	primaryAt    int64 // of its number
	primaryBytes int
	alpha        int         // item; 0 for none
	stored       image.Point // of the primary item, before it is turned
	turns        []turn
	coded        colours
	profile      []byte
	grey         bool // one channel is stored

	// Where in the file stand the names that make a decoder look at tracks.
	sequences, tracks []int64
}

// upright is the size of the picture that is shown.
func (f *file) upright() image.Point {
	size := f.stored
	for _, t := range f.turns {
		size = t.size(size)
	}
	return size
}

// read reads the boxes of a file.
func read(r io.ReaderAt, sizeBytes int64) (*file, error) {
	f := &file{coded: unsaid}
	first := true
	var sequence, found bool
	err := boxes(r, 0, sizeBytes, func(b box) (bool, error) {
		var err error
		switch {
		case first:
			first = false
			sequence, err = f.brands(r, b)
		case b.kind == "meta" && !found:
			err = f.meta(r, b)
			found = err == nil
		case b.kind == "moov":
			f.animated = sequence
			f.tracks = append(f.tracks, b.kindAt)
		}
		return true, err
	})
	if found {
		return f, nil // whatever is wrong behind
	}
	if err == nil {
		err = errors.New("heif: no picture")
	}
	return f, err
}

// brands reads the ftyp box, and whether it promises a sequence.
func (f *file) brands(r io.ReaderAt, b box) (sequence bool, err error) {
	const most = 64 // brands
	b.end = min(b.end, b.at+4*most)
	c, err := b.content(r)
	if err != nil {
		return false, err
	}
	if b.kind != "ftyp" || len(c.rest) < 8 {
		return false, errors.New("heif: no header")
	}
	known := false
	for i := 0; i+4 <= len(c.rest); i += 4 {
		switch string(c.rest[i : i+4]) {
		case "avif":
			f.av1, known = true, true
		case "avis":
			f.av1, known, sequence = true, true, true
			f.sequences = append(f.sequences, b.at+int64(i))
		case "msf1", "hevc", "hevx":
			known, sequence = true, true
		case "heic", "heix", "heim", "heis", "mif1":
			known = true
		}
	}
	if !known {
		return false, fmt.Errorf("heif: unknown kind of file %q", c.rest[:4])
	}
	return sequence, nil
}

// meta reads what is said of the items (ISO/IEC 14496-12, 8.11).
func (f *file) meta(r io.ReaderAt, b box) error {
	var properties []property
	var auxiliaries map[int]int
	links := map[int][]int{}
	err := boxes(r, b.at+4, b.end, func(b box) (bool, error) {
		switch b.kind {
		case "pitm":
			c, err := b.content(r)
			if err != nil {
				return false, err
			}
			wide := c.number(4)>>24 > 0
			f.primaryAt, f.primaryBytes = b.at+4, 2
			if wide {
				f.primaryBytes = 4
			}
			if f.primary = c.wide(wide); c.short {
				return false, errBox
			}
		case "iref":
			c, err := b.content(r)
			if err != nil {
				return false, err
			}
			auxiliaries, err = auxiliariesOf(c)
			return true, err
		case "iprp":
			return true, boxes(r, b.at, b.end, func(b box) (bool, error) {
				var err error
				switch b.kind {
				case "ipco":
					properties, err = propertiesOf(r, b)
				case "ipma":
					err = associations(r, b, links)
				}
				return true, err
			})
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	for item, of := range auxiliaries {
		if of == f.primary && isAlpha(properties, links[item]) {
			f.alpha = item
		}
	}
	return f.use(properties, links[f.primary])
}

// auxiliariesOf reads which items an iref box says to belong to which (ISO/IEC
// 14496-12, 8.11.12). Of one that belongs to several only the first is told.
func auxiliariesOf(c *fields) (map[int]int, error) {
	of := map[int]int{}
	wide := c.number(4)>>24 > 0
	for len(c.rest) > 0 && !c.short {
		length, kind := c.number(4), string(c.take(4))
		reference := &fields{rest: c.take(max(0, length-8))}
		if length < 8 {
			return nil, errBox
		}
		if from := reference.wide(wide); kind == "auxl" && reference.number(2) > 0 {
			of[from] = reference.wide(wide)
		}
	}
	if c.short {
		return nil, errBox
	}
	return of, nil
}

// isAlpha reports whether an item with such properties is alpha (ISO/IEC 23008-12,
// 6.6.2.1.1 and annex B).
func isAlpha(properties []property, links []int) bool {
	for _, i := range links {
		if i < len(properties) && properties[i].kind == "auxC" && len(properties[i].rest) > 4 {
			name, _, _ := strings.Cut(string(properties[i].rest[4:]), "\x00")
			return name == "urn:mpeg:hevc:2015:auxid:1" || name == "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
		}
	}
	return false
}

// property describes items.
type property struct {
	kind string
	*fields
}

// propertiesOf reads those that are used; the others keep their place.
func propertiesOf(r io.ReaderAt, ipco box) ([]property, error) {
	var all []property
	err := boxes(r, ipco.at, ipco.end, func(b box) (bool, error) {
		p := property{kind: b.kind}
		var err error
		switch b.kind {
		case "ispe", "irot", "imir", "clap", "colr", "hvcC", "auxC", "pixi":
			p.fields, err = b.content(r)
		}
		all = append(all, p)
		return true, err
	})
	return all, err
}

// associations reads which properties an item has (ISO/IEC 23008-12, 9.3).
func associations(r io.ReaderAt, ipma box, links map[int][]int) error {
	c, err := ipma.content(r)
	if err != nil {
		return err
	}
	head := c.number(4)
	version, longIndex := head>>24, head&1 != 0
	for range c.number(4) {
		item := c.wide(version > 0)
		for range c.number(1) {
			var index int
			if longIndex {
				index = c.number(2) & 0x7FFF
			} else {
				index = c.number(1) & 0x7F
			}
			if index > 0 {
				links[item] = append(links[item], index-1)
			}
		}
		if c.short {
			return errBox
		}
	}
	return nil
}

// use takes the properties of the primary item, in their order.
func (f *file) use(properties []property, links []int) error {
	var said bool
	var stream *fields
	for _, i := range links {
		if i >= len(properties) || properties[i].fields == nil {
			continue
		}
		p := properties[i]
		c := &fields{rest: p.rest}
		switch p.kind {
		case "ispe":
			c.number(4)
			f.stored = image.Pt(c.number(4), c.number(4))
		case "irot":
			f.turns = append(f.turns, turn{quarters: c.number(1) & 3})
		case "imir":
			f.turns = append(f.turns, turn{mirror: mirror(1 + c.number(1)&1)})
		case "clap":
			f.turns = append(f.turns, turn{crop: apertureOf(c)})
		case "hvcC":
			stream = c
		case "pixi":
			c.number(4)
			f.grey = c.number(1) == 1
		case "colr":
			said = f.colour(c) || said
		}
		if c.short {
			return errBox
		}
	}
	if len(f.turns) > maxTurns {
		return errBox
	}
	if !said {
		f.coded.inStream(cmp.Or(stream, firstStream(properties)))
	}
	if !said && f.profile == nil {
		f.colourOfTiles(properties)
	}
	if f.primaryAt == 0 {
		return errors.New("heif: no primary picture")
	}
	if f.stored.X <= 0 || f.stored.Y <= 0 || f.stored.X > maxSide || f.stored.Y > maxSide {
		return fmt.Errorf("heif: no such dimensions: %v", f.stored)
	}
	return nil
}

// firstStream is what describes the stream of the tiles of a picture, which has none
// of its own. Without one it is empty.
func firstStream(properties []property) *fields {
	for _, p := range properties {
		if p.kind == "hvcC" {
			return &fields{rest: p.rest}
		}
	}
	return &fields{}
}

// colour takes what a colr box says, and reports whether that is how pixels are coded (ISO/IEC
// 14496-12, 12.1.5). A file may have one of numbers and one with a profile.
func (f *file) colour(c *fields) (coded bool) {
	kind := string((&fields{rest: c.rest}).take(4))
	if f.profile == nil && (kind == "prof" || kind == "rICC") {
		f.profile = c.rest[4:]
	}
	return f.coded.nclx(c)
}

// colourOfTiles takes the colours of the first item that names some for a picture that is
// made of tiles and names none.
func (f *file) colourOfTiles(properties []property) {
	for _, p := range properties {
		if p.kind != "colr" {
			continue
		}
		of := file{coded: unsaid}
		if of.colour(&fields{rest: p.rest}) {
			f.coded.primaries, f.coded.transfer = of.coded.primaries, of.coded.transfer
		}
		f.profile = of.profile
		return
	}
}

package heif

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"

	"recollect/engine/container"
)

// The bounds of what is read.
const (
	maxBoxes    = 10_000   // in one place
	maxBoxBytes = 16 << 20 // of a box that is read into memory: properties hold colour profiles of some megabytes
	maxSide     = 1 << 20  // in pixels; no codec goes beyond 65,536
	maxTurns    = 8        // each makes a new picture; real files have three at most
)

var errBox = errors.New("heif: broken box")

// file holds what was read from the container.
type file struct {
	av1      bool // AVIF, not HEIC
	animated bool
	found    bool // there is a meta box that was read

	primary      int   // item
	primaryAt    int64 // of its number
	primaryBytes int
	alpha        int         // item; 0 for none
	stored       image.Point // of the primary item, before it is turned
	turns        []turn
	coded        colours
	profile      []byte
	grey         bool // one channel is stored

	// The offsets of the brands that make a decoder look at tracks.
	sequences, tracks []int64
}

// upright returns the size of the picture that is shown.
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
	err := f.top(r, sizeBytes)
	if f.found {
		return f, nil // errors further on do not matter
	}
	if err == nil {
		err = errors.New("heif: no picture")
	}
	return f, err
}

// top reads the boxes at the top of a file.
func (f *file) top(r io.ReaderAt, sizeBytes int64) error {
	first := true
	sequence := false
	for b, err := range container.Boxes(r, 0, sizeBytes, maxBoxes) {
		switch {
		case err != nil:
		case first:
			first = false
			sequence, err = f.brands(r, b)
		case b.Kind == "meta" && !f.found:
			err = f.meta(r, b)
			f.found = err == nil
		case b.Kind == "moov":
			f.animated = sequence
			f.tracks = append(f.tracks, b.Start+4)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// brands reads the ftyp box, and whether it promises a sequence.
func (f *file) brands(r io.ReaderAt, b container.Box) (sequence bool, err error) {
	const most = 64 // brands
	b.End = min(b.End, b.At+4*most)
	c, err := b.Content(r, maxBoxBytes)
	if err != nil {
		return false, err
	}
	if b.Kind != "ftyp" || len(c.Rest) < 8 {
		return false, errors.New("heif: no header")
	}
	known := false
	for i := 0; i+4 <= len(c.Rest); i += 4 {
		switch string(c.Rest[i : i+4]) {
		case "avif":
			f.av1, known = true, true
		case "avis":
			f.av1, known, sequence = true, true, true
			f.sequences = append(f.sequences, b.At+int64(i))
		case "msf1", "hevc", "hevx":
			known, sequence = true, true
		case "heic", "heix", "heim", "heis", "mif1":
			known = true
		}
	}
	if !known {
		return false, fmt.Errorf("heif: unknown kind of file %q", c.Rest[:4])
	}
	return sequence, nil
}

// meta reads the items of the meta box (ISO/IEC 14496-12, 8.11).
func (f *file) meta(r io.ReaderAt, meta container.Box) error {
	var properties []property
	var auxiliaries map[int]int
	links := map[int][]int{}
	for b, err := range container.Boxes(r, meta.At+4, meta.End, maxBoxes) {
		if err != nil {
			return err
		}
		switch b.Kind {
		case "pitm":
			err = f.primaryOf(r, b)
		case "iref":
			var c *container.Numbers
			if c, err = b.Content(r, maxBoxBytes); err == nil {
				auxiliaries, err = auxiliariesOf(c)
			}
		case "iprp":
			properties, err = describe(r, b, properties, links)
		}
		if err != nil {
			return err
		}
	}
	for item, of := range auxiliaries {
		if of == f.primary && isAlpha(properties, links[item]) {
			f.alpha = item
		}
	}
	return f.use(properties, links[f.primary])
}

// primaryOf reads which item is the primary picture, and the offset of that number.
func (f *file) primaryOf(r io.ReaderAt, pitm container.Box) error {
	c, err := pitm.Content(r, maxBoxBytes)
	if err != nil {
		return err
	}
	f.primaryAt, f.primaryBytes = pitm.At+4, 2
	if c.Int(4)>>24 > 0 {
		f.primaryBytes = 4
	}
	if f.primary = c.Int(f.primaryBytes); c.Short {
		return errBox
	}
	return nil
}

// describe reads properties, and adds to links which item has which. Earlier properties stay if the
// box has none.
func describe(r io.ReaderAt, iprp container.Box, properties []property, links map[int][]int) ([]property, error) {
	for b, err := range container.Boxes(r, iprp.At, iprp.End, maxBoxes) {
		if err != nil {
			return nil, err
		}
		switch b.Kind {
		case "ipco":
			properties, err = propertiesOf(r, b)
		case "ipma":
			err = associations(r, b, links)
		}
		if err != nil {
			return nil, err
		}
	}
	return properties, nil
}

// auxiliariesOf reads which items an iref box says to belong to which (ISO/IEC
// 14496-12, 8.11.12). For an item that belongs to several, only the first
// counts.
func auxiliariesOf(c *container.Numbers) (map[int]int, error) {
	of := map[int]int{}
	idBytes := 2
	if c.Int(4)>>24 > 0 {
		idBytes = 4
	}
	for len(c.Rest) > 0 && !c.Short {
		length, kind := c.Int(4), string(c.Take(4))
		reference := &container.Numbers{Rest: c.Take(max(0, length-8))}
		if length < 8 {
			return nil, errBox
		}
		if from := reference.Int(idBytes); kind == "auxl" && reference.Int(2) > 0 {
			of[from] = reference.Int(idBytes)
		}
	}
	if c.Short {
		return nil, errBox
	}
	return of, nil
}

// isAlpha reports whether an item with such properties is alpha (ISO/IEC 23008-12,
// 6.6.2.1.1 and annex B).
func isAlpha(properties []property, links []int) bool {
	for _, i := range links {
		if i < len(properties) && properties[i].kind == "auxC" && len(properties[i].Rest) > 4 {
			name, _, _ := strings.Cut(string(properties[i].Rest[4:]), "\x00")
			return name == "urn:mpeg:hevc:2015:auxid:1" || name == "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
		}
	}
	return false
}

// property describes items.
type property struct {
	kind string
	*container.Numbers
}

// propertiesOf reads the properties that are used; the others keep their index.
func propertiesOf(r io.ReaderAt, ipco container.Box) ([]property, error) {
	var all []property
	for b, err := range container.Boxes(r, ipco.At, ipco.End, maxBoxes) {
		if err != nil {
			return nil, err
		}
		p := property{kind: b.Kind}
		switch b.Kind {
		case "ispe", "irot", "imir", "clap", "colr", "hvcC", "auxC", "pixi":
			if p.Numbers, err = b.Content(r, maxBoxBytes); err != nil {
				return nil, err
			}
		}
		all = append(all, p)
	}
	return all, nil
}

// associations reads which properties an item has (ISO/IEC 23008-12, 9.3).
func associations(r io.ReaderAt, ipma container.Box, links map[int][]int) error {
	c, err := ipma.Content(r, maxBoxBytes)
	if err != nil {
		return err
	}
	head := c.Int(4)
	itemBytes, indexBytes := 2, 1
	if head>>24 > 0 {
		itemBytes = 4
	}
	if head&1 != 0 {
		indexBytes = 2
	}
	for range c.Int(4) {
		item := c.Int(itemBytes)
		for range c.Int(1) {
			index := c.Int(indexBytes) & (1<<(8*indexBytes-1) - 1) // without the flag "essential"
			if index > 0 {
				links[item] = append(links[item], index-1)
			}
		}
		if c.Short {
			return errBox
		}
	}
	return nil
}

// use takes the properties of the primary item, in their order.
func (f *file) use(properties []property, links []int) error {
	var said bool
	var stream *container.Numbers
	for _, i := range links {
		if i >= len(properties) || properties[i].Numbers == nil {
			continue
		}
		p := properties[i]
		c := &container.Numbers{Rest: p.Rest}
		switch p.kind {
		case "ispe":
			c.Int(4)
			f.stored = image.Pt(c.Int(4), c.Int(4))
		case "irot":
			f.turns = append(f.turns, turn{quarters: c.Int(1) & 3})
		case "imir":
			f.turns = append(f.turns, turn{mirror: mirror(1 + c.Int(1)&1)})
		case "clap":
			f.turns = append(f.turns, turn{crop: apertureOf(c)})
		case "hvcC":
			stream = c
		case "pixi":
			c.Int(4)
			f.grey = c.Int(1) == 1
		case "colr":
			said = f.colour(c) || said
		}
		if c.Short {
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

// firstStream returns the stream parameters of the tiles of a picture that has none of its own;
// empty if there are none.
func firstStream(properties []property) *container.Numbers {
	for _, p := range properties {
		if p.kind == "hvcC" {
			return &container.Numbers{Rest: p.Rest}
		}
	}
	return &container.Numbers{}
}

// colour reads a colr box, and reports whether it has the numbers by which pixels are coded
// (ISO/IEC 14496-12, 12.1.5). A file may have one with numbers and one with a profile.
func (f *file) colour(c *container.Numbers) (coded bool) {
	kind := string((&container.Numbers{Rest: c.Rest}).Take(4))
	if f.profile == nil && (kind == "prof" || kind == "rICC") {
		f.profile = c.Rest[4:]
	}
	return f.coded.nclx(c)
}

// colourOfTiles takes the colours of a picture of tiles that declares none from the first item that
// declares some.
func (f *file) colourOfTiles(properties []property) {
	for _, p := range properties {
		if p.kind != "colr" {
			continue
		}
		of := file{coded: unsaid}
		if of.colour(&container.Numbers{Rest: p.Rest}) {
			f.coded.primaries, f.coded.transfer = of.coded.primaries, of.coded.transfer
		}
		f.profile = of.profile
		return
	}
}

package sidecar

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp"
	"recollect/engine/meta/xmp/namespace"
	"recollect/engine/photo"
)

// Change is what a person has said of a photo. What is nil stays as it is in the sidecar, as does all that it has no
// field for.
type Change struct {
	Rating  *int    // 1 to 5 stars, -1 for rejected, 0 for none
	Label   *string // a colour or a word; "" for none
	Title   *string
	Caption *string
	Taken   *photo.Moment // not zero
	Place   *photo.Place

	// Tags that the sidecar gets and loses. "Family/Anna" is the tag Anna within Family. A tag in both stays.
	AddTags, RemoveTags []string

	written *string // a Said that will have been written
}

// Empty reports whether the change changes nothing.
func (c Change) Empty() bool {
	return c.Rating == nil && c.Label == nil && c.Title == nil && c.Caption == nil && c.Taken == nil &&
		c.Place == nil && len(c.AddTags)+len(c.RemoveTags) == 0 && c.written == nil
}

// fresh is a packet that says nothing. Sidecars need no <?xpacket?> around it (XMP Specification, part 3).
const fresh = `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="` + namespace.RDF + `">
  <rdf:Description rdf:about="">
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`

// Merge returns a packet with a change. An empty packet stands for a sidecar that is not there yet. All properties that
// the change does not name keep their bytes, except that a packet in another character set becomes UTF-8. The same
// change again changes nothing. It returns ErrPacket for a packet that it cannot change.
func Merge(packet []byte, c Change) ([]byte, error) {
	if len(packet) > xmp.MaxPacket {
		return nil, fmt.Errorf("%w: it has %d bytes", ErrPacket, len(packet))
	}
	before := text(packet)
	if strings.TrimSpace(before) == "" {
		before = fresh
	}
	e, err := newEditor(before)
	if err != nil {
		return nil, err
	}
	if c.Rating != nil {
		e.rate(*c.Rating)
	}
	if c.Label != nil {
		e.label(*c.Label)
	}
	if c.Title != nil {
		e.alternative(namespace.DC, "title", words.Clean(*c.Title))
	}
	if c.Caption != nil {
		e.alternative(namespace.DC, "description", words.Clean(*c.Caption))
		e.change(namespace.ACDSee, "caption", words.Clean(*c.Caption))
	}
	if c.Taken != nil {
		e.set(namespace.EXIF, "DateTimeOriginal", c.Taken.String())
		e.set(namespace.Photoshop, "DateCreated", c.Taken.String())
	}
	if c.Place != nil {
		e.place(*c.Place)
	}
	e.tags(c)
	if c.written != nil {
		e.set(namespace.Recollect, written, *c.written)
	}
	if e.err != nil {
		return nil, e.err
	}
	after := e.result()
	if len(after) > xmp.MaxPacket {
		return nil, fmt.Errorf("%w: it would have %d bytes", ErrPacket, len(after))
	}
	if _, err := newEditor(after); err != nil { // better none than one that nobody can read
		return nil, errors.Join(ErrPacket, err)
	}
	return []byte(after), nil
}

// rate writes xmp:Rating, with -1 for rejected as in Bridge, Lightroom and darktable; digiKam's pick label, 1 for
// rejected; and others that are there.
func (e *editor) rate(stars int) {
	e.set(namespace.XMP, "Rating", strconv.Itoa(stars))
	e.change(namespace.ACDSee, "rating", strconv.Itoa(max(0, stars)))
	percent := []string{"0", "1", "25", "50", "75", "99"} // as Windows counts
	e.change(namespace.Microsoft, "Rating", percent[max(0, stars)])
	if stars < 0 {
		e.set(namespace.DigiKam, "PickLabel", "1")
		e.change(namespace.Media, "pick", "-1")
		return
	}
	if v := e.values(namespace.DigiKam, "PickLabel"); len(v) > 0 && v[0] == "1" {
		e.change(namespace.DigiKam, "PickLabel", "0")
	}
	if v := e.values(namespace.Media, "pick"); len(v) > 0 && v[0] == "-1" {
		e.change(namespace.Media, "pick", "0")
	}
}

// label writes xmp:Label, digiKam's number of a colour, and darktable's if it has written one.
func (e *editor) label(word string) {
	word = words.Clean(word)
	e.set(namespace.XMP, "Label", word)
	if n := xmp.DigiKamLabel(word); n > 0 || word == "" {
		e.set(namespace.DigiKam, "ColorLabel", strconv.Itoa(n))
	} else {
		e.change(namespace.DigiKam, "ColorLabel", "0")
	}
	if len(e.find(namespace.Darktable, "colorlabels")) == 0 {
		return
	}
	var number []string
	if n := xmp.DarktableLabel(word); n >= 0 {
		number = []string{strconv.Itoa(n)}
	}
	e.list(namespace.Darktable, "colorlabels", "Seq", number, func(v string) bool {
		return len(number) == 0 || v != number[0]
	})
}

// place writes where a photo was taken, as Exif for XMP has it: degrees, and minutes to a few millimetres.
func (e *editor) place(p photo.Place) {
	for _, of := range []struct {
		name           string
		degrees        float64
		plus, negative string
	}{
		{"GPSLatitude", p.Latitude, "N", "S"}, {"GPSLongitude", p.Longitude, "E", "W"},
	} {
		half := of.plus
		if of.degrees < 0 {
			half = of.negative
		}
		minutes := math.Round(math.Abs(of.degrees)*60*1e6) / 1e6
		whole := math.Floor(minutes / 60)
		e.set(namespace.EXIF, of.name, strconv.Itoa(int(whole))+","+
			strconv.FormatFloat(minutes-60*whole, 'f', 6, 64)+half)
		for _, ref := range e.find(namespace.EXIF, of.name+"Ref") {
			e.drop(ref)
		}
	}
	for _, name := range []string{"GPSAltitude", "GPSAltitudeRef"} { // of the place before
		for _, old := range e.find(namespace.EXIF, name) {
			e.drop(old)
		}
	}
}

// tags writes the last parts of tags to dc:subject; whole ones to lr:hierarchicalSubject and digiKam:TagsList, if any
// is within another or the list is there. What is removed leaves the lists of other programs too.
func (e *editor) tags(c Change) {
	var add, remove []string
	for _, t := range c.AddTags {
		add = append(add, words.Clean(t))
	}
	for _, t := range c.RemoveTags {
		if t = words.Clean(t); !slices.Contains(add, t) {
			remove = append(remove, t)
		}
	}
	if len(add)+len(remove) == 0 {
		return
	}
	nested := strings.Contains(strings.Join(add, ""), "/")
	leaves := map[string]bool{} // of tags that stay
	for _, t := range add {
		leaves[leaf(t)] = true
	}
	for _, of := range []struct {
		space, name, kind, separator string
		always                       bool
	}{
		{namespace.Lightroom, "hierarchicalSubject", "Bag", "|", nested},
		{namespace.DigiKam, "TagsList", "Seq", "/", nested},
		{namespace.Microsoft, "LastKeywordXMP", "Bag", "/", false},
		{namespace.MediaPro, "CatalogSets", "Bag", "|", false},
	} {
		there := e.values(of.space, of.name)
		whole := func(v string) string { return strings.ReplaceAll(v, of.separator, "/") }
		for _, v := range there {
			if !slices.Contains(remove, whole(v)) {
				leaves[leaf(whole(v))] = true
			}
		}
		var more []string
		if of.always || len(there) > 0 {
			for _, t := range add {
				more = append(more, strings.ReplaceAll(t, "/", of.separator))
			}
		}
		e.list(of.space, of.name, of.kind, more, func(v string) bool { return slices.Contains(remove, whole(v)) })
	}
	var subjects []string
	for _, t := range add {
		subjects = append(subjects, leaf(t))
	}
	gone := func(v string) bool {
		for _, t := range remove {
			if leaf(t) == v && !leaves[v] {
				return true
			}
		}
		return false
	}
	e.list(namespace.DC, "subject", "Bag", subjects, gone)
	if len(e.find(namespace.ACDSee, "keywords")) > 0 {
		e.list(namespace.ACDSee, "keywords", "Bag", nil, gone)
	}
}

// leaf returns the last part of a tag.
func leaf(tag string) string { return tag[strings.LastIndexByte(tag, '/')+1:] }

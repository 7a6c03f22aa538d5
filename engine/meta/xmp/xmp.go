// Package xmp reads packets of XMP, embedded or of a sidecar.
//
// A packet is read as far as it is well-formed, in whatever set of characters it is written.
package xmp

import (
	"encoding/xml"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/meta/moment"
	"recollect/engine/meta/place"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp/namespace"
	"recollect/engine/photo"
)

// node is an element of a packet of XMP.
type node struct {
	name  xml.Name
	attrs []xml.Attr
	text  []byte
	below []*node
}

// The limits of one packet.
const (
	maxNodes = 50_000
	maxDepth = 64
)

// parseXML reads as much of a packet as is well-formed.
func parseXML(packet []byte) *node {
	d := xml.NewDecoder(strings.NewReader(words.XML(packet)))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	root := &node{}
	path := []*node{root}
	for nodes := 0; nodes < maxNodes && len(path) < maxDepth; {
		token, err := d.Token()
		if err != nil {
			break
		}
		top := path[len(path)-1]
		switch t := token.(type) {
		case xml.StartElement:
			nodes += 1 + len(t.Attr)
			n := &node{name: t.Name, attrs: t.Attr}
			top.below = append(top.below, n)
			path = append(path, n)
		case xml.EndElement:
			if len(path) > 1 {
				path = path[:len(path)-1]
			}
		case xml.CharData:
			if len(top.text)+len(t) <= record.MaxText {
				top.text = append(top.text, t...)
			}
		}
	}
	return root
}

// walk visits n and all below it.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, b := range n.below {
		b.walk(visit)
	}
}

// values returns the values of the property of a name that n has: an attribute, an element,
// or the items of a list in one. Of alternatives in several languages the default
// comes first.
func (n *node) values(space, name string) []string {
	for _, a := range n.attrs {
		if a.Name.Local == name && sameSpace(a.Name.Space, space) {
			return []string{words.Clean(a.Value)}
		}
	}
	for _, b := range n.below {
		if b.name.Local == name && sameSpace(b.name.Space, space) {
			return b.items()
		}
	}
	return nil
}

// sameSpace forgives a slash at the end, which some programs leave out.
func sameSpace(a, b string) bool { return strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/") }

func (n *node) items() []string {
	for _, list := range n.below {
		if list.name.Space != namespace.RDF {
			continue
		}
		var all []string
		for _, li := range list.below {
			text := words.Clean(string(li.text))
			if li.attr(namespace.XML, "lang") == "x-default" {
				all = append([]string{text}, all...)
			} else {
				all = append(all, text)
			}
		}
		if len(list.below) == 0 {
			all = append(all, words.Clean(string(list.text))) // rdf:value
		}
		return all
	}
	return []string{words.Clean(string(n.text))}
}

func (n *node) attr(space, name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name && a.Name.Space == space {
			return a.Value
		}
	}
	return ""
}

// packet answers from all descriptions of a packet.
type packet struct{ descriptions []*node }

func (p packet) all(space, name string) []string {
	for _, d := range p.descriptions {
		if v := d.values(space, name); len(v) > 0 {
			return v
		}
	}
	return nil
}

// text returns the first value that is not empty, of the first property that has one.
func (p packet) text(properties ...[2]string) string {
	for _, name := range properties {
		for _, v := range p.all(name[0], name[1]) {
			if v != "" {
				return v
			}
		}
	}
	return ""
}

// number returns the number in the first of these properties: a decimal number or a fraction.
func (p packet) number(properties ...[2]string) float64 {
	n := words.Number(p.text(properties...), 0)
	if !(math.Abs(n) <= math.MaxInt32) {
		return 0
	}
	return n
}

// Read reads packets as if they were one.
func Read(packets [][]byte) record.Record {
	var p packet
	for _, data := range packets {
		parseXML(data).walk(func(n *node) {
			if n.name.Space == namespace.RDF && n.name.Local == "RDF" {
				p.descriptions = append(p.descriptions, n.below...)
			}
		})
	}
	t := record.Record{Orientation: int(p.number([2]string{namespace.TIFF, "Orientation"}))}
	if t.Orientation < 1 || t.Orientation > 8 {
		t.Orientation = 0
	}
	t.Dates = p.moments([2]string{namespace.EXIF, "DateTimeOriginal"}, [2]string{namespace.Photoshop, "DateCreated"})
	t.Copied = p.moments(
		[2]string{namespace.EXIF, "DateTimeDigitized"}, [2]string{namespace.XMP, "CreateDate"},
		[2]string{namespace.ACDSee, "datetime"},
	)
	t.GPS = p.gpsMoment()
	t.Shot, t.Words = p.shot(), p.words()
	t.Words.Rating, t.Rated = p.rating()
	t.Words.Label, t.Labelled = p.label()
	return t
}

func (p packet) moments(properties ...[2]string) []photo.Moment {
	var all []photo.Moment
	for _, property := range properties {
		if m := moment.Parse(p.text(property), photo.FromXMP); !m.IsZero() {
			all = append(all, m)
		}
	}
	return all
}

// gpsMoment returns when satellites gave the place: XMP has the day and the time in one, some
// programs have them apart, as EXIF does.
func (p packet) gpsMoment() photo.Moment {
	text := p.text([2]string{namespace.EXIF, "GPSTimeStamp"})
	if m := moment.WithOffset(moment.Parse(text, photo.FromGPS), "Z"); !m.IsZero() {
		return m
	}
	return moment.GPS(p.text([2]string{namespace.EXIF, "GPSDateStamp"}), text)
}

func (p packet) shot() photo.Meta {
	iso := [][2]string{{namespace.EXIFEX, "PhotographicSensitivity"}, {namespace.EXIF, "ISOSpeedRatings"}}
	m := photo.Meta{
		Make: p.text([2]string{namespace.TIFF, "Make"}), Model: p.text([2]string{namespace.TIFF, "Model"}),
		Lens:            words.Lens(p.text([2]string{namespace.EXIFEX, "LensModel"}, [2]string{namespace.Aux, "Lens"})),
		ExposureSeconds: max(0, p.number([2]string{namespace.EXIF, "ExposureTime"})),
		FNumber:         max(0, p.number([2]string{namespace.EXIF, "FNumber"})),
		ISO:             int(max(0, p.number(iso...))),
		FocalMM:         max(0, p.number([2]string{namespace.EXIF, "FocalLength"})),
		Focal35MM:       max(0, p.number([2]string{namespace.EXIF, "FocalLengthIn35mmFilm"})),
		Place:           place.At(p.degrees("GPSLatitude"), p.degrees("GPSLongitude")),
	}
	if p.text([2]string{namespace.EXIF, "GPSAltitude"}) != "" {
		below := p.text([2]string{namespace.EXIF, "GPSAltitudeRef"}) == "1"
		place.SetAltitude(m.Place, p.number([2]string{namespace.EXIF, "GPSAltitude"}), below)
	}
	return m
}

func (p packet) degrees(name string) float64 {
	return place.Parse(p.text([2]string{namespace.EXIF, name}), p.text([2]string{namespace.EXIF, name + "Ref"}))
}

// rating returns the rating of the first program that names one; ok where one says so, be it that
// there is none. Whatever the stars, a photo may be rejected.
func (p packet) rating() (n int, ok bool) {
	if p.text([2]string{namespace.DigiKam, "PickLabel"}) == "1" || p.text([2]string{namespace.Media, "pick"}) == "-1" {
		return -1, true
	}
	for _, property := range [][2]string{{namespace.XMP, "Rating"}, {namespace.ACDSee, "rating"}} {
		if n := words.Number(p.text(property), 0); n >= -1 && n <= 5 {
			return words.Stars(n), true
		}
	}
	percent := words.Number(p.text([2]string{namespace.Microsoft, "Rating"}), 0)
	return words.PercentStars(percent), percent >= 0
}

// The colours that numbers stand for in digiKam and in darktable.
var (
	digiKamColours   = []string{"", "Red", "Orange", "Yellow", "Green", "Blue", "Magenta", "Gray", "Black", "White"}
	darktableColours = []string{"Red", "Yellow", "Green", "Blue", "Purple"}
)

// DigiKamLabel returns digiKam's number of a colour label, 1 to 9; 0 for a word that it has no colour for.
func DigiKamLabel(word string) int { return max(0, number(digiKamColours, word)) }

// DarktableLabel returns darktable's number of a colour label, 0 to 4; -1 for a word that it has no colour for.
func DarktableLabel(word string) int { return number(darktableColours, word) }

// number returns the index of a colour, -1 without one. Programs call one colour purple or magenta.
func number(colours []string, word string) int {
	same := strings.NewReplacer("magenta", "purple", "grey", "gray")
	word = same.Replace(strings.ToLower(word))
	return slices.IndexFunc(colours, func(c string) bool { return same.Replace(strings.ToLower(c)) == word })
}

// label returns the first colour, or word for one, that a program has given; ok where one says so, be it
// that there is none.
func (p packet) label() (text string, ok bool) {
	for _, from := range []struct {
		property [2]string
		colours  []string // by number; nil if the word itself is written
	}{
		{[2]string{namespace.XMP, "Label"}, nil},
		{[2]string{namespace.DigiKam, "ColorLabel"}, digiKamColours},
		{[2]string{namespace.Darktable, "colorlabels"}, darktableColours},
	} {
		all := p.all(from.property[0], from.property[1])
		ok = ok || len(all) > 0
		for _, text := range all {
			if from.colours != nil {
				text = colour(from.colours, text)
			}
			if text = words.Label(text); text != "" {
				return text, true
			}
		}
	}
	return "", ok
}

// colour returns the colour that a number stands for.
func colour(colours []string, number string) string {
	if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < len(colours) {
		return colours[n]
	}
	return ""
}

func (p packet) words() photo.Meta {
	m := photo.Meta{
		Title:    p.text([2]string{namespace.DC, "title"}),
		Caption:  words.Description(p.text([2]string{namespace.DC, "description"})),
		Keywords: record.Join(nil, p.all(namespace.DC, "subject")),
		Screen: words.Screen(p.text([2]string{namespace.EXIF, "UserComment"})) ||
			words.ScreenProgram(p.text([2]string{namespace.XMP, "CreatorTool"})),
	}
	record.Set(&m.Caption, words.Description(p.text([2]string{namespace.ACDSee, "caption"})))
	m.Keywords = record.Join(m.Keywords, lasts(p.all(namespace.Lightroom, "hierarchicalSubject"), "|"))
	m.Keywords = record.Join(m.Keywords, lasts(p.all(namespace.DigiKam, "TagsList"), "/"))
	m.Keywords = record.Join(m.Keywords, lasts(p.all(namespace.Microsoft, "LastKeywordXMP"), "/"))
	m.Keywords = record.Join(m.Keywords, lasts(p.all(namespace.Microsoft, "LastKeywordIPTC"), "/"))
	m.Keywords = record.Join(m.Keywords, lasts(p.all(namespace.MediaPro, "CatalogSets"), "|"))
	m.Keywords = record.Join(m.Keywords, p.all(namespace.ACDSee, "keywords"))
	m.Keywords = record.Join(m.Keywords, categories(p.text([2]string{namespace.ACDSee, "categories"})))
	m.People = record.Join(nil, p.all(namespace.IPTC, "PersonInImage"))
	for _, d := range p.descriptions {
		d.walk(func(n *node) {
			if kinds := n.values(namespace.Regions, "Type"); len(kinds) == 1 && kinds[0] == "Face" {
				m.People = record.Join(m.People, n.values(namespace.Regions, "Name"))
			}
			m.People = record.Join(m.People, n.values(namespace.MicrosoftRegion, "PersonDisplayName"))
			if len(n.values(namespace.Keywords, "Children")) == 0 {
				m.Keywords = record.Join(m.Keywords, n.values(namespace.Keywords, "Keyword"))
			}
		})
	}
	return m
}

// categories returns the categories that ACDSee has assigned, which it writes as XML within XML: of
// categories in each other, the ones that are marked.
func categories(text string) []string {
	var all []string
	parseXML([]byte(text)).walk(func(n *node) {
		if n.name.Local == "Category" && n.attr("", "Assigned") == "1" {
			all = append(all, words.Clean(string(n.text)))
		}
	})
	return all
}

// lasts returns the last parts of paths: of "Places|Europe|Paris", "Paris".
func lasts(paths []string, separator string) []string {
	var all []string
	for _, p := range paths {
		all = append(all, p[strings.LastIndex(p, separator)+1:])
	}
	return all
}

package meta

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"

	"recollect/engine/photo"
)

// node is an element of a packet of XMP.
type node struct {
	name  xml.Name
	attrs []xml.Attr
	text  string
	below []*node
}

// The namespaces in use (XMP Specification, parts 1 and 2; Exif 2.32 for XMP; the
// guidelines of the Metadata Working Group; the schemas of the IPTC and of Microsoft).
const (
	nsRDF    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXML    = "http://www.w3.org/XML/1998/namespace"
	nsDC     = "http://purl.org/dc/elements/1.1/"
	nsXMP    = "http://ns.adobe.com/xap/1.0/"
	nsTIFF   = "http://ns.adobe.com/tiff/1.0/"
	nsExif   = "http://ns.adobe.com/exif/1.0/"
	nsExifEX = "http://cipa.jp/exif/1.0/"
	nsAux    = "http://ns.adobe.com/exif/1.0/aux/"
	nsShop   = "http://ns.adobe.com/photoshop/1.0/"
	nsRoom   = "http://ns.adobe.com/lightroom/1.0/"
	nsFaces  = "http://www.metadataworkinggroup.com/schemas/regions/"
	nsIPTC   = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
	nsMS     = "http://ns.microsoft.com/photo/1.0/"
	nsMSFace = "http://ns.microsoft.com/photo/1.2/t/Region#"
	nsKam    = "http://www.digikam.org/ns/1.0/"
)

// The limits of one packet.
const (
	maxNodes = 50_000
	maxDepth = 64
)

// parseXML reads as much of a packet as is well-formed.
func parseXML(packet []byte) *node {
	d := xml.NewDecoder(bytes.NewReader(packet))
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
			if len(top.text)+len(t) <= maxTextBytes {
				top.text += string(t)
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

// values are those of the property of a name that n has: an attribute, an element,
// or the items of a list in one. Of alternatives in several languages the default
// comes first.
func (n *node) values(space, name string) []string {
	for _, a := range n.attrs {
		if a.Name.Local == name && sameSpace(a.Name.Space, space) {
			return []string{clean(a.Value)}
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
		if list.name.Space != nsRDF {
			continue
		}
		var all []string
		for _, li := range list.below {
			text := clean(li.text)
			if li.attr(nsXML, "lang") == "x-default" {
				all = append([]string{text}, all...)
			} else {
				all = append(all, text)
			}
		}
		if len(list.below) == 0 {
			all = append(all, clean(list.text)) // rdf:value
		}
		return all
	}
	return []string{clean(n.text)}
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

// text is the first value that is not empty, of the first property that has one.
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

// number is that of the first of these properties: a decimal number or a fraction.
func (p packet) number(properties ...[2]string) float64 {
	above, below, fraction := strings.Cut(p.text(properties...), "/")
	n, err := strconv.ParseFloat(above, 64)
	if err != nil {
		return 0
	}
	if fraction {
		d, err := strconv.ParseFloat(below, 64)
		if err != nil || d == 0 {
			return 0
		}
		n /= d
	}
	if math.IsNaN(n) || math.Abs(n) > math.MaxInt32 {
		return 0
	}
	return n
}

// readXMP reads packets as if they were one.
func readXMP(packets [][]byte) told {
	var p packet
	for _, data := range packets {
		parseXML(data).walk(func(n *node) {
			if n.name.Space == nsRDF && n.name.Local == "RDF" {
				p.descriptions = append(p.descriptions, n.below...)
			}
		})
	}
	t := told{orientation: int(p.number([2]string{nsTIFF, "Orientation"}))}
	if t.orientation < 1 || t.orientation > 8 {
		t.orientation = 0
	}
	for _, property := range [][2]string{
		{nsExif, "DateTimeOriginal"}, {nsShop, "DateCreated"}, {nsExif, "DateTimeDigitized"}, {nsXMP, "CreateDate"},
	} {
		if m := parseMoment(p.text(property), photo.FromXMP); !m.IsZero() {
			t.dates = append(t.dates, m)
		}
	}
	t.shot, t.words = p.shot(), p.words()
	return t
}

func (p packet) shot() photo.Meta {
	m := photo.Meta{
		Make: p.text([2]string{nsTIFF, "Make"}), Model: p.text([2]string{nsTIFF, "Model"}),
		Lens:            lens(p.text([2]string{nsExifEX, "LensModel"}, [2]string{nsAux, "Lens"})),
		ExposureSeconds: max(0, p.number([2]string{nsExif, "ExposureTime"})),
		FNumber:         max(0, p.number([2]string{nsExif, "FNumber"})),
		ISO:             int(max(0, p.number([2]string{nsExifEX, "PhotographicSensitivity"}, [2]string{nsExif, "ISOSpeedRatings"}))),
		FocalMM:         max(0, p.number([2]string{nsExif, "FocalLength"})),
		Focal35MM:       max(0, p.number([2]string{nsExif, "FocalLengthIn35mmFilm"})),
		Place:           placeAt(xmpDegrees(p.text([2]string{nsExif, "GPSLatitude"})), xmpDegrees(p.text([2]string{nsExif, "GPSLongitude"}))),
	}
	if p.text([2]string{nsExif, "GPSAltitude"}) != "" {
		lift(m.Place, p.number([2]string{nsExif, "GPSAltitude"}), p.text([2]string{nsExif, "GPSAltitudeRef"}) == "1")
	}
	return m
}

func (p packet) words() photo.Meta {
	m := photo.Meta{
		Rating: stars(p.number([2]string{nsXMP, "Rating"})), Label: p.text([2]string{nsXMP, "Label"}),
		Title: p.text([2]string{nsDC, "title"}), Caption: said(p.text([2]string{nsDC, "description"})),
		Keywords: join(nil, p.all(nsDC, "subject")),
	}
	set(&m.Rating, percentStars(p.number([2]string{nsMS, "Rating"})))
	m.Keywords = join(m.Keywords, lasts(p.all(nsRoom, "hierarchicalSubject"), "|"))
	m.Keywords = join(m.Keywords, lasts(p.all(nsKam, "TagsList"), "/"))
	m.People = join(nil, p.all(nsIPTC, "PersonInImage"))
	for _, d := range p.descriptions {
		d.walk(func(n *node) {
			if kinds := n.values(nsFaces, "Type"); len(kinds) == 1 && kinds[0] == "Face" {
				m.People = join(m.People, n.values(nsFaces, "Name"))
			}
			m.People = join(m.People, n.values(nsMSFace, "PersonDisplayName"))
		})
	}
	return m
}

// lasts are the last parts of paths: of "Places|Europe|Paris", "Paris".
func lasts(paths []string, separator string) []string {
	var all []string
	for _, p := range paths {
		all = append(all, p[strings.LastIndex(p, separator)+1:])
	}
	return all
}

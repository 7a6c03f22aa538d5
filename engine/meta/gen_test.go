package meta

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"recollect/engine/container"
)

// tag is an entry of a directory that the tests write: of any kind, with data that need not fit it.
type tag struct {
	tag, kind uint16
	count     int // 0: as many as the data hold
	data      []byte
	at        uint32 // where the data are said to lie; 0: where they do
}

// dirs are the directories of EXIF. One that is nil is not there.
type dirs struct {
	main, exif, gps []tag
	behind          []byte // what lies behind them
}

// writer writes EXIF in one byte order.
type writer struct{ byteOrder }

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func little() writer { return writer{binary.LittleEndian} }
func big() writer    { return writer{binary.BigEndian} }

func (w writer) ascii(t uint16, s string) tag {
	return tag{tag: t, kind: container.TypeASCII, data: []byte(s + "\x00")}
}

func (w writer) short(t uint16, n ...uint16) tag {
	var b []byte
	for _, v := range n {
		b = w.AppendUint16(b, v)
	}
	return tag{tag: t, kind: container.TypeShort, data: b}
}

func (w writer) long(t uint16, n uint32) tag {
	return tag{tag: t, kind: container.TypeLong, data: w.AppendUint32(nil, n)}
}

// rational are fractions, above and below in turn.
func (w writer) rational(t uint16, n ...uint32) tag {
	var b []byte
	for _, v := range n {
		b = w.AppendUint32(b, v)
	}
	return tag{tag: t, kind: container.TypeRational, data: b}
}

func (w writer) srational(t uint16, n ...int32) tag {
	r := w.rational(t)
	for _, v := range n {
		r.data = w.AppendUint32(r.data, uint32(v))
	}
	r.kind = container.TypeSRational
	return r
}

// tiff lays the directories out one behind the other, each followed by its values.
func (w writer) tiff(d dirs) []byte {
	b := []byte("II")
	if w.Uint16([]byte{0, 1}) == 1 {
		b = []byte("MM")
	}
	b = w.AppendUint32(w.AppendUint16(b, 42), 8)
	size := func(tags []tag) int {
		n := 2 + 12*len(tags) + 4
		for _, t := range tags {
			if len(t.data) > 4 {
				n += len(t.data)
			}
		}
		return n
	}
	main := d.main
	at := 8 + size(main)
	if d.exif != nil {
		at += 12
	}
	if d.gps != nil {
		at += 12
	}
	if d.exif != nil {
		main = append(main[:len(main):len(main)], w.long(0x8769, uint32(at)))
		at += size(d.exif)
	}
	if d.gps != nil {
		main = append(main[:len(main):len(main)], w.long(0x8825, uint32(at)))
	}
	b = w.directory(b, main)
	if d.exif != nil {
		b = w.directory(b, d.exif)
	}
	if d.gps != nil {
		b = w.directory(b, d.gps)
	}
	return append(b, d.behind...)
}

func (w writer) directory(b []byte, tags []tag) []byte {
	values := len(b) + 2 + 12*len(tags) + 4
	var data []byte
	b = w.AppendUint16(b, uint16(len(tags)))
	for _, t := range tags {
		b = w.AppendUint16(w.AppendUint16(b, t.tag), t.kind)
		count := t.count
		if count == 0 {
			count = len(t.data) / max(1, container.TypeBytes(t.kind))
		}
		b = w.AppendUint32(b, uint32(count))
		switch {
		case t.at != 0:
			b = w.AppendUint32(b, t.at)
		case len(t.data) <= 4:
			b = append(b, append(bytes.Clone(t.data), 0, 0, 0, 0)[:4]...)
		default:
			b = w.AppendUint32(b, uint32(values+len(data)))
			data = append(data, t.data...)
		}
	}
	return append(w.AppendUint32(b, 0), data...)
}

// bigTIFF is a BigTIFF with one directory.
func (w writer) bigTIFF(tags []tag) []byte {
	b := []byte("II+\x00\x08\x00\x00\x00")
	if w.Uint16([]byte{0, 1}) == 1 {
		b = []byte("MM\x00+\x00\x08\x00\x00")
	}
	b = w.AppendUint64(b, 16)
	b = w.AppendUint64(b, uint64(len(tags)))
	values := len(b) + 20*len(tags) + 8
	var data []byte
	for _, t := range tags {
		b = w.AppendUint16(w.AppendUint16(b, t.tag), t.kind)
		b = w.AppendUint64(b, uint64(len(t.data)/container.TypeBytes(t.kind)))
		if len(t.data) <= 8 {
			b = append(b, append(bytes.Clone(t.data), make([]byte, 8)...)[:8]...)
			continue
		}
		b = w.AppendUint64(b, uint64(values+len(data)))
		data = append(data, t.data...)
	}
	return append(w.AppendUint64(b, 0), data...)
}

// jpegOf is a JPEG without pixels that has segments.
func jpegOf(segments ...[]byte) []byte {
	b := []byte{0xff, 0xd8}
	for _, s := range segments {
		b = append(b, s...)
	}
	return append(b, 0xff, 0xda)
}

func segment(marker byte, parts ...string) []byte {
	var s []byte
	for _, p := range parts {
		s = append(s, p...)
	}
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(s)+2)), s...)
}

func exifSegment(tiff []byte) []byte { return segment(0xe1, "Exif\x00\x00", string(tiff)) }

func xmpSegment(packet string) []byte {
	return segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", packet)
}

// pngOf is a PNG without pixels that has chunks: kinds and contents in turn.
func pngOf(chunks ...string) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	for i := 0; i < len(chunks); i += 2 {
		b = binary.BigEndian.AppendUint32(b, uint32(len(chunks[i+1])))
		body := chunks[i] + chunks[i+1]
		b = binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE([]byte(body)))
	}
	return append(b, "\x00\x00\x00\x00IEND\xae\x42\x60\x82"...)
}

// webpOf is a WebP without pixels that has chunks: kinds and contents in turn.
func webpOf(chunks ...string) []byte {
	body := []byte("WEBP")
	for i := 0; i < len(chunks); i += 2 {
		body = binary.LittleEndian.AppendUint32(append(body, chunks[i]...), uint32(len(chunks[i+1])))
		body = append(body, chunks[i+1]...)
		if len(body)%2 == 1 {
			body = append(body, 0)
		}
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// boxOf is a box of an ISO base media file.
func boxOf(kind string, parts ...string) string {
	body := ""
	for _, p := range parts {
		body += p
	}
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

// heicOf is a HEIC without pixels that holds one item, of EXIF ("Exif") or XMP ("mime").
func heicOf(kind, item string) []byte {
	full := "\x00\x00\x00\x00"
	entry := boxOf("infe", "\x02\x00\x00\x00", "\x00\x01\x00\x00", kind, "\x00")
	if kind == "mime" {
		entry = boxOf("infe", "\x02\x00\x00\x00", "\x00\x01\x00\x00", kind, "\x00application/rdf+xml\x00")
	}
	iinf := boxOf("iinf", full, "\x00\x01", entry)
	number := func(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
	meta := func(at int) string {
		iloc := boxOf(
			"iloc", full, "\x44\x00", "\x00\x01", "\x00\x01", "\x00\x00", "\x00\x01", number(at), number(len(item)),
		)
		return boxOf("meta", full, boxOf("hdlr", full, "\x00\x00\x00\x00pict", string(make([]byte, 13))), iinf, iloc)
	}
	head := boxOf("ftyp", "heic\x00\x00\x00\x00mif1heic")
	return []byte(head + meta(len(head)+len(meta(0))+8) + boxOf("mdat", item))
}

// gifOf is a GIF of one black pixel that has extensions before its picture.
func gifOf(extensions ...string) []byte {
	b := "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
	for _, e := range extensions {
		b += "\x21" + e
	}
	return []byte(b + "\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b")
}

// gifXMP is the extension that holds a packet.
func gifXMP(packet string) string {
	trailer := "\x01"
	for i := 255; i >= 0; i-- {
		trailer += string([]byte{byte(i)})
	}
	return "\xff\x0bXMP DataXMP" + packet + trailer + "\x00"
}

// cr3Of is a CR3 without pixels: each directory is a TIFF file in a box of its own.
func cr3Of(main, exif, gps []byte) []byte {
	const canon = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
	return []byte(boxOf("ftyp", "crx \x00\x00\x00\x01crx isom") +
		boxOf("moov", boxOf("uuid", canon,
			boxOf("CMT1", string(main)), boxOf("CMT2", string(exif)), boxOf("CMT4", string(gps)))))
}

const (
	xmpHead = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ` +
		`xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" ` +
		`xmlns:tiff="http://ns.adobe.com/tiff/1.0/"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ` +
		`xmlns:lr="http://ns.adobe.com/lightroom/1.0/"` +
		` xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" ` +
		`xmlns:darktable="http://darktable.sf.net/"` +
		` xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/" ` +
		`xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"` +
		` xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" ` +
		`xmlns:mwg-kw="http://www.metadataworkinggroup.com/schemas/keywords/"`
	xmpTail = `</rdf:Description></rdf:RDF></x:xmpmeta>`
)

// xmpOf is a packet with attributes and elements.
func xmpOf(attributes, elements string) string {
	return xmpHead + " " + attributes + ">" + elements + xmpTail
}

// bag is a property that is a list.
func bag(name string, items ...string) string {
	b := "<" + name + "><rdf:Bag>"
	for _, i := range items {
		b += "<rdf:li>" + i + "</rdf:li>"
	}
	return b + "</rdf:Bag></" + name + ">"
}

// dataset is one of IPTC, with the longer length where the value needs it.
func dataset(record, number byte, value string) string {
	head := string([]byte{0x1c, record, number})
	if len(value) >= 0x8000 {
		return head + "\x80\x04" + string(binary.BigEndian.AppendUint32(nil, uint32(len(value)))) + value
	}
	return head + string(binary.BigEndian.AppendUint16(nil, uint16(len(value)))) + value
}

// resource is one of Photoshop that holds IPTC.
func resource(iim string) string {
	b := "8BIM\x04\x04\x00\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(len(iim)))) + iim
	if len(iim)%2 == 1 {
		b += "\x00"
	}
	return b
}

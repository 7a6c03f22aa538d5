package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/bep/imagemeta"

	"recollect/engine/photo"
)

// The limits of reading metadata. With them a hostile file costs some
// milliseconds. imagemeta's own timeout is not used: the reading that it leaves
// behind goes on with a buffer that the next picture is given.
const (
	maxTags      = 2000
	maxTagBytes  = 1024
	maxMetaBytes = 16 << 20
)

// exif is what of a picture's EXIF data is used here. Its zero values mean that
// the file does not say, but for orientation, which is 1 to 8 always.
type exif struct {
	orientation int
	taken       photo.Moment
	camera      string
}

// readExif reads what it can: trouble with metadata is no trouble with the picture.
func readExif(r input, format string) exif {
	kind := map[string]imagemeta.ImageFormat{
		"jpeg": imagemeta.JPEG, "png": imagemeta.PNG, "webp": imagemeta.TIFF, "tiff": imagemeta.TIFF,
	}[format]
	if format == "webp" {
		r = webpExif(r)
	}
	if kind == imagemeta.ImageFormatAuto || r == nil {
		return exif{orientation: 1}
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return exif{orientation: 1}
	}
	t := tags{text: map[string]string{}, source: &meter{r: r, left: maxMetaBytes}, orientation: 1}
	// What was read before an error is good. The error is of no use to anybody.
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: t.source, ImageFormat: kind, Sources: imagemeta.EXIF,
		ShouldHandleTag: wanted, HandleTag: t.keep,
		LimitNumTags: maxTags, LimitTagSize: maxTagBytes,
	})
	return exif{t.orientation, t.taken(), camera(t.text["Make"], t.text["Model"])}
}

// webpExif is the EXIF chunk of a WebP, which is laid out like a TIFF file; nil
// where there is none. imagemeta would find it only behind chunks of even length.
func webpExif(r io.ReaderAt) input {
	const maxChunks = 4096
	at := int64(len("RIFF....WEBP"))
	for range maxChunks {
		var chunk [14]byte // name, length, and six bytes that some programs put before the TIFF header
		n, _ := r.ReadAt(chunk[:], at)
		if n < 8 {
			return nil
		}
		length := int64(binary.LittleEndian.Uint32(chunk[4:]))
		at += 8
		if string(chunk[:4]) == "EXIF" {
			if string(chunk[8:]) == "Exif\x00\x00" {
				at, length = at+6, length-6
			}
			return io.NewSectionReader(r, at, max(0, length))
		}
		at += length + length&1
	}
	return nil
}

func wanted(t imagemeta.TagInfo) bool {
	switch t.Tag {
	case "Orientation", "Make", "Model", "ModifyDate":
		return t.Namespace == "IFD0"
	case "DateTimeOriginal", "CreateDate", "OffsetTimeOriginal", "OffsetTimeDigitized", "OffsetTime",
		"SubSecTimeOriginal", "SubSecTimeDigitized", "SubSecTime":
		return t.Namespace == "IFD0/ExifIFDP"
	}
	return false
}

type tags struct {
	orientation int
	text        map[string]string
	source      *meter
}

func (t *tags) keep(tag imagemeta.TagInfo) error {
	switch v := tag.Value.(type) {
	case string:
		t.text[tag.Tag] = strings.TrimSpace(strings.ToValidUTF8(v, ""))
	case uint16: // as it should be
		t.turn(int(v))
	case uint32:
		t.turn(int(v))
	case int:
		if id := subSecID(tag.Tag); id != 0 {
			t.text[tag.Tag] = t.source.digits(id, v)
		}
	}
	return nil
}

// turn takes the only number that wanted lets through.
func (t *tags) turn(orientation int) {
	if orientation >= 1 && orientation <= 8 {
		t.orientation = orientation
	}
}

func subSecID(tag string) uint16 {
	switch tag {
	case "SubSecTime":
		return 0x9290
	case "SubSecTimeOriginal":
		return 0x9291
	case "SubSecTimeDigitized":
		return 0x9292
	}
	return 0
}

// taken is the best of the three dates that EXIF knows: when the shutter went,
// when the picture was digitised, when the file was last changed.
func (t *tags) taken() photo.Moment {
	for _, names := range [][3]string{
		{"DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"},
		{"CreateDate", "SubSecTimeDigitized", "OffsetTimeDigitized"},
		{"ModifyDate", "SubSecTime", "OffsetTime"},
	} {
		if m := moment(t.text[names[0]], t.text[names[1]], t.text[names[2]]); !m.IsZero() {
			return m
		}
	}
	return photo.Moment{}
}

// moment puts together a date, the digits of its fraction of a second and its
// offset, as EXIF keeps them. It is zero where the date is none.
func moment(date, fraction, offset string) photo.Moment {
	const seconds = "2006:01:02 15:04:05"
	if len(date) < len(seconds) {
		return photo.Moment{}
	}
	// Some programs write the date as ISO 8601 does.
	date = strings.NewReplacer("-", ":", "T", " ").Replace(date[:len(seconds)])
	at, err := time.Parse(seconds, date)
	if err != nil || at.Year() < 1 {
		return photo.Moment{}
	}
	if ns, err := strconv.ParseFloat("0."+fraction, 64); err == nil {
		at = at.Add(time.Duration(ns*1e9 + 0.5))
	}
	zone, err := time.Parse("Z07:00", offset)
	if err != nil {
		return photo.Moment{Time: at, From: photo.FromExif}
	}
	_, east := zone.Zone()
	at = at.Add(-time.Duration(east) * time.Second).In(time.FixedZone("", east))
	return photo.Moment{Time: at, HasOffset: true, From: photo.FromExif}
}

// camera is make and model, the make left out where the model repeats it:
// "NIKON CORPORATION" and "NIKON D1" are one "NIKON D1".
func camera(maker, model string) string {
	brand, _, _ := strings.Cut(maker, " ")
	if len(model) >= len(brand) && strings.EqualFold(model[:len(brand)], brand) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

// meter is a reader that ends after left bytes, and remembers the last of them.
type meter struct {
	r    io.ReadSeeker
	left int
	seen []byte
}

// maxSeen is twice the largest EXIF segment of a JPEG: half of it stays.
const maxSeen = 128 << 10

var errMetered = errors.New("too much to read")

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errMetered
	}
	n, err := m.r.Read(p)
	m.left -= n
	m.seen = append(m.seen, p[:n]...)
	if len(m.seen) > maxSeen {
		m.seen = append(m.seen[:0], m.seen[len(m.seen)-maxSeen/2:]...)
	}
	return n, err
}

func (m *meter) Seek(offset int64, whence int) (int64, error) { return m.r.Seek(offset, whence) }

// digits is the text of a tag that imagemeta has made a number of: 5 may have
// been "5", "05" or "005", which are different fractions. The text is looked up
// in the bytes just read.
func (m *meter) digits(tag uint16, number int) string {
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		const ascii = 2
		entry := order.AppendUint16(order.AppendUint16(nil, tag), ascii)
		at := bytes.LastIndex(m.seen, entry)
		if at < 0 || at+12 > len(m.seen) {
			continue
		}
		count := int(order.(binary.ByteOrder).Uint32(m.seen[at+4:]))
		if count > 4 && count <= 10 { // elsewhere, but its length, less the final 0, is known
			return fmt.Sprintf("%0*d", count-1, number)
		}
		value := string(m.seen[at+8:][:min(max(count, 0), 4)])
		value = strings.Trim(value, " \x00")
		if n, err := strconv.Atoi(value); err == nil && n == number {
			return value
		}
	}
	return strconv.Itoa(number)
}

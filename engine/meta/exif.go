package meta

import (
	"io"
	"math"
	"strings"

	"github.com/bep/imagemeta"

	"recollect/engine/photo"
)

// tags are the values that imagemeta gives, by directory and name.
type tags struct {
	value map[string]any
	plain plain
}

// readExif reads the parts, as if they were one.
func readExif(parts []part) told {
	t := tags{value: map[string]any{}, plain: plain{}}
	for _, p := range parts {
		t.read(p)
		t.plain.read(p)
	}
	return t.told()
}

// read is the only place that calls imagemeta. Its own timeout is not used: the
// reading that it leaves behind goes on with a buffer that the next file is
// given. The count of bytes ends it instead.
func (t *tags) read(p part) {
	// imagemeta recovers from its panics. This is for the ones that it does not.
	defer func() { _ = recover() }()
	bounded := &meter{io.NewSectionReader(&asTIFF{p}, 0, math.MaxInt64), maxReadBytes}
	// What was read before an error is good. The error is of no use to anybody.
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bounded, ImageFormat: imagemeta.TIFF, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return wanted(p.in(tag.Namespace), tag.Tag) },
		HandleTag: func(tag imagemeta.TagInfo) error {
			key := p.in(tag.Namespace) + "/" + tag.Tag
			if _, twice := t.value[key]; !twice {
				t.value[key] = tag.Value
			}
			return nil
		},
		LimitNumTags: maxTags, LimitTagSize: maxTextBytes,
	})
}

// in is a directory of the part as it is called in other formats.
func (p part) in(namespace string) string {
	return p.ifd + strings.TrimPrefix(namespace, mainIFD)
}

// meter is a reader that ends after left bytes.
type meter struct {
	io.ReadSeeker
	left int
}

func (m *meter) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, errSpent
	}
	n, err := m.ReadSeeker.Read(b)
	m.left -= n
	return n, err
}

func wanted(ifd, tag string) bool {
	switch ifd {
	case mainIFD:
		switch tag {
		case "Make", "Model", "Orientation", "ModifyDate", "Rating", "RatingPercent", "DateTimeOriginal", "ISO",
			"ExposureTime", "FNumber", "FocalLength", "UniqueCameraModel":
			return true
		}
	case exifIFD:
		switch tag {
		case "DateTimeOriginal", "CreateDate", "OffsetTimeOriginal", "OffsetTimeDigitized", "OffsetTime",
			"ExposureTime", "ShutterSpeedValue", "FNumber", "ApertureValue", "FocalLength", "FocalLengthIn35mmFormat",
			"ISO", "ISOSpeed", "RecommendedExposureIndex", "StandardOutputSensitivity", "LensModel", "Lens":
			return true
		}
	case gpsIFD:
		switch tag {
		case "GPSLatitudeRef", "GPSLongitudeRef", "GPSAltitude", "GPSAltitudeRef":
			return true
		}
	}
	return false
}

func (t *tags) told() told {
	x := told{orientation: t.orientation(), dates: t.dates()}
	x.shot = photo.Meta{
		Make: t.text(mainIFD, "Make"), Model: t.text(mainIFD, "Model"),
		Lens:            lens(t.text(exifIFD, "LensModel")),
		ExposureSeconds: t.first("ExposureTime", "ShutterSpeedValue"),
		FNumber:         t.first("FNumber", "ApertureValue"),
		ISO:             int(t.first("ISO", "RecommendedExposureIndex", "StandardOutputSensitivity", "ISOSpeed")),
		FocalMM:         t.first("FocalLength"),
		Focal35MM:       t.first("FocalLengthIn35mmFormat"),
		Place:           t.place(),
	}
	set(&x.shot.Model, t.text(mainIFD, "UniqueCameraModel"))
	x.words = t.plain.words()
	x.words.Rating = stars(t.number(mainIFD, "Rating"))
	set(&x.words.Rating, percentStars(t.number(mainIFD, "RatingPercent")))
	return x
}

// text is a value that is made of letters.
func (t *tags) text(ifd, tag string) string {
	s, _ := t.value[ifd+"/"+tag].(string)
	return clean(s)
}

// number is a value that is a number, or the first of several; 0 where there is
// none, or it is not one that a camera can mean.
func (t *tags) number(ifd, tag string) float64 {
	v := t.value[ifd+"/"+tag]
	if several, ok := v.([]any); ok && len(several) > 0 {
		v = several[0]
	}
	n := 0.0
	switch v := v.(type) {
	case byte:
		n = float64(v)
	case uint16:
		n = float64(v)
	case uint32:
		n = float64(v)
	case int32:
		n = float64(v)
	case int:
		n = float64(v)
	case float32:
		n = float64(v)
	case float64:
		n = v
	case interface{ Float64() float64 }:
		n = v.Float64()
	}
	if math.IsNaN(n) || math.Abs(n) > math.MaxInt32 {
		return 0
	}
	return n
}

// first is the first positive number of those tags, in the directory of the
// shot or, as RAW files of TIFF/EP have it, the first of all.
func (t *tags) first(names ...string) float64 {
	for _, name := range names {
		for _, ifd := range []string{exifIFD, mainIFD} {
			if n := t.number(ifd, name); n > 0 {
				return n
			}
		}
	}
	return 0
}

func (t *tags) orientation() int {
	if o := int(t.number(mainIFD, "Orientation")); o >= 1 && o <= 8 {
		return o
	}
	return 0
}

// dates are those that EXIF knows: when the shutter went, when the picture was
// digitised, when the file was last changed.
func (t *tags) dates() []photo.Moment {
	var all []photo.Moment
	for _, d := range []struct {
		text, offset string
		fraction     uint16
		from         photo.Source
	}{
		{t.text(exifIFD, "DateTimeOriginal"), "OffsetTimeOriginal", subSecOriginal, photo.FromExif},
		{t.text(mainIFD, "DateTimeOriginal"), "OffsetTimeOriginal", subSecOriginal, photo.FromExif},
		{t.text(exifIFD, "CreateDate"), "OffsetTimeDigitized", subSecDigitised, photo.FromCreated},
		{t.text(mainIFD, "ModifyDate"), "OffsetTime", subSec, photo.FromModified},
	} {
		m := parseMoment(d.text, d.from)
		m = withFraction(m, t.plain.text(d.fraction))
		all = append(all, withOffset(m, t.text(exifIFD, d.offset)))
	}
	return all
}

func (t *tags) place() *photo.Place {
	lat := t.plain.degrees(gpsLatitude, t.text(gpsIFD, "GPSLatitudeRef"))
	lon := t.plain.degrees(gpsLongitude, t.text(gpsIFD, "GPSLongitudeRef"))
	p := placeAt(lat, lon)
	altitude, ok := t.value[gpsIFD+"/GPSAltitude"].(interface{ Float64() float64 })
	if ok {
		below := t.number(gpsIFD, "GPSAltitudeRef")
		lift(p, altitude.Float64(), below == 1 || below == 3)
	}
	return p
}

// Package namespace names the namespaces of XMP that photo programs use (XMP Specification, parts 1 and 2; Exif
// 2.32 for XMP; the guidelines of the Metadata Working Group; the schemas of the IPTC, of Microsoft and of photo
// programs, as exiftool lists them).
package namespace

// The namespaces.
const (
	Recollect       = "urn:recollect:xmp:1" // what Recollect keeps for itself
	RDF             = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	XML             = "http://www.w3.org/XML/1998/namespace"
	DC              = "http://purl.org/dc/elements/1.1/"
	XMP             = "http://ns.adobe.com/xap/1.0/"
	TIFF            = "http://ns.adobe.com/tiff/1.0/"
	EXIF            = "http://ns.adobe.com/exif/1.0/"
	EXIFEX          = "http://cipa.jp/exif/1.0/"
	Aux             = "http://ns.adobe.com/exif/1.0/aux/"
	Photoshop       = "http://ns.adobe.com/photoshop/1.0/"
	Lightroom       = "http://ns.adobe.com/lightroom/1.0/"
	Regions         = "http://www.metadataworkinggroup.com/schemas/regions/"
	IPTC            = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
	Microsoft       = "http://ns.microsoft.com/photo/1.0/"
	MicrosoftRegion = "http://ns.microsoft.com/photo/1.2/t/Region#"
	DigiKam         = "http://www.digikam.org/ns/1.0/"
	Darktable       = "http://darktable.sf.net/"
	MediaPro        = "http://ns.iview-multimedia.com/mediapro/1.0/"
	ACDSee          = "http://ns.acdsee.com/iptc/1.0/"
	Media           = "http://ns.adobe.com/xmp/1.0/DynamicMedia/"
	Keywords        = "http://www.metadataworkinggroup.com/schemas/keywords/"
)

// Prefix returns the prefix that is usual for a namespace that Recollect writes; "" for others.
func Prefix(space string) string { return usual[space] }

var usual = map[string]string{
	Recollect: "recollect",
	RDF:       "rdf",
	DC:        "dc",
	XMP:       "xmp",
	EXIF:      "exif",
	Photoshop: "photoshop",
	Lightroom: "lr",
	DigiKam:   "digiKam",
	Darktable: "darktable",
	Microsoft: "MicrosoftPhoto",
	MediaPro:  "mediapro",
	ACDSee:    "acdsee",
	Media:     "xmpDM",
}

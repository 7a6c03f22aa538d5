package format

import (
	"strings"

	"recollect/engine/container"
)

// magic is bytes at a place in a file.
type magic struct {
	offset int
	bytes  string
}

// at0 returns magics at the start of a file.
func at0(bytes ...string) []magic {
	var all []magic
	for _, b := range bytes {
		all = append(all, magic{0, b})
	}
	return all
}

// dotted returns extensions with their dots.
func dotted(list string) []string {
	all := strings.Fields(list)
	for i := range all {
		all[i] = "." + all[i]
	}
	return all
}

// table holds the formats. Those of pictures are in the order in which they are listed for people.
var table = concat(pictures, raws, unshown, films, []Format{
	{Name: XMP, Title: "XMP", Role: Sidecar, Extensions: dotted("xmp")},
	{Name: Takeout, Title: "Google Takeout", Role: Sidecar, Extensions: dotted("json")},
})

// The names of the formats of sidecars.
const (
	XMP     = "xmp"
	Takeout = "json" // what Google Takeout writes beside a picture
)

func concat(parts ...[]Format) (all []Format) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

var pictures = []Format{
	{
		Name: "jpeg", Title: "JPEG", Also: "jpg", Role: Picture, Decoder: JPEG, Container: Segments, Screens: true,
		Extensions: dotted("jpg jpeg jpe jfif mpo"), magics: at0("\xff\xd8\xff"),
	},
	{
		Name: "png", Title: "PNG", Role: Picture, Decoder: PNG, Container: Chunks, Screens: true,
		Extensions: dotted("png apng"), magics: at0(container.PNGSignature),
	},
	{
		Name: "gif", Title: "GIF", Role: Picture, Decoder: GIF, Container: Blocks,
		Extensions: dotted("gif"), magics: at0(container.GIF87, container.GIF89),
	},
	{
		Name: "webp", Title: "WebP", Role: Picture, Decoder: WebP, Container: RIFF, Screens: true,
		Extensions: dotted("webp"),
	},
	{Name: "bmp", Title: "BMP", Role: Picture, Decoder: BMP, Extensions: dotted("bmp dib")},
	{ // its magics are those of BigTIFF
		Name: "tiff", Title: "TIFF", Also: "tif", Role: Picture, Decoder: TIFF, Container: Directories,
		Extensions: dotted("tif tiff"), magics: at0("II+\x00", "MM\x00+"),
	},
	{
		Name: "heic", Title: "HEIC", Also: "heif", Role: Picture, Decoder: HEIF, Container: Boxes, Turned: true,
		Screens: true, Extensions: dotted("heic heif hif heics heifs"),
	},
	{
		Name: "avif", Title: "AVIF", Role: Picture, Decoder: HEIF, Container: Boxes, Turned: true,
		Extensions: dotted("avif avifs"),
	},
}

// raws without a magic have the structure of TIFF, and are recognised by their first directory.
var raws = []Format{
	camera("cr2", Directories, "cr2", magic{8, "CR\x02"}),
	camera("cr3", Boxes, "cr3"),
	camera("nef", Directories, "nef nrw"),
	camera("arw", Directories, "arw sr2 srf"),
	camera("dng", Directories, "dng gpr"),
	camera("raf", Fuji, "raf", at0("FUJIFILMCCD-RAW")...),
	camera("orf", Directories, "orf", at0("IIRO", "IIRS", "MMOR")...),
	camera("rw2", Directories, "rw2 rwl", at0("IIU\x00")...),
	camera("pef", Directories, "pef"),
	// Of other makers; the magics are those of Canon of old, Sigma and Minolta.
	camera(OtherRAW, Directories, "raw crw x3f mrw srw 3fr fff erf mef mos iiq kdc dcr",
		magic{6, "HEAPCCDR"}, magic{0, "FOVb"}, magic{0, "\x00MRM"}),
}

// camera returns a RAW format.
func camera(name string, c Container, extensions string, magics ...magic) Format {
	return Format{
		Name: name, Title: strings.ToUpper(name), Role: RAW, Decoder: Preview, Container: c,
		Extensions: dotted(extensions), magics: magics,
	}
}

// OtherRAW is the name of the format of all other RAW files.
const OtherRAW = "raw"

// unshown are pictures; the last ones are known by their names only.
var unshown = []Format{
	{
		Name: "jxl", Title: "JPEG XL", Role: Unshown, Extensions: dotted("jxl"),
		magics: at0("\xff\x0a", "\x00\x00\x00\x0cJXL \r\n\x87\n"),
	},
	{
		Name: "jp2", Title: "JPEG 2000", Role: Unshown, Extensions: dotted("jp2 j2k jpf jpx"),
		magics: at0("\x00\x00\x00\x0cjP  \r\n\x87\n", "\xff\x4f\xff\x51"),
	},
	{Name: "psd", Title: "Photoshop", Role: Unshown, Extensions: dotted("psd psb"), magics: at0("8BPS")},
	{Name: "xcf", Title: "GIMP", Role: Unshown, Extensions: dotted("xcf"), magics: at0("gimp xcf")},
	{Name: "ico", Title: "Icon", Role: Unshown, Extensions: dotted("ico"), magics: at0("\x00\x00\x01\x00")},
	{Name: "exr", Title: "EXR", Role: Unshown, Extensions: dotted("exr"), magics: at0("\x76\x2f\x31\x01")},
	{Name: "hdr", Title: "HDR", Role: Unshown, Extensions: dotted("hdr"), magics: at0("#?RADIANCE")},
	{Name: "qoi", Title: "QOI", Role: Unshown, Extensions: dotted("qoi"), magics: at0("qoif")},
	{Name: "dds", Title: "DDS", Role: Unshown, Extensions: dotted("dds"), magics: at0("DDS ")},
	{Name: "farbfeld", Title: "FARBFELD", Role: Unshown, Extensions: dotted("ff"), magics: at0("farbfeld")},
	{Name: "jxr", Title: "JPEG XR", Role: Unshown, Extensions: dotted("jxr wdp")},
	{Name: "pnm", Title: "PNM", Role: Unshown, Extensions: dotted("pnm pbm pgm ppm pam")},
	{Name: "tga", Title: "TGA", Role: Unshown, Extensions: dotted("tga")},
	{Name: "pcx", Title: "PCX", Role: Unshown, Extensions: dotted("pcx")},
	{Name: "pict", Title: "PICT", Role: Unshown, Extensions: dotted("pict")},
	{Name: "cur", Title: "Cursor", Role: Unshown, Extensions: dotted("cur")},
}

var films = []Format{
	{Name: "mp4", Title: "MP4", Role: Film, Extensions: dotted("mp4")},
	{Name: "mov", Title: "QuickTime", Role: Film, Extensions: dotted("mov")},
	{Name: "m4v", Title: "M4V", Role: Film, Extensions: dotted("m4v")},
	{Name: "3gp", Title: "3GP", Role: Film, Extensions: dotted("3gp 3g2")},
	{Name: "avi", Title: "AVI", Role: Film, Extensions: dotted("avi")},
	{Name: "mkv", Title: "Matroska", Role: Film, Extensions: dotted("mkv")},
	{Name: "webm", Title: "WebM", Role: Film, Extensions: dotted("webm")},
	{
		Name: "mpeg", Title: "MPEG", Role: Film, Extensions: dotted("mpg mpeg mts m2ts"),
		magics: at0("\x00\x00\x01\xba", "\x00\x00\x01\xb3"),
	},
	{
		Name: "wmv", Title: "WMV", Role: Film, Extensions: dotted("wmv"),
		magics: at0("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"),
	},
	{Name: "flv", Title: "FLV", Role: Film, Extensions: dotted("flv"), magics: at0("FLV\x01")},
}

package scan

import (
	"path/filepath"
	"strings"
)

// verdict is what a file's name tells about its content.
type verdict int

const (
	unclear verdict = iota // only the content can tell
	picture                // should be a picture: a candidate even if it turns out broken
	other                  // surely something else
)

// extensions tells pictures from other things without opening them. It lists
// pictures that cannot be shown too, and films, so that the user is told about those.
var extensions = merge(map[verdict]string{
	picture: `
		apng bmp dib gif jfif jpe jpeg jpg png tif tiff webp
		avif cur exr ff hdr heic heics heif heifs hif ico j2k jp2 jpf jpx jxl jxr mpo
		pam pbm pcx pgm pict pnm ppm psb psd qoi tga wdp xcf
		3fr arw cr2 cr3 crw dcr dng erf fff gpr iiq kdc mef mos mrw nef nrw orf pef
		raf raw rw2 rwl sr2 srf srw x3f
		3g2 3gp avi flv m2ts m4v mkv mov mp4 mpeg mpg mts webm wmv`,
	other: `
		aac aae ai aiff apk app bak bat bin bz2 c cfg class conf cpp
		crdownload css csv ctl cube dat db db-shm db-wal deb dll dmg doc docx download
		dylib eot eps epub exe flac gitignore go gpx gz h htm html icc icm ini ipynb
		iso jar java js json jsonl kml lnk lock log lrcat lrv m4a map md mid
		mo mobi mp3 msi npy o odp ods odt ogg ogv onnx opus
		otf part partial pdf php po pp3 pps ppt pptx prproj ps ps1 pt pth py pyc rar rb
		rpm rs rss rst rtf safetensors sh sqlite sqlite3 sql srt sub svg svgz swp tar
		tgz thm tmp toml torrent ts tsv ttf txt url vob wasm wav webloc wma
		woff woff2 wpl xls xlsx xml xmp xz yaml yml 7z zip zst`,
})

// NoMedia is the name of a file by which a folder asks to be left out.
const NoMedia = ".nomedia"

func merge(lists map[verdict]string) map[string]verdict {
	m := map[string]verdict{}
	for v, list := range lists {
		for ext := range strings.FieldsSeq(list) {
			m["."+ext] = v
		}
	}
	return m
}

// judge tells from a file's name whether it should be a picture.
func judge(name string) verdict {
	ext := strings.ToLower(filepath.Ext(name))
	// Copies that editors and exiftool keep beside a picture would show it twice.
	if strings.HasSuffix(ext, "~") || strings.HasSuffix(ext, "_original") {
		return other
	}
	return extensions[ext]
}

// leftOut reports whether files and folders of that name are never looked at.
// The dot covers .Trash-1000 and the ._ files of macOS as well.
func leftOut(name string) bool {
	return strings.HasPrefix(name, ".")
}

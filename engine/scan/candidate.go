package scan

import (
	"path/filepath"
	"strings"

	"recollect/engine/format"
)

// verdict is what a file's name tells about its content.
type verdict int

const (
	unclear verdict = iota // only the content can tell
	picture                // should be a picture: a candidate even if it turns out broken
	other                  // surely something else
)

// extensions tells pictures from other things without opening them: by the formats that are
// known, also of pictures that cannot be shown and of films, so that the user is told about those.
var extensions = judged(`
		aac aae ai aiff apk app bak bat bin bz2 c cfg class conf cpp
		crdownload css csv ctl cube dat db db-shm db-wal deb dll dmg doc docx download
		dylib eot eps epub exe flac gitignore go gpx gz h htm html icc icm ini ipynb
		iso jar java js json jsonl kml lnk lock log lrcat lrv m4a map md mid
		mo mobi mp3 msi npy o odp ods odt ogg ogv onnx opus
		otf part partial pdf php po pp3 pps ppt pptx prproj ps ps1 pt pth py pyc rar rb
		rpm rs rss rst rtf safetensors sh sqlite sqlite3 sql srt sub svg svgz swp tar
		tgz thm tmp toml torrent ts tsv ttf txt url vob wasm wav webloc wma
		woff woff2 wpl xls xlsx xml xmp xz yaml yml 7z zip zst`)

// NoMedia is the name of a file by which a folder asks to be left out.
const NoMedia = ".nomedia"

// judged is what is known of extensions, without those of others.
func judged(others string) map[string]verdict {
	m := map[string]verdict{}
	for ext := range strings.FieldsSeq(others) {
		m["."+ext] = other
	}
	for _, f := range format.All() {
		for _, ext := range f.Extensions {
			if m[ext] = picture; f.Role == format.Sidecar {
				m[ext] = other
			}
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

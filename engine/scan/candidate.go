package scan

import (
	"path/filepath"
	"strings"

	"recollect/engine/format"
)

// verdict is what a file's name reveals about its content.
type verdict int

const (
	unclear verdict = iota // only the content can decide
	picture                // should be a picture: a candidate even if it turns out broken
	other                  // surely something else
)

// others are extensions of files that are no pictures, so that they need not be opened.
var others = dotted(`
		aac aae ai aiff apk app bak bat bin bz2 c cfg class conf cpp
		crdownload css csv ctl cube dat db db-shm db-wal deb dll dmg doc docx download
		dylib eot eps epub exe flac gitignore go gpx gz h htm html icc icm ini ipynb
		iso jar java js jsonl kml lnk lock log lrcat lrv m4a map md mid
		mo mobi mp3 msi npy o odp ods odt ogg ogv onnx opus
		otf part partial pdf php po pp3 pps ppt pptx prproj ps ps1 pt pth py pyc rar rb
		rpm rs rss rst rtf safetensors sh sqlite sqlite3 sql srt sub svg svgz swp tar
		tgz thm tmp toml torrent ts tsv ttf txt url vob wasm wav webloc wma
		woff woff2 wpl xls xlsx xml xz yaml yml 7z zip zst`)

func dotted(list string) map[string]bool {
	all := map[string]bool{}
	for ext := range strings.FieldsSeq(list) {
		all["."+ext] = true
	}
	return all
}

// NoMedia is the name of a file that excludes its folder.
const NoMedia = ".nomedia"

// judge decides from a file's name whether it should be a picture. Pictures that cannot be shown
// and films count, so that the user learns of them.
func judge(name string) verdict {
	ext := strings.ToLower(filepath.Ext(name))
	// Backup copies of editors and exiftool would show a picture twice.
	if strings.HasSuffix(ext, "~") || strings.HasSuffix(ext, "_original") {
		return other
	}
	switch f, known := format.Named(name); {
	case f.Role == format.Sidecar, !known && others[ext]:
		return other
	case known:
		return picture
	}
	return unclear
}

// leftOut reports whether files and folders of that name are always skipped. That a leading dot
// hides covers .Trash-1000 and the ._ files of macOS.
func leftOut(name string) bool {
	return strings.HasPrefix(name, ".")
}

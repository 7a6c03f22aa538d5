package query

import (
	"strings"

	"recollect/engine/query/language"
)

// extensions end the names of files that a person may type. They are formats of pictures and of
// files beside them; a word such as "node.js" ends differently.
var extensions = language.Words(`jpg jpeg jpe png gif webp avif heic heif tif tiff bmp jxl psd svg
	cr2 cr3 nef arw dng raf orf rw2 pef srw raw xmp mov mp4 avi m4v mkv webm`)

// prefixes begin the names that cameras, phones and scanners give to their files,
// before a number.
var prefixes = language.Words(`img dsc dscn dscf pict p sam cimg imag gopr gp mvi vid dji pxl sdc hpim kif mg
	scan wp sta dcp dscs`)

// leastDigits is how many digits in a row make the name of a camera's file: four, so that "p51" and
// "a380" stay words.
const leastDigits = 4

// isFileName reports whether a word is the name of a file: IMG_2041.jpg, DSC0042.
func isFileName(word string) bool {
	if strings.ContainsAny(word, ":@/") {
		return false
	}
	if stem, ext, ok := cutLast(word, "."); ok && extensions[strings.ToLower(ext)] {
		return strings.Trim(stem, ".*?") != ""
	}
	word = strings.TrimLeft(strings.ToLower(word), "_")
	digits := strings.IndexAny(word, "0123456789")
	if digits <= 0 {
		return false
	}
	name := word[:digits]
	rest := strings.TrimLeft(word[digits:], "0123456789")
	if len(word)-digits-len(rest) < leastDigits ||
		strings.Trim(rest, "_-~()0123456789abcdefghijklmnopqrstuvwxyz") != "" {
		return false
	}
	return prefixes[strings.TrimRight(name, "_-")]
}

// cutLast cuts s around the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// isPicture reports whether the text after an @ names a picture file: a path, or a name with an
// extension. Another word, as in "party @home", does not.
func isPicture(name string, quoted bool) bool {
	if quoted || strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, "~") {
		return true
	}
	_, ext, ok := cutLast(name, ".")
	return ok && ext != "" && len(ext) <= 5
}

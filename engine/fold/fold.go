// Package fold brings texts to the forms in which they are compared: names of tags, albums and people, words, paths.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Text brings text to the form in which texts are compared: without case, by
// Unicode's full case folding ("ß" is "ss"), with letters and accents composed
// (names on macOS are not), with plain apostrophes, and with one space between
// words. The result is valid UTF-8 without control characters. Folding twice
// changes nothing.
func Text(text string) string {
	if folded, ok := foldASCII(text); ok {
		return folded
	}
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	// Unicode 3.13, D145: decomposed first, since some letters fold to several.
	text = norm.NFC.String(cases.Fold().String(norm.NFD.String(text)))
	return strings.Join(strings.FieldsFunc(apostrophes.Replace(text), separates), " ")
}

// Bare is Text without accents, for searching with text that was typed without any: "cafe" finds
// Café, "istanbul" İstanbul, "lodz" Łódź. Letters with a stroke and the like count as accented, as
// in the root collation of Unicode (UTS 10) at its first level; the dotless i, which is a letter of
// its own there, does too.
func Bare(text string) string {
	folded := Text(text)
	if isASCII(folded) {
		return folded
	}
	unmarked := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(folded))
	// A mark may have been alone between spaces.
	return strings.Join(strings.Fields(norm.NFC.String(strokes.Replace(unmarked))), " ")
}

var strokes = strings.NewReplacer(
	"ø", "o", "ł", "l", "đ", "d", "ħ", "h", "ŧ", "t", "ı", "i", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th",
)

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'")

// foldASCII is Text for ASCII, which nearly all texts are.
func foldASCII(text string) (string, bool) {
	plain := true // folded already
	for i := range len(text) {
		switch b := text[i]; {
		case b >= utf8.RuneSelf:
			return "", false
		case b >= 'A' && b <= 'Z':
			plain = false
		case b <= ' ' || b == 0x7f:
			plain = plain && b == ' ' && i > 0 && i < len(text)-1 && text[i-1] != ' '
		}
	}
	if plain {
		return text, true
	}
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), separates), " "), true
}

// separates reports whether r is a space or invisible.
func separates(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

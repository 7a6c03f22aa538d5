package clean

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// asciiPunctuation is string.punctuation of Python.
const asciiPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// Canonical is what SigLIP's sentences became before training: an underscore is a space,
// ASCII punctuation is removed, letters are lower case, spaces are single and at neither
// end (canonicalize_text of big_vision and of open_clip).
func Canonical(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '_':
			return ' '
		case strings.ContainsRune(asciiPunctuation, r):
			return -1
		}
		return r
	}, text)
	return Squeeze(Lower(text))
}

// Lower is str.lower of Python. A Caser keeps state, so each call has its own.
func Lower(text string) string { return cases.Lower(language.Und).String(text) }

// later are the bytes of UTF-8 that follow the first of a character, in Windows-1252.
const later = `[\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]`

var (
	terminalEscapes = regexp.MustCompile("\x1b\\[[0-9;]*[a-zA-Z]")
	misread         = regexp.MustCompile(`[ÂÃ]` + later + `|â` + later + `{2}|ð` + later + `{3}`)
	entities        = regexp.MustCompile(`&#?[0-9A-Za-z]{1,24};`)
)

// Basic is basic_clean of CLIP's tokenizer with what ftfy does for every text: it
// replaces entities, curly quotes, ligatures and wide letters, and removes control
// characters. Text that was read in a wrong encoding is read again in the simplest case.
func Basic(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	for range 4 { // each pass may make what the next one changes; ftfy repeats without a limit
		before := text
		if text = fixText(text); text == before {
			break
		}
	}
	return html.UnescapeString(html.UnescapeString(text))
}

// fixText is one pass of ftfy.fix_text.
func fixText(text string) string {
	if strings.Contains(text, "&") && !strings.Contains(text, "<") {
		text = entities.ReplaceAllStringFunc(text, unescape)
	}
	text = ligatures.Replace(strings.Map(asWindows, decodeAgain(text)))
	text = terminalEscapes.ReplaceAllString(text, "")
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\u02bc' || r >= '\u2018' && r <= '\u201b':
			b.WriteByte('\'')
		case r >= '\u201c' && r <= '\u201f':
			b.WriteByte('"')
		case isStray(r):
		case r == '\u3000':
			b.WriteByte(' ')
		case r >= 0xff01 && r < 0xfff0:
			b.WriteString(norm.NFKC.String(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return Form(norm.NFC, b.String())
}

// decodeAgain reads UTF-8 that was read as Windows-1252 once more, as in "sÃ£o paulo". It looks
// for the beginnings that occur in Western texts and in none that are right.
func decodeAgain(text string) string {
	return misread.ReplaceAllStringFunc(text, func(part string) string {
		raw := make([]byte, 0, len(part))
		for _, r := range part {
			b, ok := charmap.Windows1252.EncodeRune(r)
			if !ok {
				b = byte(r) // of Latin-1
			}
			raw = append(raw, b)
		}
		if !utf8.Valid(raw) {
			return part
		}
		return string(raw)
	})
}

// unescape replaces an entity, unless it is one only without its semicolon.
func unescape(entity string) string {
	if to := html.UnescapeString(entity); !strings.HasSuffix(to, ";") {
		return to
	}
	return entity
}

// asWindows reads a control character from U+0080 to U+009F as Windows-1252.
func asWindows(r rune) rune {
	if r < 0x80 || r > 0x9f {
		return r
	}
	if to := charmap.Windows1252.DecodeByte(byte(r)); to != unicode.ReplacementChar {
		return to
	}
	return r
}

// isStray reports whether ftfy removes a control character.
func isStray(r rune) bool {
	return r < 0x09 || r == 0x0b || r >= 0x0e && r < 0x20 || r == 0x7f ||
		r >= 0x206a && r < 0x2070 || r == 0xfeff || r >= 0xfff9 && r < 0xfffd
}

// ligatures is LIGATURES of ftfy.
var ligatures = strings.NewReplacer(
	"Ĳ", "IJ", "ĳ", "ij", "ŉ", "ʼn", "Ǳ", "DZ", "ǲ", "Dz", "ǳ", "dz", "Ǆ", "DŽ", "ǅ", "Dž", "ǆ", "dž",
	"Ǉ", "LJ", "ǈ", "Lj", "ǉ", "lj", "Ǌ", "NJ", "ǋ", "Nj", "ǌ", "nj",
	"ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "ſt", "ﬆ", "st",
)

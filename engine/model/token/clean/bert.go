package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bert removes control characters and what is no text, and makes every white space a space.
func Bert(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co):
			return -1
		case unicode.Is(unicode.White_Space, r):
			return ' '
		}
		return r
	}, text)
}

// Apart puts spaces around Chinese characters.
func Apart(text string) string {
	var b strings.Builder
	for _, r := range text {
		if isChinese(r) {
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Without removes the characters of a category.
func Without(text string, category *unicode.RangeTable) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(category, r) {
			return -1
		}
		return r
	}, text)
}

// LowerEach is to_lowercase of Rust for each character alone: a sigma that ends a word is
// not special, and only one character becomes two.
func LowerEach(text string) string {
	if strings.ContainsRune(text, 'İ') {
		text = strings.ReplaceAll(text, "İ", "i\u0307")
	}
	return strings.Map(unicode.ToLower, text)
}

// IsPunctuation follows BERT: all ASCII that is neither letter, digit nor
// space, though Unicode calls some of it symbols, and category P elsewhere.
func IsPunctuation(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r != 0x7f && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return unicode.IsPunct(r)
}

// isChinese reports whether r lies in the blocks that BERT's authors list as
// CJK ideographs; kana and hangul are not among them.
func isChinese(r rune) bool {
	for _, block := range [...][2]rune{
		{0x4E00, 0x9FFF},
		{0x3400, 0x4DBF},
		{0x20000, 0x2A6DF},
		{0x2A700, 0x2B73F},
		{0x2B740, 0x2B81F},
		{0x2B920, 0x2CEAF},
		{0xF900, 0xFAFF},
		{0x2F800, 0x2FA1F},
	} {
		if r >= block[0] && r <= block[1] {
			return true
		}
	}
	return false
}

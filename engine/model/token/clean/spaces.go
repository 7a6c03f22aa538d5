package clean

import (
	"strings"
	"unicode"
)

// Spaces is the class of Unicode's White_Space, which \s means in patterns of Oniguruma,
// for package regexp, whose own \s is of ASCII.
const Spaces = `\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}`

// IsSpace is str.isspace of Python: four separators of ASCII count too.
func IsSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// Squeeze makes one space of several, and removes those at both ends.
func Squeeze(text string) string { return strings.Join(strings.FieldsFunc(text, IsSpace), " ") }

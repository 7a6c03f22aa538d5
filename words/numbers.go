package words

import (
	"strconv"
	"strings"
)

// Number returns n with a separator between thousands, such as "12,408".
func (c Catalogue) Number(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	first := (len(digits)-1)%3 + 1
	text := sign + digits[:first]
	for rest := digits[first:]; rest != ""; rest = rest[3:] {
		text += c.sign("number:group", ",") + rest[:3]
	}
	return text
}

// Decimal returns x with so many digits after the decimal sign.
func (c Catalogue) Decimal(x float64, digits int) string {
	text := strconv.FormatFloat(x, 'f', digits, 64)
	return strings.Replace(text, ".", c.sign("number:decimal", "."), 1)
}

// sign returns the sign that c has for a code, and other where it has none.
func (c Catalogue) sign(code, other string) string {
	if s, ok := c[code]; ok {
		return s.What
	}
	return other
}

// counted returns a whole number as Number does, and all else as it is.
func (c Catalogue) counted(value string) string {
	n, err := strconv.Atoi(value)
	if err != nil || strconv.Itoa(n) != value {
		return value
	}
	return c.Number(n)
}

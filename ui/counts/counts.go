// Package counts writes numbers for people.
package counts

import (
	"strconv"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Number returns n with a separator between thousands: "12,408".
func Number(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return message.NewPrinter(language.English).Sprintf("%d", n)
}

// Of returns a count and what is counted, in the plural unless the count is
// one: "1 photo", "12,408 photos".
func Of(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + one + "s"
}

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

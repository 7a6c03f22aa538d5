package query

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// mostWords is how many words of a line are looked up: who writes more describes
// a picture and names nothing.
const mostWords = 12

// mostTogether is how many words in a row are looked up as one name.
const mostTogether = 3

// saysNothing are words that name nothing, however often a library has them.
var saysNothing = set(`photo photos picture pictures image images pic pics shot shots file files
	a an the of from in on at by to for with and or my our me all show find search
	taken made called named date camera folder
	foto fotos bild bilder von aus mit im der die das und`)

// Names are what the words of line may be names of: the words of its sentences that
// pictures should look like, up to three in a row, the most words first. They are in
// lower case. Words that name nothing, such as "photos" and "from", neither begin nor
// end one.
func Names(line string) []string {
	var all []string
	left := mostWords
	runs := sentences(line)
	for i, words := range runs {
		runs[i] = words[:min(len(words), left)]
		left -= len(runs[i])
	}
	for n := mostTogether; n > 0; n-- {
		for _, words := range runs {
			for from := range max(len(words)-n+1, 0) {
				some := words[from : from+n]
				if name := strings.Join(some, " "); isNamed(some) && !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
	}
	return all
}

// isNamed reports whether words may be a name.
func isNamed(words []string) bool {
	first, last := words[0], words[len(words)-1]
	return !saysNothing[first] && !saysNothing[last] && utf8.RuneCountInString(strings.Join(words, "")) > 1
}

// IsPeriod reports whether words, in lower case, name a time that cannot well be
// meant otherwise: "2008", "june 2008", "last summer", and not "may".
func IsPeriod(words string) bool {
	if !strings.Contains(words, " ") && !isYear(words) && words != "today" && words != "yesterday" {
		return false
	}
	_, ok := period(words, time.Now())
	return ok
}

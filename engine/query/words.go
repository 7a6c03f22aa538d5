package query

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"recollect/engine/query/language"
)

// mostWords is how many words of a line are looked up: a longer line describes a picture and names
// nothing.
const mostWords = 12

// mostTogether is how many words in a row are looked up as one name.
const mostTogether = 3

// saysNothing are words that name nothing, however often a library has them.
var saysNothing = language.Words(`photo photos picture pictures image images pic pics shot shots file files
	a an the of from in on at by to for with and or my our me all show find search
	taken made called named date camera folder
	foto fotos bild bilder von aus mit im der die das und`)

// Names are what the words of the line may be names of: the words of its sentences that pictures
// should look like, up to three in a row, the most words first. They are in lower case. Words that
// name nothing, such as "photos" and "from", neither begin nor end one.
func (q Query) Names() []string {
	var all []string
	left := mostWords
	runs := q.toward()
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

// Period is the time that words, in lower case, name at the moment now, if they are unlikely to
// mean anything else: "2008", "june 2008", "last summer", and not "may".
func Period(words string, now time.Time) (d Dates, ok bool) {
	if !strings.Contains(words, " ") && !isYear(words) && words != "today" && words != "yesterday" {
		return d, false
	}
	return period(words, now)
}

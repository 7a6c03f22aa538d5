package query

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"recollect/engine/photo"
	"recollect/engine/query/language"
)

// Unseen returns what the line asks for that models of this kind do not see: how many of a thing
// there are, where in the picture it is, or what is written there. It understands English and
// German sentences; phrases and filters never ask for such things.
func (q Query) Unseen() []photo.Reason {
	var asks []photo.Reason
	for _, about := range []struct {
		in   func([]string) bool
		what photo.Reason
	}{{counts, "unseen:count"}, {placed, "unseen:place"}, {written, "unseen:text"}} {
		if slices.ContainsFunc(q.toward(), about.in) {
			asks = append(asks, about.what)
		}
	}
	return asks
}

// toward are the sentences of the line that pictures should look like, as words in lower case
// without their punctuation.
func (q Query) toward() [][]string {
	var all [][]string
	for _, s := range q.sentences {
		if s.weight > 0 && s.text != "" {
			all = append(all, strings.FieldsFunc(strings.ToLower(s.text), func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
			}))
		}
	}
	return all
}

// numerals are the words for numbers from two on that mean nothing else, in
// English and in German.
var numerals = language.Words(`two three four five six seven eight nine ten eleven twelve dozen twenty
	zwei drei vier fünf sechs sieben acht neun zehn zwölf zwanzig dutzend`)

// uncounted follow a number without being counted in a picture: times, measures, money, and parts
// of names, such as four seasons and five stars.
var uncounted = language.Words(`years months weeks days hours minutes seconds centuries decades times o'clock
	metres meters kilometres kilometers miles feet inches degrees percent euros dollars pounds kilos grams litres
	pixels megapixels
	seasons wonders stars sisters kingdoms kings commandments elements corners dimensions sides
	jahre jahren jahr monate monaten wochen tage tagen stunden minuten sekunden uhr mal meter metern
	kilometer euro prozent grad kilo
	jahreszeiten weltwunder sterne sternen könige königen wände wänden pixel`)

// plurals are plurals of English without an s at their end.
var plurals = language.Words(`people men women children kids mice geese sheep fish deer oxen teeth feet cacti
	fungi bison`)

// german are the German numerals: what follows them is a plural whatever its ending.
var german = language.Words("zwei drei vier fünf sechs sieben acht neun zehn zwölf zwanzig dutzend")

// counts reports whether words ask for a number of things: a number from two to ninety-nine
// followed within three words by a plural.
func counts(words []string) bool {
	for i, w := range words {
		n, err := strconv.Atoi(w)
		if !numerals[w] && (err != nil || n < 2 || n > 99) {
			continue
		}
		for _, next := range words[i+1 : min(i+4, len(words))] {
			if uncounted[next] || joins[next] || leads[next] {
				break
			}
			if german[w] || isPlural(next) {
				return true
			}
		}
	}
	return false
}

func isPlural(word string) bool {
	if plurals[word] {
		return true
	}
	return len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") &&
		!strings.HasSuffix(word, "'s") && !strings.HasSuffix(word, "us")
}

// placings say where in a picture something is, or beside which other thing on
// which side. "Behind", "under" and the like are left out: they mostly describe
// what is in a picture, and models know them well enough.
var placings = phrases(`to the left of|to the right of|left of|right of|on the left|on the right
	at the left|at the right
	top left|top right|bottom left|bottom right|upper left|upper right|lower left|lower right
	in the foreground|in the background|in the corner|in the top|in the middle of the picture|at the edge of the picture
	above the|above a|above an|below the|below a|below an
	links von|rechts von|links neben|rechts neben|auf der linken|auf der rechten
	oben links|oben rechts|unten links|unten rechts
	links oben|rechts oben|links unten|rechts unten|im vordergrund|im hintergrund|in der ecke|oberhalb|unterhalb`)

// notPlacings describe a scene as a whole.
var notPlacings = language.Words(`clouds cloud city sea ground water sky horizon trees mountains valley snow
	surface world`)

func placed(words []string) bool {
	for _, p := range placings {
		at := indexOf(words, p)
		if at < 0 {
			continue
		}
		if next := at + len(p); (p[0] == "above" || p[0] == "below") &&
			(next == len(words) || notPlacings[words[next]]) {
			continue
		}
		return true
	}
	return false
}

// writings introduce what is written in a picture.
var writings = phrases(`that says|which says|that say|saying|that reads|which reads|with the text|with text
	with the words|with the word
	the word|the words|the letters|with the number|with the name|with the caption|with the inscription
	with an inscription|text reading|sign reading
	auf dem steht|auf der steht|auf denen steht|steht drauf|draufsteht|aufschrift|mit dem text|mit dem wort
	mit den worten|mit der zahl
	mit dem namen|das wort|die worte|mit text|beschriftet`)

func written(words []string) bool {
	return slices.ContainsFunc(writings, func(p []string) bool { return indexOf(words, p) >= 0 })
}

// phrases splits a table of phrases into their words.
func phrases(table string) [][]string {
	var all [][]string
	for p := range strings.FieldsFuncSeq(table, func(r rune) bool { return r == '|' || r == '\n' }) {
		all = append(all, strings.Fields(p))
	}
	return all
}

// indexOf is where phrase begins in words, -1 if it is not there.
func indexOf(words, phrase []string) int {
	for i := range len(words) - len(phrase) + 1 {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return i
		}
	}
	return -1
}

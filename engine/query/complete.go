package query

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Completion is what a person may be about to type.
type Completion struct {
	Span         // the piece of the line that a choice replaces
	Key   string // the filter whose value is being typed; empty if a filter's name is
	Typed string // the beginning of the name or the value, without quotes
	// Choices are what fits Typed: names with their colon, or the fixed words of Key. They are nil
	// if only the library knows values (see FromLibrary).
	Choices []string
}

// Complete finds out what is being typed at the cursor, in bytes from the beginning of the line. ok
// is false if there is nothing to offer: in plain words, inside a word, and after a complete value.
func Complete(line string, cursor int) (c Completion, ok bool) {
	tokens := split(line)
	i := slices.IndexFunc(tokens, func(t token) bool { return t.From < cursor && t.To == cursor })
	if i < 0 || closed(line, tokens[i]) {
		return c, false
	}
	t, signed := unsigned(tokens[i])
	key, value, hasValue := strings.Cut(t.text, ":")
	if hasValue && t.quoted != 0 {
		return completeValue(line, t, strings.ToLower(key), value)
	}
	if t.quoted >= 0 {
		return c, false
	}
	return completeName(t, signed || first(tokens[:i]))
}

// closed reports whether t has a quote that was closed: nothing follows it.
func closed(line string, t token) bool {
	if t.quoted < 0 {
		return false
	}
	last, size := utf8.DecodeLastRuneInString(line[t.From:t.To])
	opened, _ := utf8.DecodeRuneInString(line[t.From+t.quoted:])
	return strings.ContainsRune(closing[opened], last) && t.To-size > t.From+t.quoted
}

// unsigned is t without a sign directly before it.
func unsigned(t token) (_ token, signed bool) {
	if t.quoted == 0 || len(t.text) < 2 || (t.text[0] != '-' && t.text[0] != '+') {
		return t, false
	}
	t.From, t.text = t.From+1, t.text[1:]
	if t.quoted > 0 {
		t.quoted--
	}
	return t, true
}

// first reports whether a filter is likely to begin after these tokens: nothing was typed, a sign
// of its own, or another filter.
func first(before []token) bool {
	if len(before) == 0 {
		return true
	}
	t, _ := unsigned(before[len(before)-1])
	key, _, found := strings.Cut(t.text, ":")
	_, known := filters[strings.ToLower(key)]
	return found && known || t.text == "-" || t.text == "+"
}

// The fewest letters for which names are offered: where a filter is likely to begin, and in the
// middle of a sentence.
const (
	fewLetters  = 2
	moreLetters = 3
)

// completeName offers the filters that begin with t. In the middle of a sentence a whole word such
// as "near" is a word.
func completeName(t token, likely bool) (c Completion, ok bool) {
	word := strings.ToLower(t.text)
	least := moreLetters
	if likely {
		least = fewLetters
	}
	if len(word) < least || !isName(word) || !likely && filters[word] != nil {
		return c, false
	}
	c = Completion{Span: t.Span, Typed: t.text}
	for _, key := range Keys() {
		if strings.HasPrefix(key, word) {
			c.Choices = append(c.Choices, key+":")
		}
	}
	return c, len(c.Choices) > 0
}

func completeValue(line string, t token, key, value string) (c Completion, ok bool) {
	if _, known := filters[key]; !known {
		return c, false
	}
	c = Completion{Span: Span{t.From + len(key) + 1, t.To}, Key: key, Typed: value}
	if FromLibrary(key) {
		return c, true
	}
	if key == "type" { // one of several: png|gi
		if at := strings.LastIndexAny(line[c.From:c.To], "|,") + 1; at > 0 && t.quoted < 0 {
			c.From += at
			c.Typed = line[c.From:c.To]
		}
	}
	c.Choices = Matching(likely(key), c.Typed)
	if len(c.Choices) == 1 && strings.EqualFold(c.Choices[0], c.Typed) {
		return c, false
	}
	return c, len(c.Choices) > 0
}

// FromLibrary reports whether the values of a filter are those that a library has.
func FromLibrary(key string) bool {
	switch key {
	case "camera", "lens", "folder", "place", "tag", "album", "thing", "person", "label", "keyword":
		return true
	}
	return false
}

// fixed are all words that a filter's value can be, in the order to offer them; nil if it can be
// anything else.
func fixed(key string) []string {
	switch key {
	case "is":
		return namesOf([]Is{Favourite, Animated, Damaged, Blurry, Dark, Screenshot, Document, IsAway, IsRaw})
	case "has":
		return namesOf([]Has{HasGPS, HasCaption, HasKeywords, HasPeople, HasRating, HasDate})
	case "orientation":
		return namesOf([]Shape{Portrait, Landscape, Square, Panorama})
	case "colour", "color":
		return namesOf(colours)
	case "sort":
		return namesOf(Orders())
	case "type":
		return append(slices.Sorted(maps.Keys(formats)), "screenshot")
	}
	return nil
}

// likely are the values that are offered for a filter: those that are asked for
// often, then the rest of fixed.
func likely(key string) []string {
	all := common(key)
	for _, v := range fixed(key) {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// common are values that are asked for often, of filters that take many more.
func common(key string) []string {
	switch key {
	case "type":
		return []string{"jpeg", "png", "screenshot", "raw", "heic", "gif", "webp"}
	case "date", "before", "after":
		return []string{
			"today", "yesterday", "this week", "last week", "this month", "last month",
			"last summer", "last winter", "this year", "last year",
		}
	case "rating":
		return []string{">=3", ">=4", "5", "0", "-1"}
	}
	return nil
}

// Matching are those of values that begin with typed, then those with a word that begins with it,
// in their order. Case does not matter.
func Matching(values []string, typed string) []string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, within []string
	for _, v := range values {
		switch low := strings.ToLower(v); {
		case strings.HasPrefix(low, typed):
			begin = append(begin, v)
		case strings.Contains(low, " "+typed):
			within = append(within, v)
		}
	}
	return append(begin, within...)
}

// Apply puts choice into line, in quotes where it needs them, and returns the new place of the
// cursor. A space follows a value.
func (c Completion) Apply(line, choice string) (_ string, cursor int) {
	after := line[c.To:]
	if c.Key != "" {
		if !isDate(c.Key) { // its words need none
			choice = quoted(choice)
		}
		if !strings.HasPrefix(after, " ") {
			choice += " "
		}
	}
	return line[:c.From] + choice + after, c.From + len(choice)
}

// FilterText writes the filter for value, such as thing:"palm tree".
func FilterText(key, value string) string { return key + ":" + quoted(value) }

// SortText writes the order s, such as sort:newest.
func SortText(s Sort) string { return "sort:" + string(s) }

// PictureText writes the part for a picture file, such as @"my cat.jpg".
func PictureText(path string) string { return "@" + quoted(path) }

// quoted is value in quotes if it would not be read as one word.
func quoted(value string) string {
	switch {
	case value == "" || strings.ContainsAny(value, " \t\u00a0\"“„«»") || len(split(value)) != 1:
		if strings.Contains(value, `"`) {
			return "“" + strings.ReplaceAll(value, "”", "") + "”"
		}
		return `"` + value + `"`
	default:
		return value
	}
}

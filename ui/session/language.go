package session

import (
	"strings"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// languageName returns the name of a language that the engine has named by a code.
func languageName(language photo.Reason) string { return phrases.Catalogue().Reason(language).What }

// foreign says that a line is in a language that the model does not know.
func foreign(language photo.Reason, known []string) string {
	return phrases.Say("found:foreign", "language", languageName(language), "known", and(languageNames(known)))
}

// languageNames returns the names of languages by their ISO 639-1 codes. A language
// without a name is named by its code.
func languageNames(codes []string) []string {
	var names []string
	for _, code := range codes {
		names = append(names, strings.TrimPrefix(languageName(photo.Reason("language:"+code)), "language:"))
	}
	return names
}

// and lists all of names.
func and(names []string) string {
	first, last := list(names)
	if first == "" {
		return last
	}
	return phrases.Say("list:and", "first", first, "last", last)
}

// or lists names of which one is meant.
func or(names []string) string {
	first, last := list(names)
	if first == "" {
		return last
	}
	return phrases.Say("list:or", "first", first, "last", last)
}

// list joins names with commas, and the last with a word.
func list(names []string) (first, last string) {
	n := len(names) - 1
	if n < 0 {
		return "", ""
	}
	return strings.Join(names[:n], phrases.Say("list:comma")), names[n]
}

// foreignText says that n photos do not answer a query in a language that the model
// does not know. of is what soFar says.
func foreignText(language photo.Reason, known []string, n int, of string) string {
	if n == 0 {
		return ""
	}
	return phrases.Say("found:foreign-nearest", "foreign", foreign(language, known), "n", n, "of", of)
}

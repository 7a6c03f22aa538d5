package session

import (
	"strings"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/words"
)

// languageName returns what a language is called that the engine names.
func languageName(language photo.Reason) string { return words.English().Reason(language).What }

// foreign says that a line is in a language that the model does not know.
func foreign(language photo.Reason, known []string) string {
	return "This looks like " + languageName(language) + ", and the model knows " + listed(known, "and") + " only."
}

// listed returns the names of languages by their ISO 639-1 codes, with a word before
// the last. A language without a name is named by its code.
func listed(codes []string, word string) string {
	var names []string
	for _, code := range codes {
		names = append(names, strings.TrimPrefix(languageName(photo.Reason("language:"+code)), "language:"))
	}
	return list(names, word)
}

// list joins names with commas, and with a word before the last.
func list(names []string, word string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + word + " " + names[last]
}

// foreignText says that n photos are no answer to what the model does not understand.
func foreignText(language photo.Reason, known []string, n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return foreign(language, known) + " 1 photo comes nearest."
	}
	return foreign(language, known) + " " + counts.Number(n) + " photos come nearest."
}

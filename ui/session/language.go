package session

import (
	"strings"

	"recollect/ui/counts"
)

// languageName is what a language of a model is called; code is its ISO 639-1 code.
func languageName(code string) string {
	switch code {
	case "en":
		return "English"
	case "de":
		return "German"
	case "fr":
		return "French"
	case "es":
		return "Spanish"
	case "it":
		return "Italian"
	case "pt":
		return "Portuguese"
	case "ru":
		return "Russian"
	case "zh":
		return "Chinese"
	case "ja":
		return "Japanese"
	}
	return code
}

// foreign says that a line is in a language that the model does not know.
func foreign(language string, known []string) string {
	return "This looks like " + language + ", and the model knows " + listed(known, "and") + " only."
}

// listed are the names of languages, with a word before the last.
func listed(codes []string, word string) string {
	var names []string
	for _, code := range codes {
		names = append(names, languageName(code))
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + word + " " + names[last]
}

// foreignText says that n photos are no answer to what the model does not understand.
func foreignText(language string, known []string, n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return foreign(language, known) + " 1 photo comes nearest."
	}
	return foreign(language, known) + " " + counts.Number(n) + " photos come nearest."
}

package phrases

import (
	"slices"

	"golang.org/x/text/language"

	"recollect/words"
)

// Match returns the one of words.Languages that serves best who wants a language, a BCP 47 tag such as
// "de-AT": English where none does.
func Match(wanted string) string {
	tag, err := language.Parse(wanted)
	if err != nil {
		return words.Languages()[0]
	}
	var known []language.Tag
	for _, l := range words.Languages() {
		known = append(known, language.Make(l))
	}
	_, i, sure := language.NewMatcher(known).Match(tag)
	if sure < language.High {
		i = 0
	}
	return words.Languages()[i]
}

// Speaks reports whether language is one of words.Languages.
func Speaks(language string) bool { return slices.Contains(words.Languages(), language) }

// Name returns the name of one of words.Languages in that language itself.
func Name(language string) string {
	return map[string]string{
		"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "ja": "日本語", "zh": "简体中文",
	}[language]
}

// Package phrases has what the window says: sentences, titles, labels, and the texts
// of buttons and menus. The files hold them by code, in the format of package words: one
// for each of words.Languages. A test holds them together.
package phrases

import (
	"embed"
	"fmt"
	"sync/atomic"

	"recollect/engine/photo"
	"recollect/words"
)

//go:embed *.json
var files embed.FS

// tongue is a language with its catalogue.
type tongue struct {
	language  string
	catalogue words.Catalogue
}

// spoken is what the window speaks. Speak changes it; the program calls that once, before there is a window.
var spoken atomic.Pointer[tongue]

// In returns all that the window says in one of words.Languages: the sentences that it shares with the
// command line, and its own. What is not translated yet is in English.
func In(language string) words.Catalogue {
	return words.In(language).With(words.Embedded(files, "en")).With(words.Embedded(files, language))
}

// Speak makes one of words.Languages the language of the window. What is shown already does not change.
func Speak(language string) { spoken.Store(&tongue{language, In(language)}) }

// Spoken returns the language of the window: English before Speak.
func Spoken() string { return speaking().language }

// Catalogue returns the catalogue that the window speaks from.
func Catalogue() words.Catalogue { return speaking().catalogue }

func speaking() tongue {
	if spoken.Load() == nil {
		Speak("en")
	}
	return *spoken.Load()
}

// Say returns the phrase of a code. args are names and their values by turns, each of
// which fills in the {name} of the phrase. A number is written as people read it; the
// one that is called n chooses between the forms of one and of several.
func Say(code string, args ...any) string {
	if len(args) == 0 {
		return Catalogue().What(code, nil)
	}
	all := photo.Args{}
	for i := 0; i+1 < len(args); i += 2 {
		name, value := args[i].(string), args[i+1]
		if n, ok := value.(int); ok {
			value = Catalogue().Number(n)
		}
		all[name] = fmt.Sprint(value)
	}
	return Catalogue().What(code, all)
}

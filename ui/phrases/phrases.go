// Package phrases has what the window says: sentences, titles, labels, and the texts
// of buttons and menus. en.json holds them by code, in the format of package words; a
// translation takes the place of that file, and nothing else in the window changes.
package phrases

import (
	_ "embed"
	"fmt"
	"sync"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/words"
)

//go:embed en.json
var englishJSON []byte

// Catalogue returns the catalogue that the window speaks from: the sentences that it
// shares with the command line, and its own. This is the one place that chooses it.
var Catalogue = sync.OnceValue(func() words.Catalogue {
	own, err := words.Parse(englishJSON)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return words.English().With(own)
})

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
			value = counts.Number(n)
		}
		all[name] = fmt.Sprint(value)
	}
	return Catalogue().What(code, all)
}

package hf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"recollect/engine/model/token/subword"
)

// added is a token that is found in a text before the model sees it.
type added struct {
	ID         int32  `json:"id"`
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"`
	Left       bool   `json:"lstrip"` // it takes the spaces before it
	Right      bool   `json:"rstrip"`
	Normalized bool   `json:"normalized"` // it is looked for in the normalised text
	Special    bool   `json:"special"`
}

// tokens are the added tokens of one pass.
type tokens struct {
	all  []added
	find *subword.Prefixes // values are indices of all
}

func newTokens(all []added, normalise func(string) string) tokens {
	keys := make([]string, len(all))
	values := make([]int32, len(all))
	for i, t := range all {
		keys[i], values[i] = t.Content, int32(i)
		if t.Normalized {
			keys[i] = normalise(t.Content)
		}
	}
	return tokens{all, subword.NewPrefixes(keys, values)}
}

// cut calls text for what lies between the tokens, with its place, and token for each
// token, until one returns false (AddedVocabulary::find_matches of tokenizers).
func (t tokens) cut(s string, text func(part string, at int) bool, token func(id int32) bool) bool {
	at := 0
	for _, m := range t.find.Find(s) {
		a := t.all[m.Value]
		if a.SingleWord && (endsWithWord(s[:m.Start]) || beginsWithWord(s[m.End:])) {
			continue
		}
		if a.Left {
			m.Start = max(at, len(strings.TrimRightFunc(s[:m.Start], unicode.IsSpace)))
		}
		if a.Right {
			m.End = len(s) - len(strings.TrimLeftFunc(s[m.End:], unicode.IsSpace))
		}
		if m.Start > at && !text(s[at:m.Start], at) {
			return false
		}
		if !token(a.ID) {
			return false
		}
		at = m.End
	}
	return at >= len(s) || text(s[at:], at)
}

var (
	endOfWord   = regexp.MustCompile(`[` + rustWordClass + `]$`)
	startOfWord = regexp.MustCompile(`^[` + rustWordClass + `]`)
)

func endsWithWord(s string) bool {
	_, size := utf8.DecodeLastRuneInString(s)
	return endOfWord.MatchString(s[len(s)-size:])
}

func beginsWithWord(s string) bool { return startOfWord.MatchString(s) }

package query

import (
	"slices"
	"strings"

	"recollect/engine/query/language"
)

// Models of this kind do not understand negation: "a street without cars" finds cars. The words
// that follow a word of negation are therefore removed from the sentence and searched for as
// something to avoid.

// negating are words that deny what follows, in several languages.
var negating = language.Words(`without no not ohne kein keine keinen keinem keiner keines sans sin senza zonder geen sem
	excluding except`)

// dropped are words without meaning once the words that they introduce are removed.
var dropped = language.Words(`with but and that has have having there is are mit und aber avec mais con pero ma
	met maar com mas`)

// articles begin what is denied and mean nothing: without any of the people.
var articles = language.Words(`a an any the of ein eine einen einem der die das irgendwelche un une des les le
	la el los las uno una een de het um uma`)

// joins and leads end what is denied: in "a street without cars at night" the
// night stays. What is denied may begin with one of leads: "not at night".
var (
	joins = language.Words("and but or und aber oder et mais ou y pero e ma maar")
	leads = language.Words(`with at in on by near under over behind before after during while from to for into through
	mit an am im auf bei unter über hinter vor nach während von zu für durch
	avec dans sur sous près con en sobre bajo sul sotto op onder met em sob`)
)

// expressions begin with a word of negation but deny nothing: "sin city" is a title, "sans serif" a
// kind of letters, and "no parking" is on a sign.
var expressions = map[string]map[string]bool{
	"no": language.Words(`parking smoking entry exit entrance trespassing swimming fishing diving littering
		stopping waiting standing loitering hunting camping vacancy vacancies u-turn u-turns brainer way longer
		matter doubt filter man's`),
	"not":     language.Words("only just quite"),
	"sin":     language.Words("city bin eater"),
	"sans":    language.Words("serif souci soucis"),
	"without": language.Words("borders limits end"),
	"sem":     language.Words("image scan"),
}

// nobody are words that deny people.
var nobody = language.Words("nobody no-one noone niemand nadie nessuno niemanden")

// denied is what a sentence excludes.
type denied struct {
	words []token
	typed []token // with the word of negation
}

// negations removes from a sentence what it denies.
func negations(words []token) (rest []token, away []denied) {
	for i := 0; i < len(words); {
		if n := deniesPeople(words[i:]); n > 0 {
			rest, away, i = withoutDropped(rest), append(away, peopleDenied(words[i:i+n])), i+n
			continue
		}
		if !is(negating, words[i]) || deniesNothing(words[i:]) {
			rest = append(rest, words[i])
			i++
			continue
		}
		d, next := deny(words, i)
		if len(d.words) == 0 { // "no" alone, or at the end: a word like any other
			rest = append(rest, words[i])
			i++
			continue
		}
		rest, away, i = withoutDropped(rest), append(away, d), next
	}
	return rest, away
}

// withoutDropped removes the words at the end of rest that introduced what was denied.
func withoutDropped(rest []token) []token {
	for len(rest) > 0 && is(dropped, rest[len(rest)-1]) {
		rest = rest[:len(rest)-1]
	}
	return withoutComma(rest)
}

// deniesNothing reports whether the word of negation at the beginning of words denies
// nothing: it begins a fixed expression, a number ("house no 12"), or what stands on
// a sign ("no dogs sign").
func deniesNothing(words []token) bool {
	if len(words) < 2 {
		return false
	}
	first, next := strings.ToLower(words[0].text), strings.ToLower(strings.TrimRight(words[1].text, ",;.!?"))
	if expressions[first][next] {
		return true
	}
	if first != "no" {
		return false
	}
	if next != "" && (next[0] >= '0' && next[0] <= '9' || next[0] == '#') {
		return true
	}
	for _, w := range words[2:min(len(words), 5)] {
		switch strings.ToLower(strings.TrimRight(w.text, ",;.!?")) {
		case "sign", "signs", "symbol", "poster":
			return true
		}
	}
	return false
}

// deniesPeople returns how many words at the beginning of words say that nobody is there.
func deniesPeople(words []token) int {
	switch {
	case is(nobody, words[0]):
		return 1
	case len(words) > 1 && is(language.Words("no"), words[0]) && is(language.Words("one"), words[1]):
		return 2
	}
	return 0
}

// peopleDenied returns what words such as "no one" deny.
func peopleDenied(typed []token) denied {
	word := typed[0]
	word.Span.To = typed[len(typed)-1].To
	word.text = "people"
	return denied{words: []token{word}, typed: typed}
}

// withoutComma removes a comma at the end of words.
func withoutComma(words []token) []token {
	if len(words) == 0 {
		return nil
	}
	last := &words[len(words)-1]
	if last.text = strings.TrimRight(last.text, ",;"); last.text == "" {
		return words[:len(words)-1]
	}
	return words
}

// deny reads what the word of negation at i denies, and returns where it ends.
func deny(words []token, i int) (d denied, next int) {
	at := i + 1
	for at < len(words) && is(articles, words[at]) {
		at++
	}
	from := at
	if at < len(words)-1 && is(leads, words[at]) {
		at++
	}
	for at < len(words) && !is(joins, words[at]) && !is(leads, words[at]) && !is(negating, words[at]) {
		ends := strings.HasSuffix(words[at].text, ",") || strings.HasSuffix(words[at].text, ";")
		at++
		if ends {
			break
		}
	}
	d.words = slices.Clone(words[from:at])
	if len(d.words) == 0 {
		return d, at
	}
	last := &d.words[len(d.words)-1]
	last.text = strings.TrimRight(last.text, ",;.!?")
	d.typed = words[i:at]
	if last.text == "" {
		d.words = nil
	}
	return d, at
}

func is(words map[string]bool, t token) bool { return t.quoted < 0 && words[strings.ToLower(t.text)] }

package query

import (
	"slices"
	"strings"
)

// Models of this kind do not understand negation: "a street without cars" finds
// cars. The words that follow a word of negation are therefore taken out of the
// sentence and kept away from.

// negating are words that deny what follows, in several languages.
var negating = set("without no not ohne kein keine keinen keinem keiner keines sans sin senza zonder geen sem excluding except")

// dropped are words that make no sense any more when what they lead up to is gone.
var dropped = set("with but and that has have having there is are mit und aber avec mais con pero ma met maar com mas")

// articles begin what is denied and say nothing: without any of the people.
var articles = set("a an any the of ein eine einen einem der die das irgendwelche un une des les le la el los las uno una een de het um uma")

// joins and leads end what is denied: in "a street without cars at night" the
// night stays. What is denied may begin with one of leads: "not at night".
var (
	joins = set("and but or und aber oder et mais ou y pero e ma maar")
	leads = set(`with at in on by near under over behind before after during while from to for into through
	mit an am im auf bei unter über hinter vor nach während von zu für durch
	avec dans sur sous près con en sobre bajo sul sotto op onder met em sob`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// denied is what a sentence says that there should not be.
type denied struct {
	words []token
	said  []token // with the word of negation
}

// negations takes what a sentence denies out of it.
func negations(words []token) (rest []token, away []denied) {
	for i := 0; i < len(words); {
		if !is(negating, words[i]) {
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
		for len(rest) > 0 && is(dropped, rest[len(rest)-1]) {
			rest = rest[:len(rest)-1]
		}
		rest = unpointed(rest)
		away, i = append(away, d), next
	}
	return rest, away
}

// unpointed takes the comma away that led up to what was taken out.
func unpointed(words []token) []token {
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
	d.said = words[i:at]
	if last.text == "" {
		d.words = nil
	}
	return d, at
}

func is(words map[string]bool, t token) bool { return t.quoted < 0 && words[strings.ToLower(t.text)] }

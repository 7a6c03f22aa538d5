package query

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"recollect/engine/photo"
)

// parser reads tokens from left to right. Words gather in a sentence that ends where a sign begins
// the next.
type parser struct {
	line    string
	options Options
	tokens  []token
	query   Query

	sign   float64 // of the sentence that is gathered: 1 or -1
	weight float64
	fresh  bool // a sign of its own was the last token: it also counts for a phrase or a filter
	words  []token
}

func (p *parser) run() {
	for len(p.tokens) > 0 {
		t := p.tokens[0]
		p.tokens = p.tokens[1:]
		p.take(t)
	}
	p.endPart()
	p.query.Marks = apart(p.query.Marks)
}

// apart sorts marks by place. Of two for the same piece the first stays: that a word is wrong is
// more important than that it is to be avoided.
func apart(marks []Mark) []Mark {
	slices.SortStableFunc(marks, func(a, b Mark) int { return a.From - b.From })
	end := 0
	return slices.DeleteFunc(marks, func(m Mark) bool {
		if m.From < end {
			return true
		}
		end = m.To
		return false
	})
}

// take reads the token t, and those after it that belong to it.
func (p *parser) take(t token) {
	switch {
	case t.quoted < 0 && isSign(t.text): // "beach - people": all that follows
		p.endPart()
		p.mark(t.Span, Sign)
		p.begin(signOf(t.text), 1)
		p.fresh = true
		return
	case t.quoted != 0 && len(t.text) > 1 && (t.text[0] == '-' || t.text[0] == '+'):
		p.signed(t)
	case !p.special(t, p.fresh && p.sign < 0):
		p.words = append(p.words, t)
	case p.fresh && len(p.words) == 0 && p.weight == 1: // the sign was for that
		p.begin(1, 1)
	}
	p.fresh = false
}

// isSign reports whether a word is a sign of its own: a plus, a minus, or a dash.
func isSign(word string) bool {
	switch word {
	case "+", "-", "--", "–", "—", "―", "−":
		return true
	}
	return false
}

func signOf(s string) float64 {
	if s == "+" {
		return 1
	}
	return -1
}

func (p *parser) begin(sign, weight float64) { p.sign, p.weight = sign, weight }

// signed reads a token with a sign directly before it. The sign applies to this one filter, phrase,
// picture or word alone; with a weight, to a sentence.
func (p *parser) signed(t token) {
	sign := signOf(t.text[:1])
	rest := token{Span: Span{t.From + 1, t.To}, text: t.text[1:], quoted: max(-1, t.quoted-1)}
	weight, word, ok := weighted(rest)
	if !ok && p.special(rest, sign < 0) {
		p.mark(Span{t.From, t.From + 1}, Sign)
		return
	}
	before, words := [2]float64{p.sign, p.weight}, p.words
	p.words = nil
	p.mark(Span{t.From, t.From + 1}, Sign)
	if ok { // -0.5:people in a row
		p.words = words
		p.endPart()
		p.begin(sign, weight)
		p.continueWith(rest, word)
		return
	}
	p.begin(sign, 1)
	p.words = []token{rest}
	p.endPart()
	p.words = words
	p.begin(before[0], before[1])
}

// special reads what is more than a word: a phrase, a picture, a filter or a weight. not means that
// a minus stands before it.
func (p *parser) special(t token, not bool) bool {
	if t.quoted == 0 {
		p.phrase(t, not)
		return true
	}
	if name, found := strings.CutPrefix(t.text, "@"); found && name != "" {
		if !isPicture(name, t.quoted > 0) {
			p.mistake(t.Span, wrong{reason: photo.NewReason("query:no-picture",
				photo.Args{"text": strconv.Quote(t.text)})})
			t.text = name
			p.words = append(p.words, t)
			return true
		}
		p.picture(t, name, not)
		return true
	}
	if t.quoted < 0 && isFileName(t.text) {
		p.phrase(t, not)
		return true
	}
	if weight, word, ok := weighted(t); ok {
		p.endPart()
		sign := 1.0
		if p.fresh {
			sign = p.sign
		}
		p.begin(sign, weight)
		p.continueWith(t, word)
		return true
	}
	return p.filter(t, not)
}

// continueWith reads the word that follows a weight in the token t.
func (p *parser) continueWith(t, word token) {
	p.mark(Span{t.From, word.From}, Sign)
	if word.text == "" {
		return
	}
	if name, found := strings.CutPrefix(word.text, "@"); found && isPicture(name, word.quoted > 0) && word.quoted != 0 {
		p.picture(word, name, p.sign < 0)
		p.begin(1, 1)
		return
	}
	p.words = append(p.words, word)
}

// weighted cuts a weight such as 0.5: from the beginning of a token. A letter, a quote or an @ must
// follow: 3:30 is a time and 16:9 a shape.
func weighted(t token) (weight float64, rest token, ok bool) {
	number, text, found := strings.Cut(t.text, ":")
	if !found || strings.Trim(number, "0123456789.") != "" || t.quoted >= 0 && t.quoted <= len(number) {
		return 0, token{}, false
	}
	weight, err := strconv.ParseFloat(number, 64)
	if err != nil || weight <= 0 || weight > maxWeight {
		return 0, token{}, false
	}
	cut := len(number) + 1
	if first, _ := utf8.DecodeRuneInString(text); !unicode.IsLetter(first) && first != '@' && t.quoted != cut {
		return 0, token{}, false
	}
	return weight, token{Span: Span{t.From + cut, t.To}, text: text, quoted: max(-1, t.quoted-cut)}, true
}

// maxWeight is the largest weight: beyond it the other parts would not count.
const maxWeight = 100

func (p *parser) phrase(t token, not bool) {
	text := strings.TrimSpace(t.text)
	p.mark(t.Span, Literal)
	if text != "" {
		p.query.Filters = append(p.query.Filters, Filter{Span: t.Span, Not: not, Condition: Phrase(text)})
	}
}

func (p *parser) picture(t token, name string, not bool) {
	weight := p.weight
	if len(p.words) > 0 { // the weight is that of the words before
		weight = 1
	}
	if not {
		weight = -weight
	}
	p.mark(t.Span, File)
	p.query.Parts = append(p.query.Parts, Part{Span: t.Span, Picture: name, Weight: weight})
}

// filter reads key:value, where the value may be several words of a date.
func (p *parser) filter(t token, not bool) bool {
	key, value, found := strings.Cut(t.text, ":")
	if !found || !isName(key) || strings.HasPrefix(value, "//") {
		return false
	}
	keyEnd := Span{t.From, t.From + len(key) + 1}
	read, known := filters[strings.ToLower(key)]
	if !known {
		if value != "" { // "note: buy milk" is a sentence
			p.mistake(keyEnd, wrong{
				reason: photo.NewReason("query:unknown-filter", photo.Args{"filter": strconv.Quote(key)}),
				meant:  nearest(key),
			})
		}
		return false
	}
	span := t.Span
	if t.quoted < 0 && isDate(key) {
		value, span = p.moreOfDate(t, value)
	}
	condition, err := read(value, p.options.Now)
	if err != nil {
		p.mistake(span, wrongFor(err))
		return true
	}
	p.mark(keyEnd, Key)
	p.mark(Span{keyEnd.To, span.To}, Value)
	if order, isOrder := condition.(order); isOrder {
		p.query.Sort = Sort(order)
		return true
	}
	p.query.Filters = append(p.query.Filters, Filter{Span: span, Not: not, Condition: condition})
	return true
}

// isDate reports whether the value of a filter is a date.
func isDate(key string) bool {
	switch strings.ToLower(key) {
	case "date", "before", "after":
		return true
	}
	return false
}

// moreOfDate adds the words that follow date:last and the like to the value, as many as make a
// date.
func (p *parser) moreOfDate(t token, value string) (string, Span) {
	span, best := t.Span, 0
	all, longest := value, value
	for i, next := range p.tokens {
		if i == maxDateWords || next.quoted >= 0 {
			break
		}
		all = strings.TrimSpace(all + " " + next.text)
		if _, err := readDate(all, p.options.Now); err == nil {
			best, longest = i+1, all
		}
	}
	if best > 0 {
		span.To = p.tokens[best-1].To
		p.tokens = p.tokens[best:]
	}
	return longest, span
}

// maxDateWords is how many words a date has beyond its first: "last 3 weeks".
const maxDateWords = 2

func isName(key string) bool {
	return key != "" && strings.Trim(strings.ToLower(key), "abcdefghijklmnopqrstuvwxyz") == ""
}

func (p *parser) mistake(s Span, w wrong) {
	p.query.Mistakes = append(p.query.Mistakes, Mistake{s, w.reason, w.meant})
	p.mark(s, Wrong)
}

func (p *parser) mark(s Span, k Kind) {
	if s.To > s.From {
		p.query.Marks = append(p.query.Marks, Mark{s, k})
	}
}

// endPart makes parts of the words gathered so far.
func (p *parser) endPart() {
	words := p.words
	p.words = nil
	if len(words) == 0 {
		return
	}
	weight := p.sign * p.weight
	if weight < 0 {
		for _, w := range words {
			p.mark(w.Span, Away)
		}
	}
	p.query.sentences = append(p.query.sentences, sentence{spanOf(words), textOf(words), weight})
	if weight < 0 {
		p.add(words, weight, false)
		return
	}
	rest, away := negations(words)
	for _, a := range away {
		p.noteNegation(a)
	}
	if p.options.AsTyped {
		p.add(words, weight, false)
		return
	}
	p.add(rest, weight, false)
	for _, a := range away {
		p.add(a.words, -weight, true)
		for _, w := range a.typed {
			p.mark(w.Span, Away)
		}
	}
}

// noteNegation records what a sentence denied, without words that were not understood.
func (p *parser) noteNegation(d denied) {
	if len(d.words) == 0 {
		return
	}
	var typed []string
	for _, w := range d.typed {
		wrong := slices.ContainsFunc(p.query.Marks, func(m Mark) bool { return m.Kind == Wrong && m.From == w.From })
		if !wrong {
			typed = append(typed, p.line[w.From:w.To])
		}
	}
	p.query.Negations = append(p.query.Negations, strings.TrimRight(strings.Join(typed, " "), ",;.!? "))
}

func spanOf(words []token) Span { return Span{words[0].From, words[len(words)-1].To} }

func textOf(words []token) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// add makes a part of words, if there are any.
func (p *parser) add(words []token, weight float64, negated bool) {
	if len(words) == 0 {
		return
	}
	part := Part{Span: spanOf(words), Text: textOf(words), Weight: weight, Negated: negated}
	p.query.Parts = append(p.query.Parts, part)
}

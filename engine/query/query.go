// Package query reads what a person types into the search box: sentences for
// the encoder, parts to add and to avoid, literal phrases, and filters.
//
// A line is parsed once, where it is typed, and travels as a Query from there to
// the packages that search: all of them see the same words, taken at the same
// moment. Only an album keeps a line as text, because "last week" in its line
// means the last week whenever it is opened.
//
// Parsing never fails: pieces that it does not understand are read as plain words and
// reported as Mistakes with their places. The packages that search decide what the
// parts mean for photos.
package query

import (
	"time"
	"unicode/utf8"

	"recollect/engine/photo"
)

// Query is what to search for: a line that Parse has read, and what accompanies it. A Query is a
// value; its slices must not be changed once it has been passed on. The zero Query asks for
// nothing.
type Query struct {
	// Text is the line as it was typed. Parse sets it and all fields up to Negations.
	Text string
	// Options are how the line was read. Now is never zero after Parse.
	Options
	Parts   []Part   // what the pictures should look like, in the order of the line
	Filters []Filter // what must hold for all of them
	Sort    Sort
	// Mistakes are pieces of the line that were not understood, in its order.
	Mistakes []Mistake
	// Marks are the pieces of the line to colour, in its order. They do not overlap.
	Marks []Mark
	// Negations are the pieces of the line that are read as a minus because of a word such as
	// "without", or would be but for AsTyped.
	Negations []string

	Not    []string   // sentences to avoid, beside those of the line
	Images []string   // paths of picture files, in the library or not, beside those of the line
	Like   []photo.ID // photos of the library to find similar ones of; they are no answer themselves
	All    bool       // weak matches are an answer too
	Limit  int        // the most hits wanted; 0 means all

	sentences []sentence // of the line
}

// sentence is a run of words of a line as they were typed, with "without" and the like.
type sentence struct {
	Span
	text   string
	weight float64
}

// Part is something that pictures should or should not look like. It has either Text or Picture.
type Part struct {
	Span
	Text    string
	Picture string  // as it was typed after the @: a path
	Weight  float64 // 1 unless it was given; below zero for what to avoid
	// Negated means that the minus comes from a word of the sentence, such as "without", rather
	// than from a sign.
	Negated bool
}

// Filter is a condition on photos.
type Filter struct {
	Span
	Not bool // it must not hold
	Condition
}

// Span is a piece of the line: bytes From up to To.
type Span struct{ From, To int }

// Mistake is a piece of the line that was not understood.
type Mistake struct {
	Span
	Reason photo.Reason // what is wrong with it
	Meant  string       // the value or the filter that was probably meant; empty if that is not known
}

// Mark is a piece of the line and what it is.
type Mark struct {
	Span
	Kind Kind
}

// Kind is what a piece of the line is.
type Kind int

// Kinds of pieces. Plain words have no mark.
const (
	Sign    Kind = iota // +, - or a weight
	Away                // words to avoid
	Literal             // a phrase in quotes
	Key                 // a filter's name with its colon
	Value               // a filter's value
	File                // @ and a picture's path
	Wrong               // not understood
)

// Sort is the order of the answer.
type Sort string

// Orders. The zero Sort is by relevance where there are Parts, else the newest first.
const (
	ByRelevance Sort = "relevance"
	Newest      Sort = "newest"
	Oldest      Sort = "oldest"
	ByName      Sort = "name"
	BySize      Sort = "size"
	ByRating    Sort = "rating"
)

// Options are what the line alone does not say. The zero value reads every word of negation as a
// minus, at the present time.
type Options struct {
	// Now is what "last summer" counts from, in the zone of the person's clock;
	// zero: the time of the call.
	Now time.Time
	// AsTyped leaves words such as "without" in the sentence: the person has undone their reading
	// as a minus.
	AsTyped bool
}

// maxLine is how many bytes a line may have: a long letter is no query.
const maxLine = 4096

// ErrTooLong is the error for a line of more than 4,096 bytes.
var ErrTooLong error = &photo.Fault{
	Code: "query:too-long",
	Text: "the line is too long",
}

// Check returns ErrTooLong for a line that cannot be a query. There is no other
// error: whatever else is not understood is a Mistake.
func Check(line string) error {
	if len(line) > maxLine {
		return ErrTooLong
	}
	return nil
}

// Parse reads line. It may be called from any goroutine. It reads nothing of a line that Check
// refuses, because half of it would be another query: the rest is one Mistake.
func Parse(line string, o Options) Query {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if Check(line) != nil {
		end := maxLine
		for end > 0 && !utf8.RuneStart(line[end]) {
			end--
		}
		rest := Span{end, len(line)}
		return Query{
			Text: line, Options: o, Mistakes: []Mistake{{Span: rest, Reason: "query:too-long-a-line"}},
			Marks: []Mark{{rest, Wrong}},
		}
	}
	p := parser{line: line, options: o, tokens: split(line), sign: 1, weight: 1, query: Query{Text: line, Options: o}}
	p.run()
	return p.query
}

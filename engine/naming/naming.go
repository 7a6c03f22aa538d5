// Package naming makes the names of copies of photos from a pattern: folders by date, names by what is known of a
// photo. The names it makes are good on every file system that a copy may go to, and lead to nothing outside the
// folder they are made for. Whether something has a name already is left to callers.
package naming

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"recollect/engine/photo"
)

// ByDay is the pattern of folders for each day in one for each year.
const ByDay = "2006/2006-01-02"

// maxPattern is the longest pattern, in bytes.
const maxPattern = 500

// maxElement is how many bytes an element of a path has at most: file systems take 255, and a number and an extension
// must fit.
const maxElement = 200

// fields are the parts of a date in a pattern, as package time writes them; others of that package are text here.
var fields = [...]string{"2006", "01", "02", "15", "04", "05"}

// wordNames are what stands in braces.
var wordNames = [...]string{"name", "number", "title", "camera"}

// Facts are what the names of one photo are made of.
type Facts struct {
	Name   string    // of the file, without extension
	Taken  time.Time // in the zone that is to be read
	Title  string
	Camera string
	Number int // in the order of the copies, from 1
}

// Pattern is a pattern that was read. The zero value makes empty names.
type Pattern struct {
	text     string
	elements [][]part
}

// part is a text, or a field if it stands for one.
type part struct {
	text  string
	field string // an element of fields or wordNames
}

// String is the pattern as it was written.
func (p Pattern) String() string { return p.text }

// Parse reads a pattern: names of folders and of a file with slashes between them. In each, 2006, 01, 02, 15, 04 and
// 05 stand for the year, month, day, hour, minute and second, and {name}, {number}, {title} and {camera} for what
// they say. The error is a *photo.Fault: a pattern that is empty, too long or not UTF-8, an absolute path, an element
// that is empty, "." or "..", and braces with anything else.
func Parse(text string) (Pattern, error) {
	p := Pattern{text: text}
	if text == "" || len(text) > maxPattern || !utf8.ValidString(text) {
		return Pattern{}, wrong(text)
	}
	for _, element := range strings.Split(text, "/") {
		if clean(element) != element {
			return Pattern{}, wrong(text)
		}
		parts, ok := parse(element)
		if !ok {
			return Pattern{}, wrong(text)
		}
		p.elements = append(p.elements, parts)
	}
	return p, nil
}

// Flat reads a pattern without folders: its names have no slash.
func Flat(text string) (Pattern, error) {
	p, err := Parse(text)
	if err == nil && len(p.elements) > 1 {
		return Pattern{}, wrong(text)
	}
	return p, err
}

func wrong(text string) error {
	return &photo.Fault{
		Code: "naming:pattern", Args: photo.Args{"pattern": text}, Text: fmt.Sprintf("no pattern of names: %q", text),
	}
}

// parse reads one element; ok is false for braces with anything but a word.
func parse(element string) (parts []part, ok bool) {
	text := ""
	add := func(field string) {
		if text != "" {
			parts = append(parts, part{text: text})
		}
		text = ""
		if field != "" {
			parts = append(parts, part{field: field})
		}
	}
	for element != "" {
		if i := slices.IndexFunc(fields[:], func(f string) bool { return strings.HasPrefix(element, f) }); i >= 0 {
			add(fields[i])
			element = element[len(fields[i]):]
			continue
		}
		switch element[0] {
		case '}':
			return nil, false
		case '{':
			word, rest, closed := strings.Cut(element[1:], "}")
			if !closed || !slices.Contains(wordNames[:], word) {
				return nil, false
			}
			add(word)
			element = rest
		default:
			text += element[:1]
			element = element[1:]
		}
	}
	add("")
	return parts, true
}

// Path returns the path that the pattern gives a photo, with slashes and without an extension: as many elements as the
// pattern has. None is empty, "." or "..", has a character that some file system does not take, or more than 200 bytes.
func (p Pattern) Path(f Facts) string {
	elements := make([]string, len(p.elements))
	for i, parts := range p.elements {
		var b strings.Builder
		for _, part := range parts {
			b.WriteString(part.of(f))
		}
		elements[i] = clean(b.String())
	}
	return strings.Join(elements, "/")
}

func (p part) of(f Facts) string {
	switch p.field {
	case "":
		return p.text
	case "name":
		return f.Name
	case "number":
		return fmt.Sprintf("%04d", f.Number)
	case "title":
		return f.Title
	case "camera":
		return f.Camera
	}
	return f.Taken.Format(p.field)
}

// reserved are names that Windows gives to devices, with any extension.
var reserved = [...]string{"CON", "PRN", "AUX", "NUL"}

// clean returns a text as the name of a file that every file system takes. A good name is returned as it is.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || !unicode.IsGraphic(r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, text)
	for len(text) > maxElement {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	// Windows drops these at the end, and a dot at the front hides a file from scans.
	text = strings.TrimRight(strings.TrimLeft(text, "."), ". ")
	stem, _, _ := strings.Cut(strings.ToUpper(text), ".")
	device := len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) &&
		stem[3] >= '0' && stem[3] <= '9'
	if text == "" || device || slices.Contains(reserved[:], stem) {
		return "_" + text
	}
	return text
}

// Clean returns the name of a file, with its extension, as one that every file system takes.
func Clean(name string) string { return clean(name) }

// Numbered returns a name without extension for the n-th of several that would have the same: the first has it as it
// is.
func Numbered(stem string, n int) string {
	if n < 2 {
		return stem
	}
	return stem + "-" + strconv.Itoa(n)
}

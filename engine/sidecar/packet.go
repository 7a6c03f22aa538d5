package sidecar

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp/namespace"
	"recollect/engine/photo"
)

// ErrPacket is returned for what is no packet of XMP, or one that is damaged: it is not well-formed to its end, has no
// rdf:RDF, declares entities, or exceeds the limits.
var ErrPacket error = &photo.Fault{Code: "sidecars:packet", Text: "not a packet of XMP that can be changed"}

// The limits of one packet.
const (
	maxElements = 50_000
	maxDepth    = 64
)

// element is an element of a packet. Its offsets are those of bytes in the packet.
type element struct {
	prefix string
	name   xml.Name // with its namespace
	up     *element
	spaces map[string]string // namespaces that its tag declares, by prefix
	attrs  []attribute
	below  []*element

	start, open int // of its start tag: the "<", and behind the ">"
	close, end  int // of its end tag; both are open if it has none
}

// attribute is an attribute with the blanks before it.
type attribute struct {
	name        xml.Name
	value       string
	start, end  int
	valueOffset int // of the first byte within the quotes
}

// empty reports whether the element is one tag, as in <a/>.
func (e *element) empty() bool { return e.open == e.end }

// space returns the namespace that a prefix stands for within e; ok where one is declared.
func (e *element) space(prefix string) (space string, ok bool) {
	if prefix == "xml" {
		return namespace.XML, true
	}
	for ; e != nil; e = e.up {
		if space, ok := e.spaces[prefix]; ok {
			return space, true
		}
	}
	return "", false
}

// is reports whether e has this name. It forgives a slash at the end of a namespace, which some programs leave out.
func (e *element) is(space, name string) bool { return named(e.name, space, name) }

func named(n xml.Name, space, name string) bool {
	return n.Local == name && strings.TrimSuffix(n.Space, "/") == strings.TrimSuffix(space, "/")
}

// attr returns the value of an attribute, "" without one.
func (e *element) attr(space, name string) string {
	for _, a := range e.attrs {
		if named(a.name, space, name) {
			return a.value
		}
	}
	return ""
}

var declaration = regexp.MustCompile(`^(\x{feff}?\s*<\?xml[^>]*encoding\s*=\s*)(["'])([^"']+)["']`)

// text returns a packet in UTF-8, with a declaration that says so. A packet in UTF-8 stays as it is.
func text(packet []byte) string {
	s := string(packet)
	if _, size := words.Wide(packet); size > 1 || !utf8.ValidString(s) {
		s = words.XML(packet)
	}
	if g := declaration.FindStringSubmatch(s); g != nil && !strings.EqualFold(g[3], "utf-8") {
		s = g[1] + g[2] + "UTF-8" + g[2] + s[len(g[0]):]
	}
	return s
}

// parser reads a packet.
type parser struct {
	text     string
	d        *xml.Decoder
	top      *element
	elements int
}

// parse returns an element that has all of the packet below it.
func parse(text string) (*element, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	root := &element{}
	p := parser{text: text, d: d, top: root}
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && p.top == root {
			return root, nil
		}
		if err == nil {
			err = p.add(token, start)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: at byte %d: %w", ErrPacket, start, err)
		}
	}
}

func (p *parser) add(token xml.Token, start int) error {
	switch t := token.(type) {
	case xml.StartElement:
		return p.begin(t, start)
	case xml.EndElement:
		if p.top.up == nil || t.Name.Space != p.top.prefix || t.Name.Local != p.top.name.Local {
			return fmt.Errorf("</%s> ends no element", t.Name.Local)
		}
		p.top.close, p.top.end = start, int(p.d.InputOffset())
		p.top = p.top.up
	case xml.Directive:
		return errors.New("it declares a document type")
	}
	return nil
}

func (p *parser) begin(t xml.StartElement, start int) error {
	e := &element{
		prefix: t.Name.Space, name: t.Name, up: p.top, start: start, open: int(p.d.InputOffset()),
		spaces: map[string]string{},
	}
	depth := 0
	for up := p.top; up != nil; up = up.up {
		depth++
	}
	if p.elements += 1 + len(t.Attr); p.elements > maxElements || depth > maxDepth {
		return errors.New("it is too large")
	}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns":
			e.spaces[a.Name.Local] = a.Value
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			e.spaces[""] = a.Value
		}
	}
	if err := e.place(p.text, t.Attr); err != nil {
		return err
	}
	space, ok := e.space(e.prefix)
	if !ok && e.prefix != "" {
		return fmt.Errorf("the prefix %s stands for nothing", e.prefix)
	}
	e.name.Space = space
	p.top.below = append(p.top.below, e)
	p.top = e
	return nil
}

// place finds the bytes of each attribute in the start tag, which the decoder has found to be well-formed.
func (e *element) place(text string, attrs []xml.Attr) error {
	const blanks = " \t\r\n"
	at := e.start + 1 + strings.IndexAny(text[e.start+1:e.open], blanks+"/>")
	for _, a := range attrs {
		equals := strings.IndexByte(text[at:e.open], '=')
		if equals < 0 {
			return errors.New("an attribute has no value")
		}
		value := at + equals + 1
		for value < e.open && strings.IndexByte(blanks, text[value]) >= 0 {
			value++
		}
		length := strings.IndexByte(text[value+1:e.open], text[value])
		if text[value] != '"' && text[value] != '\'' || length < 0 {
			return errors.New("an attribute has no quotes")
		}
		name := a.Name
		if name.Space != "" && name.Space != "xmlns" {
			space, ok := e.space(name.Space)
			if !ok {
				return fmt.Errorf("the prefix %s stands for nothing", name.Space)
			}
			name.Space = space
		}
		end := value + 1 + length + 1
		e.attrs = append(e.attrs, attribute{
			name: name, value: a.Value, start: at, valueOffset: value + 1, end: end,
		})
		at = end
	}
	return nil
}

package sidecar

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp/namespace"
)

// edit replaces bytes of a packet.
type edit struct {
	start, end int
	text       string
}

// editor collects edits of one packet.
type editor struct {
	text   string
	all    []*element // rdf:Description, and what stands for it
	target *element   // one of them, which gets new properties
	edits  []edit
	fresh  []string          // new properties
	spaces map[string]string // namespaces that the target must declare for them, by prefix
	err    error             // the first reason why the packet cannot be changed
}

// newEditor returns an editor of a packet.
func newEditor(text string) (*editor, error) {
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	e := &editor{text: text, spaces: map[string]string{}}
	var find func(of *element)
	find = func(of *element) {
		for _, b := range of.below {
			if b.is(namespace.RDF, "RDF") {
				e.all = append(e.all, b.below...)
			} else {
				find(b)
			}
		}
	}
	find(root)
	for _, d := range e.all {
		if d.is(namespace.RDF, "Description") {
			e.target = d
		}
	}
	if e.target == nil {
		return nil, ErrPacket
	}
	return e, nil
}

// property is one place where a property stands: an attribute of a description, or an element in it.
type property struct {
	attr *attribute
	elem *element
}

func (e *editor) find(space, name string) []property {
	var all []property
	for _, d := range e.all {
		for i, a := range d.attrs {
			if named(a.name, space, name) {
				all = append(all, property{attr: &d.attrs[i]})
			}
		}
		for _, b := range d.below {
			if b.is(space, name) {
				all = append(all, property{elem: b})
			}
		}
	}
	return all
}

func (e *editor) replace(start, end int, text string) {
	e.edits = append(e.edits, edit{start, end, text})
}

// drop removes a property, with the blanks before it.
func (e *editor) drop(p property) {
	if p.attr != nil {
		e.replace(p.attr.start, p.attr.end, "")
		return
	}
	e.cut(p.elem)
}

// cut removes an element, with the blanks before it.
func (e *editor) cut(of *element) {
	start := len(strings.TrimRight(e.text[:of.start], " \t\r\n"))
	e.replace(max(start, of.up.open), of.end, "")
}

// value returns the text of an element that holds nothing else; ok says that it does.
func (e *editor) value(of *element) (text string, ok bool) {
	if len(of.below) > 0 {
		return "", false
	}
	for _, a := range of.attrs {
		if a.name.Space != namespace.XML && a.name.Space != "xmlns" && a.name.Local != "xmlns" {
			return "", false // such as rdf:resource
		}
	}
	var s string
	if xml.Unmarshal([]byte("<a>"+e.text[of.open:of.close]+"</a>"), &s) != nil {
		return "", false
	}
	return s, true
}

// set gives a property a text. It stays where it is, if it is there.
func (e *editor) set(space, name, value string) {
	if !e.change(space, name, value) {
		e.add(space, name, func(prefix, _ string) string {
			return "<" + prefix + name + ">" + escape(value) + "</" + prefix + name + ">"
		})
	}
}

// change gives a property a text if it is there, and reports whether it is. A second one of the name goes.
func (e *editor) change(space, name, value string) bool {
	all := e.find(space, name)
	done := false
	for _, p := range all {
		switch {
		case done:
			e.drop(p)
		case p.attr != nil:
			if p.attr.value != value {
				e.replace(p.attr.valueOffset, p.attr.end-1, escape(value))
			}
			done = true
		default:
			old, plain := e.value(p.elem)
			switch {
			case !plain:
				e.drop(p)
				continue
			case old == value:
			case p.elem.empty():
				e.expand(p.elem, escape(value))
			default:
				e.replace(p.elem.open, p.elem.close, escape(value))
			}
			done = true
		}
	}
	return done
}

// expand replaces the end of an element that is one tag by content and an end tag.
func (e *editor) expand(of *element, content string) {
	slash := strings.LastIndexByte(e.text[:of.open], '/')
	e.replace(slash, of.open, ">"+content+"</"+e.tag(of)+">")
}

// tag returns the name of an element as it is written.
func (e *editor) tag(of *element) string { return prefixed(of.prefix) + of.name.Local }

// prefixed returns what stands before a name.
func prefixed(prefix string) string {
	if prefix == "" {
		return ""
	}
	return prefix + ":"
}

// add adds a property, which write returns with these prefixes.
func (e *editor) add(space, name string, write func(prefix, rdf string) string) {
	e.fresh = append(e.fresh, write(e.prefix(space), e.prefix(namespace.RDF)))
}

// prefix returns what stands before names of a namespace in the target. A default namespace is not used, since
// attributes have none.
func (e *editor) prefix(space string) string {
	for up := e.target; up != nil; up = up.up {
		for _, prefix := range sortedKeys(up.spaces) {
			bound, _ := e.target.space(prefix)
			if prefix != "" && strings.TrimSuffix(bound, "/") == strings.TrimSuffix(space, "/") {
				return prefix + ":"
			}
		}
	}
	for n := 0; ; n++ {
		prefix := namespace.Prefix(space)
		if n > 0 {
			prefix += strconv.Itoa(n)
		}
		_, taken := e.target.space(prefix)
		if mine, ok := e.spaces[prefix]; ok {
			taken = mine != space
		}
		if !taken {
			e.spaces[prefix] = space
			return prefix + ":"
		}
	}
}

func sortedKeys(of map[string]string) []string {
	var all []string
	for key := range of {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

// result returns the packet with all edits.
func (e *editor) result() string {
	e.finish()
	// Stable: what is put at one place stays in order.
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var out strings.Builder
	at := 0
	for _, c := range e.edits {
		out.WriteString(e.text[at:c.start])
		out.WriteString(c.text)
		at = c.end
	}
	out.WriteString(e.text[at:])
	return out.String()
}

// finish adds the new properties, and the namespaces that they need.
func (e *editor) finish() {
	if len(e.fresh) == 0 {
		return
	}
	var declared strings.Builder
	for _, prefix := range sortedKeys(e.spaces) {
		declared.WriteString(" xmlns:" + prefix + "=\"" + e.spaces[prefix] + "\"")
	}
	between := e.indentation()
	content := between + strings.Join(e.fresh, between)
	if e.target.empty() {
		slash := strings.LastIndexByte(e.text[:e.target.open], '/')
		end := between[:max(0, len(between)-1)]
		e.replace(slash, e.target.open, declared.String()+">"+content+end+"</"+e.tag(e.target)+">")
		return
	}
	e.replace(e.target.open-1, e.target.open-1, declared.String())
	// Behind the last element, so that the end tag keeps its place.
	behind := e.target.open
	if n := len(e.target.below); n > 0 {
		behind = e.target.below[n-1].end
	}
	e.replace(behind, behind, content)
}

// indentation returns the blanks between properties of the target: as they are, or as those before the target and one
// more.
func (e *editor) indentation() string {
	before := func(of *element) string {
		return e.text[len(strings.TrimRight(e.text[:of.start], " \t\r\n")):of.start]
	}
	if len(e.target.below) > 0 {
		return before(e.target.below[0])
	}
	if b := before(e.target); strings.Contains(b, "\n") {
		return b + " "
	}
	return ""
}

// escape returns a value as it is written in a packet, without characters that XML forbids.
func escape(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(words.Clean(s))) // a Builder does not fail
	return out.String()
}

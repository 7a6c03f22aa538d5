package sidecar

import (
	"fmt"
	"slices"
	"strings"

	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp/namespace"
)

// container returns the rdf:Bag, rdf:Seq or rdf:Alt of a property; nil if it has none that items can be put in.
func container(p property) *element {
	if p.elem == nil || len(p.elem.below) != 1 || p.elem.below[0].empty() {
		return nil
	}
	switch c := p.elem.below[0]; {
	case c.is(namespace.RDF, "Bag"), c.is(namespace.RDF, "Seq"), c.is(namespace.RDF, "Alt"):
		return c
	}
	return nil
}

// hollow reports whether a property is a container without items, in one tag.
func hollow(p property) bool {
	return p.elem != nil && len(p.elem.below) == 1 && p.elem.below[0].empty() &&
		p.elem.below[0].name.Space == namespace.RDF
}

// item is a value of a list, and its element; nil for a value that is no item of a container.
type item struct {
	text string
	elem *element
}

// items returns the values of a property.
func (e *editor) items(p property) []item {
	if p.attr != nil {
		return []item{{text: words.Clean(p.attr.value)}}
	}
	c := container(p)
	if c == nil {
		text, ok := e.value(p.elem)
		if !ok || strings.TrimSpace(text) == "" {
			return nil
		}
		return []item{{text: words.Clean(text)}}
	}
	var all []item
	for _, li := range c.below {
		text, ok := e.value(li)
		if !ok {
			text = "\x00" // a structure, which is kept and equals nothing
		}
		all = append(all, item{words.Clean(text), li})
	}
	return all
}

// values returns the values of a property wherever it stands.
func (e *editor) values(space, name string) []string {
	var all []string
	for _, p := range e.find(space, name) {
		for _, i := range e.items(p) {
			all = append(all, i.text)
		}
	}
	return all
}

// list takes values out of a list and adds those that it lacks. kind is "Bag" or "Seq", for a list that is not there
// yet. A list that becomes empty goes. A structure in place of the list is an error.
func (e *editor) list(space, name, kind string, add []string, remove func(string) bool) {
	there := map[string]bool{}
	for _, v := range e.values(space, name) {
		there[v] = true
	}
	if len(lacking(add, there)) == 0 && !anyOf(there, remove) {
		return
	}
	var home *element // of new items
	var rest []string // values of what is written anew, since it is no list
	kept := map[string]bool{}
	for _, p := range e.find(space, name) {
		c := container(p)
		var stay, gone []item
		for _, i := range e.items(p) {
			if i.text != "" && remove(i.text) {
				gone = append(gone, i)
			} else {
				stay = append(stay, i)
				kept[i.text] = true
			}
		}
		switch {
		case c == nil && len(stay)+len(gone) == 0 && p.elem != nil && len(p.elem.below) > 0 && !hollow(p):
			e.err = fmt.Errorf("%w: %s is no list", ErrPacket, name)
			return
		case c == nil:
			for _, i := range stay {
				rest = append(rest, i.text)
			}
			e.drop(p)
		case len(stay) == 0 && (home != nil || len(lacking(add, kept)) == 0):
			e.drop(p)
		default:
			for _, i := range gone {
				e.cut(i.elem)
			}
			if home == nil {
				home = c
			}
		}
	}
	add = append(slices.Clone(rest), lacking(add, kept)...)
	switch {
	case len(add) == 0:
	case home != nil:
		e.append(home, add)
	default:
		e.add(space, name, func(prefix, rdf string) string {
			return "<" + prefix + name + "><" + rdf + kind + ">" + listed(rdf, add) + "</" + rdf + kind + "></" +
				prefix + name + ">"
		})
	}
}

func anyOf(values map[string]bool, is func(string) bool) bool {
	for v := range values {
		if v != "" && is(v) {
			return true
		}
	}
	return false
}

// lacking returns the values that are not kept, each once.
func lacking(values []string, kept map[string]bool) []string {
	var all []string
	for _, v := range values {
		if !kept[v] && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

func listed(rdf string, values []string) string {
	var out strings.Builder
	for _, v := range values {
		out.WriteString("<" + rdf + "li>" + escape(v) + "</" + rdf + "li>")
	}
	return out.String()
}

// append puts values behind the items of a container, indented as they are.
func (e *editor) append(c *element, values []string) {
	at, blanks := c.open, ""
	if n := len(c.below); n > 0 {
		at = c.below[n-1].end
		blanks = e.text[len(strings.TrimRight(e.text[:c.below[0].start], " \t\r\n")):c.below[0].start]
	}
	var out strings.Builder
	for _, v := range values {
		out.WriteString(blanks + listed(prefixed(c.prefix), []string{v}))
	}
	e.replace(at, at, out.String())
}

// alternative sets the text of a property in the default language. Those in other languages stay, unless the text is
// empty: then all go.
func (e *editor) alternative(space, name, text string) {
	all := e.find(space, name)
	done := false
	for _, p := range all {
		c := container(p)
		if text == "" || done || c == nil || !c.is(namespace.RDF, "Alt") || !e.setDefault(c, text) {
			e.drop(p)
			continue
		}
		done = true
	}
	if text == "" || done {
		return
	}
	e.add(space, name, func(prefix, rdf string) string {
		return "<" + prefix + name + "><" + rdf + "Alt><" + rdf + "li xml:lang=\"x-default\">" + escape(text) + "</" +
			rdf + "li></" + rdf + "Alt></" + prefix + name + ">"
	})
}

// setDefault sets the item of a container in the default language. It reports whether the container was fit for that.
func (e *editor) setDefault(c *element, text string) bool {
	for _, li := range c.below {
		old, ok := e.value(li)
		switch {
		case li.attr(namespace.XML, "lang") != "x-default":
			continue
		case !ok:
			return false
		case old == text:
		case li.empty():
			e.expand(li, escape(text))
		default:
			e.replace(li.open, li.close, escape(text))
		}
		return true
	}
	rdf := prefixed(c.prefix)
	e.replace(c.open, c.open, "<"+rdf+"li xml:lang=\"x-default\">"+escape(text)+"</"+rdf+"li>")
	return true
}

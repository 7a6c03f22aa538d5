package things

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Thing is an entry of a vocabulary.
type Thing struct {
	Name   string // shown to people and used in filters; unique in a vocabulary
	Group  string
	Prompt string // the text that the model embeds
	Kind   string // of things with the same one, at most one is suggested for a photo; empty: the thing has none
}

const (
	// mostBytes limits the length of a name: it must fit under a thumbnail.
	mostBytes = 60
	// mostThings limits the things that every photo is compared with.
	mostThings = 5000
)

// oneOf begins a line of things that are easily taken for each other.
const oneOf = "one of:"

// Parse reads a vocabulary, a line each: "[group]", "name" or "name = prompt", or, below
// them, "one of: name, name", which gives things one Kind; empty lines and those that
// begin with # are skipped. An invalid line is left out, and reported in faults with its
// number.
func Parse(text string) (list []Thing, faults []error) {
	group := ""
	seen := map[string]int{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if inside, ok := strings.CutPrefix(line, "["); ok {
			group = strings.TrimSpace(strings.TrimSuffix(inside, "]"))
			if group == "" || !strings.HasSuffix(line, "]") {
				faults = append(faults, fmt.Errorf("line %d: a group is written as [name], this is %q", n, line))
			}
			continue
		}
		if names, ok := strings.CutPrefix(line, oneOf); ok {
			if err := alike(list, names); err != nil {
				faults = append(faults, fmt.Errorf("line %d: %w", n, err))
			}
			continue
		}
		t, err := parseThing(line)
		first := seen[strings.ToLower(t.Name)]
		switch {
		case err != nil:
			faults = append(faults, fmt.Errorf("line %d: %w", n, err))
		case first > 0:
			faults = append(faults, fmt.Errorf("line %d: %q is there already, in line %d", n, t.Name, first))
		case len(list) == mostThings:
			return list, append(faults,
				fmt.Errorf("line %d: from here on nothing is read, as there are %d things already", n, mostThings))
		default:
			seen[strings.ToLower(t.Name)] = n
			t.Group = group
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		faults = append(faults, errors.New("there is no thing in it"))
	}
	return list, faults
}

// alike gives the things of list with these names one kind: what the line says.
func alike(list []Thing, names string) error {
	var at []int
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(list, func(t Thing) bool { return t.Name == name })
		switch {
		case i < 0:
			return fmt.Errorf("%q is not among the things above", name)
		case list[i].Kind != "":
			return fmt.Errorf("%q is in another such line already", name)
		}
		at = append(at, i)
	}
	if len(at) < 2 {
		return fmt.Errorf("two names or more must follow %q", oneOf)
	}
	for _, i := range at {
		list[i].Kind = strings.TrimSpace(names)
	}
	return nil
}

func parseThing(line string) (Thing, error) {
	name, prompt, has := strings.Cut(line, "=")
	t := Thing{Name: strings.TrimSpace(name), Prompt: strings.TrimSpace(prompt)}
	switch {
	case t.Name == "":
		return t, errors.New("the name before = is missing")
	case has && t.Prompt == "":
		return t, errors.New("the prompt after = is missing")
	case !utf8.ValidString(line):
		return t, errors.New("it is not UTF-8")
	case len(t.Name) > mostBytes:
		return t, fmt.Errorf("%q is too long", t.Name)
	case strings.ContainsAny(t.Name, "\",:\t"):
		return t, fmt.Errorf("%q has a comma, a quote, a colon or a tab in it", t.Name)
	}
	if !has {
		t.Prompt = t.Name
	}
	return t, nil
}

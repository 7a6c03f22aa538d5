package query

import (
	"slices"
	"strings"
)

// Orders are all orders, as a menu lists them.
func Orders() []Sort { return []Sort{ByRelevance, Newest, Oldest, ByName, BySize, ByRating} }

// WithSort returns the line with its order replaced by s, or removed if s is empty.
func (q Query) WithSort(s Sort) string {
	line := q.Text
	for _, m := range slices.Backward(q.Marks) {
		if m.Kind == Key && strings.EqualFold(line[m.From:m.To], "sort:") {
			line = cut(line, Span{m.From, valueEnd(q.Marks, m)})
		}
	}
	if s == "" {
		return line
	}
	return strings.TrimLeft(line+" "+SortText(s), " ")
}

// valueEnd is where the value of the filter with that key ends.
func valueEnd(marks []Mark, key Mark) int {
	for _, m := range marks {
		if m.Kind == Value && m.From == key.To {
			return m.To
		}
	}
	return key.To
}

// cut removes a piece of line, with the spaces that only separated it and with its sign.
func cut(line string, s Span) string {
	before := strings.TrimRight(strings.TrimSuffix(line[:s.From], "-"), " ")
	after := strings.TrimLeft(line[s.To:], " ")
	if before == "" || after == "" {
		return before + after
	}
	return before + " " + after
}

// Repair returns line with the mistake m of it replaced by what was probably meant. ok is false if
// that is not known.
func Repair(line string, m Mistake) (_ string, ok bool) {
	if m.From < 0 || m.From > m.To || m.To > len(line) || Check(line) != nil {
		return line, false
	}
	key, value, found := strings.Cut(line[m.From:m.To], ":")
	if !found {
		return line, false
	}
	if _, known := filters[strings.ToLower(key)]; !known {
		near := nearest(key)
		return line[:m.From] + near + ":" + value + line[m.To:], near != ""
	}
	value, ok = repairValue(fixed(strings.ToLower(key)), strings.Trim(value, `"“”„«»`))
	return line[:m.From] + key + ":" + value + line[m.To:], ok
}

// repairValue replaces the first of several values that is not a known one.
func repairValue(all []string, value string) (_ string, ok bool) {
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == '|' || r == ',' })
	for i, p := range parts {
		low := strings.ToLower(p)
		if slices.Contains(all, low) {
			continue
		}
		parts[i] = closest(low, all)
		return strings.Join(parts, "|"), parts[i] != ""
	}
	return value, false
}

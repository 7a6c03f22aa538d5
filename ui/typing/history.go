// Package typing handles the text of a search box, apart from showing it: it
// remembers lines, completes words, parses each line once, and recognises the paths
// of files.
package typing

import (
	"slices"
	"strings"
)

// historyLength is how many lines are remembered.
const historyLength = 50

// History is the lines that were searched for, to be walked with Up and Down. Its zero
// value is empty.
type History struct {
	lines []string // oldest first
	at    int      // how far back the walk is; 0: not walking
	typed string   // the line in the box before the walk
}

// Add adds a line as the newest, without duplicates, and ends the walk. It
// trims space, and ignores an empty line.
func (h *History) Add(line string) {
	h.at = 0
	line = strings.TrimSpace(line)
	if line == "" {
		return
	}
	h.lines = append(slices.DeleteFunc(h.lines, func(s string) bool { return s == line }), line)
	h.lines = h.lines[max(0, len(h.lines)-historyLength):]
}

// Begin puts lines of earlier sessions, the newest first, before those of this
// one.
func (h *History) Begin(lines []string) {
	now := h.lines
	h.lines, h.at = nil, 0
	for _, line := range slices.Backward(lines) {
		h.Add(line)
	}
	for _, line := range now {
		h.Add(line)
	}
}

// Empty reports whether nothing is remembered.
func (h *History) Empty() bool { return len(h.lines) == 0 }

// Older steps back to the nearest line that differs from current; ok is false
// if there is none.
func (h *History) Older(current string) (line string, ok bool) {
	if h.at == 0 {
		h.typed = current
	}
	for h.at < len(h.lines) {
		h.at++
		if s := h.lines[len(h.lines)-h.at]; s != current {
			return s, true
		}
	}
	return "", false
}

// Newer steps forward, in the end to the line in the box before the walk; ok is false
// while there is no walk.
func (h *History) Newer() (line string, ok bool) {
	if h.at == 0 {
		return "", false
	}
	h.at--
	if h.at == 0 {
		return h.typed, true
	}
	return h.lines[len(h.lines)-h.at], true
}

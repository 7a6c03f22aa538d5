package query

import "strings"

// historyLength is how many sentences are kept.
const historyLength = 50

// history is what was searched for, to be walked with Up and Down.
type history struct {
	sentences []string // oldest first
	at        int      // how far back the walk is; 0: not walking
	typed     string   // what stood in the box before the walk
}

// keep remembers text as the newest, once.
func (h *history) keep(text string) {
	h.at = 0
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	kept := h.sentences[:0]
	for _, s := range h.sentences {
		if s != text {
			kept = append(kept, s)
		}
	}
	h.sentences = append(kept, text)
	if over := len(h.sentences) - historyLength; over > 0 {
		h.sentences = h.sentences[over:]
	}
}

// begin puts lines of earlier times, the newest first, before those of now.
func (h *history) begin(lines []string) {
	now := h.sentences
	h.sentences, h.at = nil, 0
	for i := len(lines) - 1; i >= 0; i-- {
		h.keep(lines[i])
	}
	for _, s := range now {
		h.keep(s)
	}
}

// older steps back from current; ok is false at the end.
func (h *history) older(current string) (text string, ok bool) {
	if h.at == 0 {
		h.typed = current
	}
	for h.at < len(h.sentences) {
		h.at++
		if s := h.sentences[len(h.sentences)-h.at]; s != current {
			return s, true
		}
	}
	return "", false
}

// newer steps forward; ok is false when not walking.
func (h *history) newer() (text string, ok bool) {
	if h.at == 0 {
		return "", false
	}
	h.at--
	if h.at == 0 {
		return h.typed, true
	}
	return h.sentences[len(h.sentences)-h.at], true
}

package subword

import "slices"

// Symbol is a piece of a text during Rule. Symbols are linked to their neighbours,
// because removing one from a slice would make long words quadratic.
type Symbol struct {
	ID         int32 // of the vocabulary, or what the rule makes of it
	Start, End int32 // bytes of the text, for rules that ask for them
	prev, next int32 // indices of neighbours; negative: none
	gone       bool  // merged into the one before
}

// Rule is a rule that joins two neighbours: the lowest rank comes first, and the
// result has the given id.
type Rule func(a, b *Symbol) (rank uint32, id int32, ok bool)

// offer is a merge that may be done: of the Symbol at pos with the one after it.
type offer struct {
	rank    uint32
	pos, id int32
}

func (o offer) before(p offer) bool {
	return o.rank < p.rank || o.rank == p.rank && o.pos < p.pos
}

// Merge joins neighbours until the rule allows no more, the lowest rank first and the
// leftmost among equals, and returns what is left, in the same array. It takes n log n steps
// for n symbols.
func Merge(symbols []Symbol, rule Rule) []Symbol {
	link(symbols)
	var q queue
	propose := func(i int32) {
		if i < 0 || symbols[i].next < 0 {
			return
		}
		if rank, id, ok := rule(&symbols[i], &symbols[symbols[i].next]); ok {
			q.push(offer{rank, i, id})
		}
	}
	for i := range symbols {
		propose(int32(i))
	}
	for len(q) > 0 {
		o := q.pop()
		a := &symbols[o.pos]
		if a.gone || a.next < 0 {
			continue
		}
		b := &symbols[a.next]
		// either may have been merged with others since
		if _, id, ok := rule(a, b); !ok || id != o.id {
			continue
		}
		a.ID, a.End, a.next = o.id, b.End, b.next
		b.gone = true
		if a.next >= 0 {
			symbols[a.next].prev = o.pos
		}
		propose(a.prev)
		propose(o.pos)
	}
	return slices.DeleteFunc(symbols, func(s Symbol) bool { return s.gone })
}

// link makes each Symbol a neighbour of the next.
func link(symbols []Symbol) {
	for i := range symbols {
		symbols[i].prev, symbols[i].next = int32(i)-1, int32(i)+1
	}
	if len(symbols) > 0 {
		symbols[len(symbols)-1].next = -1
	}
}

// queue is a binary heap of offers, the first one on top. It is its own, because
// container/heap allocates for each element.
type queue []offer

func (q *queue) push(o offer) {
	h := append(*q, o)
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
	*q = h
}

func (q *queue) pop() offer {
	h := *q
	top := h[0]
	last := len(h) - 1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(h); c++ {
			if h[c].before(h[least]) {
				least = c
			}
		}
		if least == i {
			break
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
	*q = h
	return top
}

package subword

import (
	"cmp"
	"slices"
	"sort"
)

// Prefixes is a set of strings with values that finds those which a text begins with.
type Prefixes struct {
	keys   []string // sorted, each once and none empty
	values []int32
	first  [257]int32 // keys from first[b] up to first[b+1] begin with byte b
}

// NewPrefixes keeps keys. The last value of equal keys counts.
func NewPrefixes(keys []string, values []int32) *Prefixes {
	order := make([]int32, 0, len(keys))
	for i, k := range keys {
		if k != "" {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(a, b))
	})
	p := &Prefixes{}
	for i, at := range order {
		if i+1 < len(order) && keys[order[i+1]] == keys[at] {
			continue
		}
		p.keys = append(p.keys, keys[at])
		p.values = append(p.values, values[at])
	}
	for b := range p.first {
		p.first[b] = int32(sort.Search(len(p.keys), func(i int) bool { return int(p.keys[i][0]) >= b }))
	}
	return p
}

// each calls found with the length and the value of every key that text begins with,
// the shortest first.
func (p *Prefixes) each(text string, found func(length int, value int32)) {
	if text == "" {
		return
	}
	lo, hi := int(p.first[text[0]]), int(p.first[int(text[0])+1])
	for depth := 1; lo < hi; depth++ {
		if len(p.keys[lo]) == depth {
			found(depth, p.values[lo])
			lo++
		}
		if depth == len(text) {
			return
		}
		lo, hi = p.narrow(lo, hi, depth, text[depth])
	}
}

// narrow returns the keys from lo up to hi, which are longer than depth, that have b there.
func (p *Prefixes) narrow(lo, hi, depth int, b byte) (int, int) {
	if lo >= hi {
		return lo, hi
	}
	if p.keys[lo][depth] != b {
		lo += sort.Search(hi-lo, func(i int) bool { return p.keys[lo+i][depth] >= b })
	}
	if lo < hi && p.keys[hi-1][depth] != b {
		hi = lo + sort.Search(hi-lo, func(i int) bool { return p.keys[lo+i][depth] > b })
	}
	return lo, hi
}

// Longest returns the Longest key that text begins with; its length is 0 when there is none.
func (p *Prefixes) Longest(text string) (length int, value int32) {
	p.each(text, func(n int, v int32) { length, value = n, v })
	return length, value
}

// Match is a key in a text: the bytes from start up to end.
type Match struct {
	Start, End int
	Value      int32
}

// Find returns the keys in text, each the longest at its place, from left to right.
func (p *Prefixes) Find(text string) (out []Match) {
	if len(p.keys) == 0 {
		return nil
	}
	for i := 0; i < len(text); {
		n, v := p.Longest(text[i:])
		if n > 0 {
			out = append(out, Match{i, i + n, v})
		}
		i += max(n, 1)
	}
	return out
}

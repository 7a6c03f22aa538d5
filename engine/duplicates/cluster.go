package duplicates

import (
	"cmp"
	"context"
	"slices"
)

// clusters groups contents by complete linkage: all of a group are linked with each other, so that there is no
// chain of pictures each of which differs a little from the one before. The closest are joined first. Groups of
// one are left out. least is the relation that counts.
func (c *comparer) clusters(ctx context.Context, links []link, least relation) ([][]*content, error) {
	links = slices.DeleteFunc(slices.Clone(links), func(l link) bool { return l.relation < least })
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.relation, x.relation), cmp.Compare(y.likeness, x.likeness),
			slices.Compare(x.a.hash[:], y.a.hash[:]), slices.Compare(x.b.hash[:], y.b.hash[:]))
	})
	known := make(map[[2]*content]bool, len(links))
	for _, l := range links {
		known[pair(l.a, l.b)] = true
	}
	linked := func(a, b *content) (bool, error) {
		is, compared := known[pair(a, b)]
		if compared {
			return is, nil
		}
		l, err := c.compare(ctx, a, b)
		known[pair(a, b)] = l.relation >= least
		return l.relation >= least, err
	}
	in := map[*content]*[]*content{}
	var groups []*[]*content
	of := func(c *content) *[]*content {
		if in[c] == nil {
			in[c] = &[]*content{c}
			groups = append(groups, in[c])
		}
		return in[c]
	}
	for _, l := range links {
		a, b := of(l.a), of(l.b)
		if a == b {
			continue
		}
		whole, err := all(*a, *b, linked)
		if err != nil {
			return nil, err
		}
		if !whole {
			continue
		}
		*a = append(*a, *b...)
		for _, c := range *b {
			in[c] = a
		}
		*b = nil
	}
	var out [][]*content
	for _, g := range groups {
		if len(*g) > 1 {
			out = append(out, *g)
		}
	}
	return out, nil
}

// all reports whether each of a is linked with each of b.
func all(a, b []*content, linked func(a, b *content) (bool, error)) (bool, error) {
	for _, x := range a {
		for _, y := range b {
			if is, err := linked(x, y); err != nil || !is {
				return false, err
			}
		}
	}
	return true, nil
}

// pair is the key of two contents, in either order.
func pair(a, b *content) [2]*content {
	if slices.Compare(a.hash[:], b.hash[:]) > 0 {
		a, b = b, a
	}
	return [2]*content{a, b}
}

package filter

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// orders are the orders that SQLite can make, photos without a date last. Tiles has the same newest first.
var orders = map[query.Sort]string{
	query.Newest:   record.Order + ` DESC, id`,
	query.Oldest:   record.Undated + `, ` + record.Order + `, id`,
	query.BySize:   `size DESC, id`,
	query.ByRating: `rating DESC, ` + record.Order + ` DESC, id`,
}

// Sorted puts photos in an order: the newest, the oldest, the largest files or the best rated
// first, or by file names, in which numbers count as such and case does not matter. It drops photos
// that are not shown, and duplicates. The zero Sort means the newest first. query.ByRelevance
// returns ids as they are.
func (r Reader) Sorted(ctx context.Context, ids []photo.ID, by query.Sort) ([]photo.ID, error) {
	if by == "" {
		by = query.Newest
	}
	order, known := orders[by]
	switch {
	case by == query.ByRelevance:
		return ids, nil
	case by == query.ByName:
		return r.byName(ctx, ids)
	case !known:
		return nil, fmt.Errorf("unknown order %q", by)
	}
	wanted := photo.NewSet(ids...)
	from, args, err := among(wanted)
	if err != nil {
		return nil, err
	}
	var all *string
	q := `SELECT group_concat(id, ',' ORDER BY ` + order + `) FROM photos WHERE ` + from
	if err := r.DB.QueryRowContext(ctx, q, args...).Scan(&all); err != nil {
		return nil, store.Explain(err)
	}
	out := make([]photo.ID, 0, len(ids))
	err = eachID(all, func(id photo.ID) {
		if wanted.Has(id) {
			out = append(out, id)
		}
	})
	return out, err
}

// among returns a condition for the shown photos in s, with its arguments. If s is large, the
// condition holds for all photos, which is faster.
func among(s *photo.Set) (where string, args []any, err error) {
	where = `state < 2 AND lead = 0`
	if s.Len() > fewShown {
		return where, nil, nil
	}
	list, err := json.Marshal(s.IDs())
	return where + ` AND id IN (SELECT value FROM json_each(?))`, []any{string(list)}, err
}

// byName sorts photos by the names of their files.
func (r Reader) byName(ctx context.Context, ids []photo.ID) ([]photo.ID, error) {
	type named struct {
		id  photo.ID
		key string
	}
	wanted := photo.NewSet(ids...)
	from, args, err := among(wanted)
	if err != nil {
		return nil, err
	}
	all, err := store.Collect(ctx, r.DB, func(row store.Scanner) (named, error) {
		var n named
		var name string
		if err := row.Scan(&n.id, &name); err != nil || !wanted.Has(n.id) {
			return n, err
		}
		n.key = natural(name)
		return n, nil
	}, `
		SELECT id, substr(text, 1, instr(text, char(10)) - 1) FROM photos JOIN texts ON photo_id = id
		WHERE `+from, args...)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(n named) bool { return !wanted.Has(n.id) })
	slices.SortFunc(all, func(a, b named) int {
		if order := strings.Compare(a.key, b.key); order != 0 {
			return order
		}
		return int(a.id - b.id)
	})
	out := make([]photo.ID, len(all))
	for i, n := range all {
		out[i] = n.id
	}
	return out, nil
}

// natural is a key by which texts are in the order that people expect: "2" before "10".
// Every number is preceded by how many digits it has, leading zeros aside.
func natural(text string) string {
	var key strings.Builder
	for text != "" {
		i := strings.IndexFunc(text, isDigit)
		if i < 0 {
			i = len(text)
		}
		key.WriteString(text[:i])
		text = text[i:]
		digits := len(text) - len(strings.TrimLeftFunc(text, isDigit))
		if digits == 0 {
			continue
		}
		number := strings.TrimLeft(text[:digits], "0")
		// Digits again, so that numbers keep their place among other characters.
		length := strconv.Itoa(len(number))
		key.WriteString(strconv.Itoa(len(length)) + length + number)
		text = text[digits:]
	}
	return key.String()
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

package catalog

import (
	"slices"
	"testing"

	"recollect/engine/look"
	"recollect/engine/photo"
)

// seenBy are the perceptual hashes of the photos of c.
func seenBy(t *testing.T, c *Catalog) map[photo.ID]look.Hash {
	t.Helper()
	got := map[photo.ID]look.Hash{}
	err := c.Looks(t.Context(), func(s Seen) error {
		got[s.ID] = s.Look
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A perceptual hash belongs to all copies of a content, until the file of one is replaced.
func TestLooks(t *testing.T) {
	c := open(t)
	useSteps(t, c, LookKey)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i, name := range []string{"a.jpg", "b.jpg", "copy.jpg", "unread.jpg"} {
		ids = append(ids, insert(t, c, picture(f, name)))
		if i < 3 {
			encode(t, c, ids[i], photo.Hash{byte(i%2 + 1)}, axis(i))
		}
	}
	if p := progress(t, c, LookKey); p.Missing != 4 {
		t.Errorf("before: %+v", p)
	}
	const high = look.Hash(1<<63 | 5) // more than SQLite's numbers have without a sign
	update(t, c, func(tx *Tx) error { return tx.SetLook(photo.Hash{1}, high) })
	update(t, c, func(tx *Tx) error { return tx.SetLook(photo.Hash{2}, look.Flat) })
	if got := seenBy(t, c); len(got) != 3 || got[ids[0]] != high || got[ids[2]] != high || got[ids[1]] != look.Flat {
		t.Errorf("got %v", got)
	}
	var some []photo.ID
	err := c.LooksOf(t.Context(), []photo.ID{ids[3], ids[2], 99, ids[0]}, func(s Seen) error {
		some = append(some, s.ID)
		return nil
	})
	slices.Sort(some)
	if err != nil || !slices.Equal(some, []photo.ID{ids[0], ids[2]}) {
		t.Errorf("of some: %v, %v", some, err)
	}
	if p := progress(t, c, LookKey); p.Missing != 1 {
		t.Errorf("afterwards: %+v", p)
	}
	p, err := c.Photo(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	if got := seenBy(t, c); len(got) != 2 {
		t.Errorf("after a file was replaced: %v", got)
	}
	update(t, c, func(tx *Tx) error { return tx.Delete(ids[2]) })
	if got := seenBy(t, c); len(got) != 1 {
		t.Errorf("after a photo was removed: %v", got)
	}
}

// The library in testdata/v6.db is that of version 5, opened by the last program that knew version 6. All photos
// are to be looked at once more, and nothing else.
func TestVersion6(t *testing.T) {
	c := frozen(t, "v6.db")
	if n := counts(t, c); n != (Counts{Photos: 7, Encoded: 6, Problems: 1, Away: 2, Waiting: 1, Gone: 1, Folders: 3}) {
		t.Errorf("got %+v", n)
	}
	if got := seenBy(t, c); len(got) != 0 {
		t.Errorf("looks: %v", got)
	}
	before := missing(t, c, EmbedKey("model-a"))
	useSteps(t, c, ColourKey, LookKey)
	if p := progress(t, c, LookKey); p.Missing+p.Unreachable != 7 {
		t.Errorf("progress %+v", p)
	}
	if after := missing(t, c, EmbedKey("model-a")); !slices.Equal(before, after) {
		t.Errorf("to be embedded: %v, before %v", after, before)
	}
}

package catalog

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// tagged has three photos in these tags, one of them with its RAW file.
func tagged(t *testing.T) (*Catalog, map[string]photo.ID) {
	t.Helper()
	c := open(t)
	f := addFolder(t, c, "/p")
	ids := map[string]photo.ID{}
	for _, name := range []string{"a.cr2", "a.jpg", "b.jpg", "c.jpg", "gone.jpg"} {
		p := picture(f, name)
		if strings.HasSuffix(name, "cr2") {
			p.Format = "cr2"
		}
		ids[name] = insert(t, c, p)
	}
	for tag, names := range map[string][]string{
		"Family": {"a.cr2"}, "family/Anna": {"a.jpg", "b.jpg"}, "Family/Ben/School": {"c.jpg"},
		"Familiar": {"c.jpg"}, "Family album": {"b.jpg"}, "Été": {"a.jpg"}, "Lost": {"gone.jpg"},
	} {
		for _, name := range names {
			update(t, c, func(tx *Tx) error { return tx.Tag(ids[name], tag) })
		}
	}
	update(t, c, func(tx *Tx) error {
		// An earlier version took blank parts as they were typed.
		err := tx.exec(`INSERT INTO tags (key, name, photo_id) VALUES ('family / anna', 'Family / Anna', ?)`,
			ids["c.jpg"])
		return errors.Join(err, tx.SetGone(ids["gone.jpg"], time.Unix(100, 0)))
	})
	return c, ids
}

// tree writes the tags of c, and checks that each is found by as many photos as it is said to have.
func tree(t *testing.T, c *Catalog) string {
	t.Helper()
	all, err := c.AllTags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, tag := range all {
		lines = append(lines, fmt.Sprint(tag.Name, " ", tag.Photos))
		alone := query.Text{In: query.Tag, Want: "/" + strings.ToUpper(tag.Name)}
		found, err := c.Select(t.Context(), []query.Filter{{Condition: alone}})
		if err != nil || found.Len() != tag.Photos {
			t.Errorf("%s: the filter finds %d photos, %v, want %d", tag.Name, found.Len(), err, tag.Photos)
		}
	}
	return strings.Join(lines, ", ")
}

const tagTree = "Familiar 1, Family 3, Family/Anna 3, Family/Ben 1, Family/Ben/School 1, Family album 1, Été 1"

// Tags within others count for those, each photo once, a RAW file as the JPEG that it is shown with.
func TestAllTags(t *testing.T) {
	c, ids := tagged(t)
	if got := tree(t, c); got != tagTree {
		t.Errorf("got %s\nwant %s", got, tagTree)
	}
	// A word that is not a tag alone also finds what contains it.
	found, err := c.Select(t.Context(), []query.Filter{{Condition: query.Text{In: query.Tag, Want: "Famil"}}})
	if err != nil || found.Len() != 3 {
		t.Errorf("a part of tags finds %d, %v", found.Len(), err)
	}
	update(t, c, func(tx *Tx) error { return tx.Untag(ids["c.jpg"], "family/ben/school") })
	if got := tree(t, c); strings.Contains(got, "Ben") {
		t.Errorf("a tag that no photo has any more stays: %s", got)
	}
}

// A tag gets another name with those within it, as one act that can be undone, and joins one that has the name.
func TestTagsAreRenamedAndRemoved(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(tx *Tx) error
		want string
	}{
		{
			"rename", func(tx *Tx) error { return tx.RenameTag("Family", "People") },
			"Familiar 1, Family album 1, People 3, People/Anna 3, People/Ben 1, People/Ben/School 1, Été 1",
		},
		{
			"into another", func(tx *Tx) error { return tx.RenameTag("familiar", " Family / Ben ") },
			"Family 3, Family/Anna 3, Family/Ben 1, Family/Ben/School 1, Family album 1, Été 1",
		},
		{
			"into itself", func(tx *Tx) error { return tx.RenameTag("Family", "Family/Anna") },
			"Familiar 1, Family 3, Family/Anna 3, Family/Anna/Anna 3, Family/Anna/Ben 1, Family/Anna/Ben/School 1, " +
				"Family album 1, Été 1",
		},
		{
			"out of another", func(tx *Tx) error { return tx.RenameTag("Family/Ben", "Ben") },
			"Ben 1, Ben/School 1, Familiar 1, Family 3, Family/Anna 3, Family album 1, Été 1",
		},
		{
			"in capitals", func(tx *Tx) error { return tx.RenameTag("été", "ÉTÉ") },
			strings.Replace(tagTree, "Été", "ÉTÉ", 1),
		},
		{
			"remove", func(tx *Tx) error { return tx.RemoveTag("family") }, "Familiar 1, Family album 1, Été 1",
		},
		{"none", func(tx *Tx) error { return tx.RemoveTag("Famil") }, tagTree},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := tagged(t)
			before := c.Acted()
			update(t, c, tt.do)
			if got := tree(t, c); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
			if changed := c.Acted() != before; changed != (tt.want != tagTree) {
				t.Errorf("it is an act of the history: %v", changed)
			}
			if tt.want == tagTree {
				return
			}
			update(t, c, undo)
			if got := tree(t, c); got != tagTree {
				t.Errorf("undone: got %s\nwant %s", got, tagTree)
			}
			update(t, c, redo)
			if got := tree(t, c); got != tt.want {
				t.Errorf("done again: got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What was said of a photo that is gone goes along with a tag: it has the new name when it comes back.
func TestATagOfAGonePhotoIsRenamed(t *testing.T) {
	c, ids := tagged(t)
	update(t, c, func(tx *Tx) error { return tx.RenameTag("Lost", "Found") })
	wants(t, "tags", []string{"Found"})(c.TagsOf(t.Context(), ids["gone.jpg"]))
}

func TestATagNeedsAName(t *testing.T) {
	c, _ := tagged(t)
	for _, do := range []func(tx *Tx) error{
		func(tx *Tx) error { return tx.RenameTag("Family", " / ") },
		func(tx *Tx) error { return tx.RenameTag("", "x") },
		func(tx *Tx) error { return tx.RemoveTag(" /") },
	} {
		if err := c.Update(t.Context(), do); !errors.Is(err, ErrNoName) {
			t.Errorf("a blank name: %v", err)
		}
	}
	if got := tree(t, c); got != tagTree {
		t.Errorf("it changed tags: %s", got)
	}
}

// BenchmarkAllTags reads 2,000 tags of 100,000 photos that have three each.
func BenchmarkAllTags(b *testing.B) {
	c, err := Open(b.Context(), b.TempDir()+"/c.db", Options{Model: "m"})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	f, err := c.AddFolder(b.Context(), "/p")
	if err != nil {
		b.Fatal(err)
	}
	err = c.Update(b.Context(), func(tx *Tx) error {
		for i := range 100_000 {
			if _, err := tx.Insert(picture(f, fmt.Sprintf("%06d.jpg", i))); err != nil {
				return err
			}
		}
		return tx.exec(`WITH RECURSIVE k (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM k WHERE i < 2)
			INSERT OR IGNORE INTO tags (key, name, photo_id)
			SELECT printf('group %d/tag %d', (id * 7 + i) % 40, (id * 7 + i) % 2000),
				printf('group %d/tag %d', (id * 7 + i) % 40, (id * 7 + i) % 2000), id FROM photos, k`)
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if all, err := c.AllTags(b.Context()); err != nil || len(all) != 2040 {
			b.Fatal(len(all), err)
		}
	}
}

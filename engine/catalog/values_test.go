package catalog

import (
	"errors"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

func TestValues(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	a, b := picture(f, "2023/a.jpg"), picture(f, "2024/b.jpg")
	a.Camera, a.Meta = "One", photo.Meta{
		Lens: "50mm", Label: "Red", Keywords: []string{"boat", "sea"},
		People: []string{"Anna"},
	}
	b.Camera, b.Meta = "Two", photo.Meta{Lens: "50mm", Keywords: []string{"boat"}}
	a.ID, b.ID = insert(t, c, a), insert(t, c, b)
	update(t, c, func(tx *Tx) error {
		_, err := tx.SaveAlbum("Best", "x")
		return errors.Join(err, tx.Tag(a.ID, "mine"), tx.Tag(b.ID, "MINE"), tx.Judge(a.ID, "dog", photo.Confirmed),
			tx.SuggestThing("cat", map[photo.ID]float64{b.ID: 1}))
	})
	for of, want := range map[query.Property][]string{
		query.Camera: {"One", "Two"}, query.Lens: {"50mm"}, query.Label: {"Red"}, query.Keyword: {"boat", "sea"},
		query.Person: {"Anna"},
		query.Tag:    {"boat", "dog", "mine", "sea"}, query.Thing: {"cat", "dog"}, query.Album: {"Best"},
		query.Folder: {"2023", "2024"},
	} {
		wants(t, string(of), want)(c.Values(t.Context(), of))
	}
	if _, err := c.Values(t.Context(), "x"); err == nil {
		t.Error("an unknown property has values")
	}
}

// What only photos have that are in no answer, because their files are gone or their folder was removed,
// completes no search: nothing would be found. Away folders' photos are found.
func TestValuesOfWhatIsGone(t *testing.T) {
	c := open(t)
	stays, away, out := addFolder(t, c, "/stays"), addFolder(t, c, "/away"), addFolder(t, c, "/out")
	say := func(f photo.Folder, name, word string, gone bool) {
		p := picture(f, name)
		p.Camera, p.Meta = word+" camera", photo.Meta{
			Lens: word + " lens", Label: word + " label", Keywords: []string{word + " keyword"},
			People: []string{word + " person"},
		}
		id := insert(t, c, p)
		update(t, c, func(tx *Tx) error {
			return errors.Join(tx.Tag(id, word+" tag"), tx.Judge(id, word+" thing", photo.Confirmed))
		})
		if gone {
			update(t, c, func(tx *Tx) error { return tx.SetGone(id, time.Unix(1, 0)) })
		}
	}
	values := func(when string, words ...string) {
		t.Helper()
		var tags []string
		for _, word := range words {
			tags = append(tags, word+" keyword", word+" tag", word+" thing")
		}
		for of, ending := range map[query.Property]string{
			query.Camera: "camera", query.Lens: "lens", query.Label: "label", query.Keyword: "keyword",
			query.Person: "person", query.Thing: "thing",
		} {
			var want []string
			for _, word := range words {
				want = append(want, word+" "+ending)
			}
			wants(t, when+", "+string(of), want)(c.Values(t.Context(), of))
		}
		wants(t, when+", tag", tags)(c.Values(t.Context(), query.Tag))
	}
	say(stays, "a.jpg", "both", false)
	say(out, "a.jpg", "both", false)
	say(away, "a.jpg", "far", false)
	say(stays, "b.jpg", "lost", true)
	say(out, "b.jpg", "out", false)
	if err := c.SetAway(t.Context(), away.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	values("before", "both", "far", "out")
	remove(t, c, out, 100)
	values("removed", "both", "far")
	plain := picture(stays, "c.jpg")
	plain.Camera = ""
	plain.ID = insert(t, c, plain)
	update(t, c, func(tx *Tx) error { return tx.Judge(plain.ID, "nowhere", photo.Rejected) })
	values("rejected", "both", "far")
}

package catalog

import (
	"testing"
	"time"

	"recollect/engine/catalog/filter"
	"recollect/engine/photo"
)

func TestSpelled(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	for name, caption := range map[string]string{
		"colmar-1.jpg": "", "seaside.jpg": "", "Café.jpg": "",
		"b.jpg": "Colmar and the sea", "art.jpg": "", "party.jpg": "", "partisan.jpg": "", "cart.jpg": "",
	} {
		p := picture(f, name)
		p.Meta = photo.Meta{Caption: caption}
		insert(t, c, p)
	}
	lost := insert(t, c, picture(f, "gone.jpg"))
	update(t, c, func(tx *Tx) error { return tx.SetGone(lost, time.Unix(1, 0)) })
	got, err := c.Spelled(t.Context(), []string{"colmar", "sea", "cafe", "café", "art", "gone", "nowhere"})
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]filter.Spelled{
		"colmar": {Name: true, Text: true}, "sea": {Text: true}, "cafe": {Name: true}, "café": {Name: true},
		"art":  {}, // most of the names that have it mean something else
		"gone": {}, "nowhere": {},
	} {
		if got[word] != want {
			t.Errorf("%s: got %+v, want %+v", word, got[word], want)
		}
	}
	if got, err := c.Spelled(t.Context(), nil); got != nil || err != nil {
		t.Errorf("of no words: %v, %v", got, err)
	}
}

func BenchmarkSpelled100k(b *testing.B) {
	c := livedIn(b)
	for b.Loop() {
		if _, err := c.Spelled(b.Context(), []string{"dog", "running", "beach", "walkabout"}); err != nil {
			b.Fatal(err)
		}
	}
}

package catalog

import (
	"testing"

	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Blurry and dark photos are found by the grades of their contents, until a file is replaced.
func TestGrades(t *testing.T) {
	c := open(t)
	useSteps(t, c, GradeKey)
	ids := alike(t, c, 1, 2, 1, 3)
	if p := progress(t, c, GradeKey); p.Missing != 4 {
		t.Errorf("before: %+v", p)
	}
	for i, g := range []look.Grade{
		{Sharp: look.Blurry - 1, Light: 200}, {Sharp: look.NoEdges}, {Sharp: look.Blurry, Light: look.Dark},
	} {
		update(t, c, func(tx *Tx) error { return tx.SetGrade(photo.Hash{byte(i + 1)}, g) })
	}
	find := func(is query.Is, want ...photo.ID) {
		t.Helper()
		wants(t, string(is), want)(chosen(c.Select(t.Context(), []query.Filter{{Condition: is}})))
	}
	find(query.Blurry, ids[0], ids[2])
	find(query.Dark, ids[1])
	if p := progress(t, c, GradeKey); p.Missing != 0 {
		t.Errorf("afterwards: %+v", p)
	}
	grades, err := c.GradesOf(t.Context(), append(ids, 99))
	if err != nil || len(grades) != 4 || grades[ids[3]] != (look.Grade{Sharp: look.Blurry, Light: look.Dark}) {
		t.Errorf("the grades are %v, %v", grades, err)
	}
	p, err := c.Photo(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	find(query.Blurry, ids[2])
}

// Pictures of a screen are those that look like one, less so where they have the size of a display, and those that say
// so; none has a camera. What else has writing on it is a document.
func TestKinds(t *testing.T) {
	c := open(t)
	useSteps(t, c, GradeKey)
	f := addFolder(t, c, "/pictures")
	var ids []photo.ID
	for i, p := range []struct {
		name, camera string
		width        int
		said         bool
		look.Grade
	}{
		{name: "alike.jpg", Grade: look.Grade{Screen: look.Screen, Page: look.Page}},
		{name: "less.jpg", Grade: look.Grade{Screen: look.Screen - 1, Page: look.Page}},
		{name: "of a size.jpg", width: 1920, Grade: look.Grade{Screen: look.ScreenSized}},
		{
			name: "of a size, less.jpg", width: 1920,
			Grade: look.Grade{Screen: look.ScreenSized - 1, Page: look.Page - 1},
		},
		{name: "by a camera.jpg", width: 1920, camera: "Example One", Grade: look.Grade{Screen: 1000, Page: 1000}},
		{name: "Screenshot 1.jpg", Grade: look.Grade{Page: 1000}},
		{name: "said.jpg", said: true},
		{name: "neither.jpg"},
	} {
		pic := picture(f, p.name)
		pic.Camera, pic.WidthPx, pic.HeightPx, pic.Meta.Screen = p.camera, max(p.width, 700), 1080, p.said
		id := insert(t, c, pic)
		ids = append(ids, id)
		hash := photo.Hash{byte(i + 1)}
		encode(t, c, id, hash, axis(i%8))
		update(t, c, func(tx *Tx) error { return tx.SetGrade(hash, p.Grade) })
	}
	screens := []photo.ID{ids[0], ids[2], ids[5], ids[6]}
	find := func(f query.Filter, want ...photo.ID) {
		t.Helper()
		wants(t, "found", want)(chosen(c.Select(t.Context(), []query.Filter{f})))
	}
	find(query.Filter{Condition: query.Screenshot}, screens...)
	find(query.Filter{Condition: query.Formats{Screenshot: true}}, screens...)
	find(query.Filter{Condition: query.Screenshot, Not: true}, ids[1], ids[3], ids[4], ids[7])
	find(query.Filter{Condition: query.Document}, ids[1], ids[4])
	p, err := c.Photo(t.Context(), ids[6])
	if err != nil || !p.Meta.Screen {
		t.Fatal(p.Meta, err)
	}
	p.Meta.Screen = false
	update(t, c, func(tx *Tx) error { return tx.RefreshMetadata(p) })
	update(t, c, func(tx *Tx) error {
		return tx.Move(map[photo.ID]Place{ids[5]: {f.ID, photo.File{Path: "/pictures/beach.jpg", Size: 10}}})
	})
	find(query.Filter{Condition: query.Screenshot}, ids[0], ids[2])
	find(query.Filter{Condition: query.Document}, ids[1], ids[4], ids[5])
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// The library in testdata/v11.db was written by the last program that knew version 11: photos with grades of the
// first version, of which none says a kind, and one that waits. Sharpness stays until a photo is looked at again; files
// are described again, and none is embedded again.
func TestVersion11(t *testing.T) {
	c, err := Open(t.Context(), thawed(t, "v11.db"),
		Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "3"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	find := func(is query.Is, want ...photo.ID) {
		t.Helper()
		got, err := c.Select(t.Context(), []query.Filter{{Condition: is}})
		wants(t, string(is), append([]photo.ID{}, want...))(chosen(got, err))
	}
	at := func(name string) photo.Photo { t.Helper(); return named(t, c, "/pictures/"+name) }
	beach, shot, letter, other := at("beach.jpg"), at("Screenshot 1.png"), at("letter.jpg"), at("7F3A.png")
	useSteps(t, c, ColourKey, LookKey, GradeKey)
	find(query.Blurry, beach.ID)
	find(query.Screenshot, shot.ID)
	find(query.Document)
	if got, want := progress(t, c, GradeKey), (Progress{Photos: 5, Missing: 5}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := progress(t, c, EmbedKey("model-a")); got.Done != 4 || got.Missing != 1 {
		t.Errorf("to be embedded: %+v", got)
	}
	known, err := c.Below(t.Context(), "/")
	if err != nil || len(known) != 5 || !known[0].StaleMetadata {
		t.Errorf("known: %+v, %v", known, err)
	}
	other.Meta.Screen = true
	update(t, c, func(tx *Tx) error { return tx.RefreshMetadata(other) })
	page := look.Grade{Sharp: 900, Light: 200, Page: 999}
	update(t, c, func(tx *Tx) error { return tx.SetGrade(letter.Hash, page) })
	find(query.Screenshot, shot.ID, other.ID)
	find(query.Document, letter.ID)
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

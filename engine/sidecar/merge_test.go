package sidecar

import (
	"errors"
	"strings"
	"testing"
	"time"

	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

func ptr[T any](v T) *T { return &v }

// everything is a change of every field.
func everything() Change {
	zone := time.FixedZone("", 2*60*60)
	return Change{
		Rating: ptr(4), Label: ptr("Red"), Title: ptr("A <title> & more"), Caption: ptr("Two\nlines, \"quoted\""),
		Taken:   &photo.Moment{Time: time.Date(2021, 5, 6, 7, 8, 9, 0, zone), HasOffset: true},
		Place:   &photo.Place{Latitude: -33.856784, Longitude: 151.215297},
		AddTags: []string{"harbour", "Family/Anna", "Wien"},
	}
}

func merged(t *testing.T, packet string, c Change) string {
	t.Helper()
	out, err := Merge([]byte(packet), c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Merge(out, c)
	if err != nil || string(again) != string(out) {
		t.Errorf("the same change again: %v\n%s\nafter\n%s", err, again, out)
	}
	return string(out)
}

// checkRead compares what is read of a packet with a change to it.
func checkRead(t *testing.T, packet string, c Change) {
	t.Helper()
	r := xmp.Read([][]byte{[]byte(packet)})
	if c.Rating != nil && (r.Words.Rating != *c.Rating || !r.Rated) {
		t.Errorf("rating %d, want %d", r.Words.Rating, *c.Rating)
	}
	if c.Label != nil && (r.Words.Label != *c.Label || !r.Labelled) {
		t.Errorf("label %q, want %q", r.Words.Label, *c.Label)
	}
	if c.Title != nil && r.Words.Title != *c.Title {
		t.Errorf("title %q, want %q", r.Words.Title, *c.Title)
	}
	if c.Caption != nil && r.Words.Caption != *c.Caption {
		t.Errorf("caption %q, want %q", r.Words.Caption, *c.Caption)
	}
	if c.Taken != nil {
		for _, m := range r.Dates {
			if m.String() != c.Taken.String() {
				t.Errorf("date %v, want %v", m, c.Taken)
			}
		}
		if len(r.Dates) == 0 {
			t.Error("no date")
		}
	}
	if c.Place != nil {
		const near = 1e-8
		p := r.Shot.Place
		if p == nil || abs(p.Latitude-c.Place.Latitude) > near || abs(p.Longitude-c.Place.Longitude) > near {
			t.Errorf("place %v, want %v", p, c.Place)
		}
	}
	got := strings.Join(r.Words.Keywords, "\n") + "\n"
	for _, tag := range c.AddTags {
		if !strings.Contains(got, leaf(tag)+"\n") {
			t.Errorf("keywords %q lack %q", r.Words.Keywords, tag)
		}
	}
	for _, tag := range c.RemoveTags {
		if strings.Contains("\n"+got, "\n"+tag+"\n") {
			t.Errorf("keywords %q have %q", r.Words.Keywords, tag)
		}
	}
}

func abs(v float64) float64 { return max(v, -v) }

// A change of every field is read from a new sidecar and from those that programs write.
func TestMergeIsRead(t *testing.T) {
	for name, packet := range packets {
		t.Run(name, func(t *testing.T) {
			checkRead(t, merged(t, packet, everything()), everything())
			nothing := Change{Rating: ptr(0), Label: ptr(""), Title: ptr(""), Caption: ptr(""), RemoveTags: []string{
				"harbour", "Family/Anna", "Wien",
			}}
			checkRead(t, merged(t, merged(t, packet, everything()), nothing), nothing)
			rejected := Change{Rating: ptr(-1)}
			checkRead(t, merged(t, packet, rejected), rejected)
		})
	}
}

// A new sidecar looks as programs write it.
func TestMergeNew(t *testing.T) {
	got := merged(t, "", Change{Rating: ptr(3), AddTags: []string{"cat"}})
	want := `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:Rating>3</xmp:Rating>
   <dc:subject><rdf:Bag><rdf:li>cat</rdf:li></rdf:Bag></dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What a change does not name keeps its bytes.
func TestMergeKeepsBytes(t *testing.T) {
	for _, c := range []struct {
		name         string
		change       Change
		before, want string
	}{
		{
			"attribute",
			Change{Rating: ptr(5)},
			`<rdf:Description xmp:Rating = '3' tiff:Make="x" />`,
			`<rdf:Description xmp:Rating = '5' tiff:Make="x" />`,
		},
		{
			"element",
			Change{Rating: ptr(5)},
			"<rdf:Description>\n\t<!-- a --><xmp:Rating>3</xmp:Rating>\r\n</rdf:Description>",
			"<rdf:Description>\n\t<!-- a --><xmp:Rating>5</xmp:Rating>\r\n</rdf:Description>",
		},
		{
			"no change",
			Change{Rating: ptr(3), AddTags: []string{"a"}, RemoveTags: []string{"c"}},
			`<rdf:Description xmp:Rating="3" dc:subject="a"/>`, `<rdf:Description xmp:Rating="3" dc:subject="a"/>`,
		},
		{
			"list",
			Change{AddTags: []string{"c"}, RemoveTags: []string{"a"}},
			"<rdf:Description><dc:subject>\n <rdf:Bag>\n  <rdf:li>a</rdf:li>\n  <rdf:li>b</rdf:li>\n </rdf:Bag>" +
				"</dc:subject></rdf:Description>",
			"<rdf:Description><dc:subject>\n <rdf:Bag>\n  <rdf:li>b</rdf:li>\n  <rdf:li>c</rdf:li>\n </rdf:Bag>" +
				"</dc:subject></rdf:Description>",
		},
		{
			"languages",
			Change{Title: ptr("new")},
			`<rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang="de">alt</rdf:li>` +
				`<rdf:li xml:lang="x-default">old</rdf:li></rdf:Alt></dc:title></rdf:Description>`,
			`<rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang="de">alt</rdf:li>` +
				`<rdf:li xml:lang="x-default">new</rdf:li></rdf:Alt></dc:title></rdf:Description>`,
		},
		{
			"the same name elsewhere",
			Change{Rating: ptr(1)},
			`<rdf:Description xmp:Rating="2"><a:b xmlns:a="urn:a">` +
				`<rdf:Description xmp:Rating="5"/></a:b></rdf:Description>`,
			`<rdf:Description xmp:Rating="1"><a:b xmlns:a="urn:a">` +
				`<rdf:Description xmp:Rating="5"/></a:b></rdf:Description>`,
		},
		{
			"another's prefix",
			Change{Rating: ptr(1)},
			`<rdf:Description xmlns:xmp="urn:mine" xmp:Rating="2"/>`,
			`<rdf:Description xmlns:xmp="urn:mine" xmp:Rating="2" xmlns:xmp1="http://ns.adobe.com/xap/1.0/">` +
				`<xmp1:Rating>1</xmp1:Rating></rdf:Description>`,
		},
		{
			"a tag within another",
			Change{RemoveTags: []string{"A/x"}},
			`<rdf:Description><lr:hierarchicalSubject><rdf:Bag><rdf:li>A|x</rdf:li>` +
				`<rdf:li>B|x</rdf:li></rdf:Bag></lr:hierarchicalSubject>` +
				`<dc:subject><rdf:Bag><rdf:li>x</rdf:li></rdf:Bag></dc:subject></rdf:Description>`,
			`<rdf:Description><lr:hierarchicalSubject><rdf:Bag>` +
				`<rdf:li>B|x</rdf:li></rdf:Bag></lr:hierarchicalSubject>` +
				`<dc:subject><rdf:Bag><rdf:li>x</rdf:li></rdf:Bag></dc:subject></rdf:Description>`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := merged(t, around(c.before), c.change); got != around(c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, around(c.want))
			}
		})
	}
}

// around returns a packet with a description.
func around(description string) string {
	return "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"` +
		` xmlns:xmp="http://ns.adobe.com/xap/1.0/" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" ` +
		`xmlns:lr="http://ns.adobe.com/lightroom/1.0/">` + description + `</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// What cannot be followed to its end is refused.
func TestMergeRefuses(t *testing.T) {
	for name, packet := range map[string]string{
		"no packet":      "a text",
		"no description": around(""),
		"cut":            around(`<rdf:Description xmp:Rating="3"/>`)[:400],
		"crossed":        around(`<rdf:Description><dc:a><dc:b></dc:a></dc:b></rdf:Description>`),
		"unknown prefix": around(`<rdf:Description nobody:Rating="3"/>`),
		"entities":       `<!DOCTYPE a [<!ENTITY e "x">]>` + around(`<rdf:Description/>`),
		"deep":           around(strings.Repeat("<dc:a>", 100) + strings.Repeat("</dc:a>", 100)),
		"large":          around(`<rdf:Description/>` + strings.Repeat(" ", xmp.MaxPacket)),
		"a structure": around(`<rdf:Description><dc:subject rdf:parseType="Resource">` +
			`<dc:a>1</dc:a></dc:subject></rdf:Description>`),
	} {
		if out, err := Merge([]byte(packet), everything()); !errors.Is(err, ErrPacket) {
			t.Errorf("%s: got %v\n%s", name, err, out)
		}
	}
}

func FuzzMerge(f *testing.F) {
	for _, packet := range packets {
		f.Add([]byte(packet), "Title", 3)
	}
	f.Fuzz(func(t *testing.T, packet []byte, word string, stars int) {
		c := everything()
		c.Title, c.Rating = &word, ptr(max(-1, min(5, stars)))
		out, err := Merge(packet, c)
		if err != nil {
			return
		}
		again, err := Merge(out, c)
		if err != nil || string(again) != string(out) {
			t.Errorf("the same change again: %v\n%s\nafter\n%s", err, again, out)
		}
		r := xmp.Read([][]byte{out})
		if r.Words.Rating != *c.Rating || r.Words.Label != *c.Label {
			t.Errorf("read %d, %q of\n%s", r.Words.Rating, r.Words.Label, out)
		}
	})
}

package details

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/link"
)

// all are the widgets of one kind below o.
func all[T any](o fyne.CanvasObject) (found []T) {
	switch o := o.(type) {
	case T:
		return []T{o}
	case *fyne.Container:
		for _, c := range o.Objects {
			found = append(found, all[T](c)...)
		}
	}
	return found
}

func TestMarksCanBeJudgedAndTakenAway(t *testing.T) {
	test.NewTempApp(t)
	p := New()
	var got string
	p.OnJudge = func(id photo.ID, thing string, verdict photo.Verdict) { got += fmt.Sprint(id, thing, verdict, ";") }
	p.OnTag = func(id photo.ID) { got += fmt.Sprint("tag ", id, ";") }
	p.OnUntag = func(id photo.ID, tag string) { got += fmt.Sprint("untag ", id, tag, ";") }
	p.OnSearchThing = func(name string) { got += "find " + name + ";" }
	p.OnSearchTag = func(name string) { got += "tagged " + name + ";" }
	p.Await(1)
	p.SetMarks(2, Marks{Tags: []string{"of another photo"}})
	if len(p.marks) != 0 {
		t.Fatal("the marks of another photo are shown")
	}
	p.SetMarks(1, Marks{
		Things: []photo.Shown{
			{Thing: "dog", Verdict: photo.Suggested},
			{Thing: "sea", Verdict: photo.Confirmed},
			{Thing: "car", Verdict: photo.Rejected},
		},
		Tags: []string{"garden"},
	})
	var names []string
	for _, l := range all[*link.Link](p.groups) {
		names = append(names, l.AccessibilityLabel())
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	for _, b := range all[fyne.Tappable](p.groups) {
		if _, link := b.(*link.Link); !link {
			test.Tap(b)
		}
	}
	if fmt.Sprint(names) != "[dog sea garden]" {
		t.Errorf("shown %v", names)
	}
	want := "find dog;find sea;tagged garden;1dog1;1dog-1;1sea-1;untag 1garden;tag 1;"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The panel shows what it awaits, and nothing of the photo before; without a photo it says what it is for.
func TestThePanelAwaitsOnePhoto(t *testing.T) {
	test.NewTempApp(t)
	p := New()
	p.Why = func(id photo.ID) []string { return []string{"Fits well", "words: sea"} }
	texts := func() (found []string) {
		for _, l := range all[*widget.Label](p.groups) {
			found = append(found, l.Text)
		}
		return found
	}
	p.Await(0)
	if got := texts(); len(got) != 1 {
		t.Errorf("without a photo it says %q", got)
	}
	p.Await(2)
	p.SetPhoto(photo.Photo{ID: 1, File: photo.File{Path: "/a/other.jpg"}}, nil)
	if got := texts(); len(got) != 0 {
		t.Errorf("of a photo that is not awaited it says %q", got)
	}
	p.SetPhoto(photo.Photo{ID: 2, File: photo.File{Path: "/a/b.jpg"}}, nil)
	if got := fmt.Sprint(texts()[:5]); got != "[Why it was found Fits well words: sea Name b.jpg]" {
		t.Errorf("it says %s", got)
	}
}

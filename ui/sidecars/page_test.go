package sidecars

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// differing is photo id with two conflicts.
func differing(id photo.ID) photo.Differing {
	path := fmt.Sprintf("/pictures/%d.jpg", id)
	return photo.Differing{
		Photo: photo.Photo{ID: id, File: photo.File{Path: path}}, Path: path, Sidecar: path + ".xmp",
		Conflicts: []photo.Conflict{
			{Field: photo.RatingField, File: "5", Said: "4"}, {Field: photo.TagField, Said: "Zoo/cat"},
		},
	}
}

// shownPage is a page with photos 1 to 3 of four, and what it asks for.
func shownPage(t *testing.T) (p *Page, asked *[]string) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p, asked = New(), &[]string{}
	note := func(format string, args ...any) { *asked = append(*asked, fmt.Sprintf(format, args...)) }
	p.OnNeed = func(at int) { note("need %d", at) }
	p.OnWant = func(id photo.ID) { note("want %d", id) }
	p.OnSettle = func(c Choice) { note("%+v", c) }
	test.NewTempWindow(t, p.Object()).Resize(fyne.NewSize(876, 660))
	p.Set(0, 4, []photo.Differing{differing(1), differing(2), differing(3)})
	return p, asked
}

// texts are those of the page that are seen.
func texts(p *Page) (all []string) {
	for _, o := range test.LaidOutObjects(p.Object()) {
		if l, ok := o.(*widget.Label); ok && l.Visible() {
			all = append(all, l.Text)
		}
	}
	return all
}

func TestPage(t *testing.T) {
	p, asked := shownPage(t)
	all := strings.Join(texts(p), "\n")
	for _, want := range []string{
		"4 photos differ from their sidecars", "1 of 4", "1.jpg", "/pictures", "Rating", "★★★★", "★★★★★", "Tag",
		"Zoo/cat", "nothing", "You said", "1.jpg.xmp says",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said in\n%s", want, all)
		}
	}
	for _, key := range []fyne.KeyName{
		fyne.KeyRight, fyne.KeyPageDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyLeft,
	} {
		p.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if want := []string{"want 1", "want 2", "want 3", "need 3", "want 1"}; !slices.Equal(*asked, want) {
		t.Errorf("asked %q", *asked)
	}
	if p.At() != 0 {
		t.Errorf("at %d", p.At())
	}
	p.Take(2, image.NewGray(image.Rect(0, 0, 1, 1)))
	if p.picture.Image != nil {
		t.Error("it shows the picture of another photo")
	}
	p.Take(1, image.NewGray(image.Rect(0, 0, 1, 1)))
	if p.picture.Image == nil {
		t.Error("it does not show the picture")
	}
}

// Each conflict, each photo and all photos can be settled for either side, also by keys.
func TestChoices(t *testing.T) {
	p, asked := shownPage(t)
	*asked = nil
	shift := false
	p.Held = func() fyne.KeyModifier {
		if shift {
			return fyne.KeyModifierShift
		}
		return 0
	}
	for i, r := range "mFMfx" { // the first F with Caps Lock
		shift = i >= 2
		if took := p.TypedRune(r); took != (r != 'x') {
			t.Errorf("%c: %v", r, took)
		}
	}
	want := []string{
		"{Mine:true How:[{ID:1 Path: Field: Said: Mine:true}]}",
		"{Mine:false How:[{ID:1 Path: Field: Said: Mine:false}]}",
		"{Mine:true How:[{ID:0 Path: Field: Said: Mine:true}]}",
		"{Mine:false How:[{ID:0 Path: Field: Said: Mine:false}]}",
	}
	if !slices.Equal(*asked, want) {
		t.Errorf("by keys: %q", *asked)
	}
	*asked = nil
	pressed := 0
	for _, o := range test.LaidOutObjects(p.Object()) {
		b, ok := o.(*push.Button)
		if ok && !b.Disabled() && (strings.HasPrefix(b.Text, "Keep") || strings.HasPrefix(b.Text, "Take")) {
			test.Tap(b)
			pressed++
		}
	}
	if pressed != 8 || len(*asked) != 8 {
		t.Errorf("pressed %d buttons: %q", pressed, *asked)
	}
	field := "{Mine:false How:[{ID:1 Path:/pictures/1.jpg Field:tag Said:Zoo/cat Mine:false}]}"
	if !slices.Contains(*asked, field) {
		t.Errorf("%s is not one of %q", field, *asked)
	}
}

// A photo that is settled makes room for the next; without any the page says so, and keys do nothing.
func TestSettled(t *testing.T) {
	p, asked := shownPage(t)
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	p.Set(0, 2, []photo.Differing{differing(1), differing(3)})
	if p.name.Text != "3.jpg" || p.ways.Text() != "2 of 2" {
		t.Errorf("shown %q", p.name.Text)
	}
	single := differing(3)
	single.Conflicts = single.Conflicts[:1]
	p.Set(0, 1, []photo.Differing{single})
	if p.name.Text != "3.jpg" || p.At() != 0 {
		t.Errorf("shown %q at %d", p.name.Text, p.At())
	}
	p.Set(0, 0, nil)
	*asked = nil
	p.TypedRune('m')
	p.Held = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	p.TypedRune('M')
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	p.Refresh()
	if p.body.Visible() || !p.none.Visible() || p.title.Text != "" || len(*asked) > 0 {
		t.Errorf("%q, asked %q", p.title.Text, *asked)
	}
}

func TestShown(t *testing.T) {
	for _, tt := range []struct {
		field photo.Field
		in    string
		want  string
	}{
		{photo.RatingField, "0", "nothing"},
		{photo.RatingField, "-1", "Rejected"},
		{photo.RatingField, "3", "★★★"},
		{photo.RatingField, "many", "many"},
		{photo.DateField, "2021-05-06T07:08:09Z", "2021-05-06 07:08:09Z"},
		{photo.PlaceField, "[48.8,2.2]", "48.8, 2.2"},
		{photo.TitleField, "", "nothing"},
		{photo.CaptionField, "[a,b]", "[a,b]"},
	} {
		if got := shown(tt.field, tt.in); got != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.field, tt.in, got, tt.want)
		}
	}
	for _, f := range append(photo.Fields(), photo.TagField) {
		if fieldName(f) == "" {
			t.Errorf("%s has no name", f)
		}
	}
}

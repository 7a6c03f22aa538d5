package settings

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/theme"
)

func shownPage(t *testing.T) *Page {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p := New()
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(700, 700))
	return p
}

func TestLookIsToldOnlyWhenChosen(t *testing.T) {
	p := shownPage(t)
	calls := 0
	var choice theme.Choice
	var text float32
	p.OnAppearance = func(c theme.Choice, s float32) { calls, choice, text = calls+1, c, s }
	p.Set(State{Choice: theme.Dark, Text: theme.LargeText})
	if calls != 0 || p.theme.Selected != "Dark" || p.text.Selected != "Large" {
		t.Fatalf("%d calls; shown %q and %q", calls, p.theme.Selected, p.text.Selected)
	}
	p.theme.SetSelected("Light")
	if calls != 1 || choice != theme.Light || text != theme.LargeText {
		t.Errorf("%d calls: %q and %v", calls, choice, text)
	}
}

func TestLibrary(t *testing.T) {
	p := shownPage(t)
	tests := []struct {
		name string
		in   State
		want []string
	}{
		{"as ever", State{Library: "/lib", Version: "1.0"}, []string{"Place", "/lib", "Version", "1.0"}},
		{
			"restored",
			State{Library: "/lib", Restored: "It was restored."},
			[]string{"Place", "/lib", "Backup", "It was restored."},
		},
		{"polled", State{Polled: 1}, []string{"Changes", polled(1, "")}},
		{
			"polled, with the reason",
			State{Polled: 2, PolledWhy: "/nas: it is on a network."},
			[]string{"Changes", polled(2, "/nas: it is on a network.")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p.Set(tt.in)
			var got []string
			for _, o := range p.library.Objects {
				got = append(got, o.(*widget.Label).Text)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestModel(t *testing.T) {
	p := shownPage(t)
	words := func() (all []string) {
		for _, o := range p.model.Objects {
			all = append(all, o.(*widget.Label).Text)
		}
		return all
	}
	tests := []struct {
		name string
		in   State
		want []string
	}{
		{
			"loaded",
			State{Model: photo.Model{Name: "mini", Version: "1", Provider: "CPU", Terms: "personal use"}},
			[]string{"Model", "mini 1", "Runs on", "CPU", "Terms", "personal use"},
		},
		{
			"not used yet",
			State{Model: photo.Model{Name: "mini", Version: "1"}},
			[]string{"Model", "mini 1", "Runs on", "not used yet"},
		},
		{"missing", State{Missing: "Run make run."}, []string{"Model", "None. Run make run."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p.Set(tt.in)
			got := words()
			if len(got) != len(tt.want) {
				t.Fatalf("shown %q, want %q", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("shown %q, want %q", got[i], tt.want[i])
				}
			}
		})
	}
}

func TestDetails(t *testing.T) {
	p := shownPage(t)
	p.Set(State{})
	if p.details.Visible() {
		t.Error("an empty report is shown")
	}
	p.Set(State{Details: "all sound"})
	if !p.details.Visible() || p.details.Text != "all sound" {
		t.Errorf("shown %v: %q", p.details.Visible(), p.details.Text)
	}
}

func TestModelsAreOffered(t *testing.T) {
	p := shownPage(t)
	p.Set(State{})
	if p.models.Visible() {
		t.Error("a page that is not there is offered")
	}
	shown := 0
	p.OnModels = func() { shown++ }
	p.Set(State{Models: true})
	test.Tap(p.models.Objects[0].(*fyne.Container).Objects[0].(*push.Button))
	if !p.models.Visible() || shown != 1 {
		t.Errorf("visible %v, shown %d times", p.models.Visible(), shown)
	}
}

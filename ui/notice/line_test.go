package notice

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/ui/theme"
)

func TestLine(t *testing.T) {
	tests := []struct {
		name                            string
		c                               Content
		dot, title, text, action, hints bool
	}{
		{"nothing", Content{}, false, false, false, false, false},
		{"found", Content{Text: "23 photos fit well.", Action: "Show weaker matches"}, false, false, true, true, false},
		{"wrong", Content{Text: "Unknown filter.", Wrong: true}, true, false, true, false, false},
		{
			"all",
			Content{Title: "Birds", Text: "1 photo.", Action: "More", Hint: "Matching by meaning only."},
			false, true, true, true, true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
			l := newLine()
			acted := 0
			l.OnAction = func() { acted++ }
			test.NewTempWindow(t, l.Object()).Resize(fyne.NewSize(900, 80))
			l.Show(true)
			l.Set(tt.c)
			got := [5]bool{l.dot.Visible(), l.title.Visible(), l.text.Visible(), l.action.Visible(), l.hint.Visible()}
			if want := [5]bool{tt.dot, tt.title, tt.text, tt.action, tt.hints}; got != want {
				t.Errorf("shown %v, want %v", got, want)
			}
			if tt.action {
				test.Tap(l.action)
				if acted != 1 || l.action.Position().X < l.text.Position().X+l.text.Size().Width-1 {
					t.Errorf("acted %d times; the button is at %v", acted, l.action.Position())
				}
			}
		})
	}
}

// Where there is no room the hint goes first, then the sentence is cut; what can
// be done stays.
func TestANarrowLine(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, theme.LargeText))
	l := newLine()
	test.NewTempWindow(t, l.Object()).Resize(fyne.NewSize(420, 80))
	l.Show(true)
	l.Set(Content{
		Text: "23 photos fit well, as far as that can be told.", Action: "Show weaker matches",
		Hint: "Matching by meaning only.",
	})
	right := l.action.Position().X + l.action.Size().Width
	if right > l.row.Size().Width || l.action.Size().Width < l.action.MinSize().Width {
		t.Errorf("the button ends at %v of %v, %v wide", right, l.row.Size().Width, l.action.Size().Width)
	}
	if l.hint.Size().Width > l.row.Size().Width-right {
		t.Errorf("the hint is %v wide", l.hint.Size().Width)
	}
	if l.Show(true) || !l.Show(false) {
		t.Error("it is not told right whether showing it was a change")
	}
}

package notice

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

func TestStatusSentence(t *testing.T) {
	tests := []struct {
		name string
		in   photo.Status
		want string
	}{
		{"scanning", photo.Status{Photos: 1, Encoded: 1, Scanning: true}, "1 photo found so far"},
		{
			"working",
			photo.Status{Photos: 1240, Encoded: 930, Rate: 41.4, Remaining: 7500 * time.Millisecond},
			"1,240 photos · 310 to go · 41/s · about 8 s",
		},
		{
			"no estimate while scanning",
			photo.Status{Photos: 20, Encoded: 10, Rate: 2, Remaining: time.Minute, Scanning: true},
			"20 photos found so far · 10 to go · 2.0/s",
		},
		{"paused", photo.Status{Photos: 20, Encoded: 10, Rate: 2, Paused: true}, "20 photos · 10 to go · paused"},
		{
			"on battery",
			photo.Status{Photos: 20, Encoded: 10, Waits: photo.WaitBattery},
			"20 photos · 10 to go · waiting for mains power",
		},
		{
			"long",
			photo.Status{Photos: 20, Encoded: 10, Rate: 1, Remaining: 10 * time.Minute},
			"20 photos · 10 to go · 1.0/s · about 10 min",
		},
		{
			"a model is built",
			photo.Status{
				Photos: 20, Encoded: 20, Rate: 1, Remaining: time.Minute,
				Building: photo.Building{ID: "x", Title: "SigLIP 2", Ready: 5, Photos: 20},
			},
			"20 photos · 15 to go · SigLIP 2 knows 25 % · 1.0/s · about 60 s",
		},
		{"polled", photo.Status{Photos: 2, Encoded: 2, Polled: 1}, "2 photos · 1 folder looked at now and then"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sentence(tt.in); got != tt.want {
				t.Errorf("sentence = %q, want %q", got, tt.want)
			}
		})
	}
}

// In a narrow window the sentence is whole, and nothing lies on anything else.
func TestStatusLineInANarrowWindow(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	s := newStatus()
	st := photo.Status{Photos: 1240, Encoded: 930, Folders: 1, Problems: 12, Rate: 41, Remaining: 8 * time.Second}
	s.Set(st, photo.Model{Name: "mini", Provider: "CPU"})
	for _, tt := range []struct {
		width      float32
		bar, model bool
	}{{1100, true, true}, {620, true, false}, {544, false, false}} {
		s.object.Resize(fyne.NewSize(tt.width, s.object.MinSize().Height))
		if got := [2]bool{s.progress.Object().Visible(), s.model.Visible()}; got != [2]bool{tt.bar, tt.model} {
			t.Errorf("%v wide: bar and model shown %v, want %v and %v", tt.width, got, tt.bar, tt.model)
		}
		end := float32(0)
		for _, o := range []fyne.CanvasObject{s.progress.Object(), s.text, s.problems, s.pause, s.model} {
			if !o.Visible() {
				continue
			}
			if o.Position().X < end {
				t.Errorf("%v wide: something begins at %v, what is before it ends at %v", tt.width, o.Position().X, end)
			}
			end = o.Position().X + o.Size().Width
		}
		need := fyne.MeasureText(s.text.Text, fynetheme.CaptionTextSize(), fyne.TextStyle{}).Width
		if s.text.Size().Width < need {
			t.Errorf("%v wide: the sentence has %v of %v", tt.width, s.text.Size().Width, need)
		}
	}
}

// How far the work is cannot be told before a new folder is counted.
func TestTheBarIsNotFullWhileAFolderIsCounted(t *testing.T) {
	for _, tt := range []struct {
		name string
		st   photo.Status
		want float64
	}{
		{"counting", photo.Status{Photos: 1000, Encoded: 1000, Scanning: true, Counting: true}, 0},
		{"counted", photo.Status{Photos: 4000, Encoded: 1000}, 0.25},
		{"looked through again", photo.Status{Photos: 4000, Encoded: 1000, Scanning: true}, 0.25},
	} {
		if got := share(tt.st); got != tt.want {
			t.Errorf("%s: %v of the bar is full, want %v", tt.name, got, tt.want)
		}
	}
}

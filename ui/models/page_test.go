package models

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// sample is a library with four models: one comes along, one is being built, one can be
// downloaded, and one is damaged.
func sample() State {
	many := slices.Repeat([]string{"de"}, 109)
	return State{
		Now: photo.Model{Name: "recollect-mini", Provider: "CPU"},
		Models: []photo.ModelEntry{
			{
				ID: "mini", Title: "recollect-mini", State: photo.ModelEmbedded, Bytes: 42_000_000,
				MemoryBytes: 180_000_000, Languages: []string{"en"}, Licence: "Personal and research use",
				Terms:   "For personal and research use.",
				Quality: photo.ModelQuality{Flickr: 72, FlickrSource: "its model card", Text: "Small and quick."},
				InUse:   true, Wanted: true, PerSecond: 41, Provider: "CPU", Embedded: 12_408, Total: 12_408,
			},
			{
				ID: "clip-b32", Title: "CLIP ViT-B/32", State: photo.ModelInstalled, Bytes: 607_000_000,
				Variant: "fp32", Variants: []photo.ModelVariant{{Name: "fp32", Bytes: 607_000_000}},
				MemoryBytes: 900_000_000,
				Languages:   []string{"en"}, Licence: "MIT", Source: "huggingface.co/Xenova/clip-vit-base-patch32",
				Quality:  photo.ModelQuality{ImageNet: 63.3, COCO: 54.8, ImageNetSource: "arXiv 2103.00020"},
				Building: true, Wanted: true, PerSecond: 9.1, Provider: "CPU", Embedded: 3100, Total: 12_408,
				Calibrated: photo.CalibrationFitted,
			},
			{
				ID: "siglip2-b16-256", Title: "SigLIP 2 B/16-256", State: photo.ModelAvailable,
				Variants: []photo.ModelVariant{
					{Name: "fp32", Bytes: 1_535_000_000}, {Name: "int8", Bytes: 412_000_000},
				},
				MemoryBytes: 2_100_000_000, Languages: many, Licence: "Apache-2.0",
				Terms:   "The tokenizer may fall under the Gemma terms of use; that is not verified.",
				Source:  "huggingface.co/onnx-community/siglip2-base-patch16-256-ONNX",
				Quality: photo.ModelQuality{ImageNet: 79.1, COCO: 69.7, ImageNetSource: "arXiv 2502.14786"},
				Total:   12_408,
			},
			{
				ID: "mine", Title: "A model with a name that is much too long for its place", State: photo.ModelDamaged,
				Bytes: 600_000_000, Problem: "A file of it is not what it should be.", Total: 12_408,
			},
		},
		Advice: photo.ModelAdvice{
			ID: "siglip2-b16-256", Reason: "Best for this computer: SigLIP 2 B/16-256. 12,408 photos take about 2 h.",
		},
	}
}

func shownPage(t *testing.T, size fyne.Size, c theme.Choice, text float32) (*Page, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(c, text))
	p := New()
	w := test.NewTempWindow(t, p.Object())
	w.SetPadded(false)
	w.Resize(size)
	p.Set(sample())
	return p, w
}

// Each model offers what can be done with it, and Enter does the first of that.
func TestWhatIsOffered(t *testing.T) {
	p, _ := shownPage(t, fyne.NewSize(876, 640), theme.Dark, theme.NormalText)
	var did []string
	tell := func(what string) func(photo.ModelEntry) {
		return func(m photo.ModelEntry) { did = append(did, what+" "+m.ID) }
	}
	p.OnUse, p.OnTrial, p.OnCheck, p.OnRemove = tell("use"), tell("try"), tell("check"), tell("remove")
	p.OnGet = func(m photo.ModelEntry, variant string) { did = append(did, "get "+m.ID+" "+variant) }
	tests := []struct {
		id      string
		change  func(*photo.ModelEntry)
		buttons string
		enter   string
		remove  string // what Delete does
	}{
		{"mini", nil, "Measure its speed, Check it", "", ""},
		{
			"mini", func(m *photo.ModelEntry) { m.Wanted = false },
			"Keep using it, Measure its speed, Check it", "use mini", "",
		},
		{"clip-b32", nil, "Measure its speed, Check it", "", ""},
		{
			"clip-b32", func(m *photo.ModelEntry) { m.Wanted, m.Building = false, false },
			"Use it…, Measure its speed, Check it, Remove…", "use clip-b32", "remove clip-b32",
		},
		{"siglip2-b16-256", nil, "Download…", "get siglip2-b16-256 fp32", ""},
		{
			"siglip2-b16-256", func(m *photo.ModelEntry) { m.State, m.Variant = photo.ModelIncomplete, "int8" },
			"Download the rest…, Remove…", "get siglip2-b16-256 int8", "remove siglip2-b16-256",
		},
		{"mine", nil, "Check it, Remove…", "", "remove mine"},
	}
	for _, tt := range tests {
		s := sample()
		i := slices.IndexFunc(s.Models, func(m photo.ModelEntry) bool { return m.ID == tt.id })
		if tt.change != nil {
			tt.change(&s.Models[i])
		}
		p.Set(s)
		p.list.Select(i)
		d := p.detail
		var shown []string
		for _, b := range []*push.Button{d.use, d.get, d.trial, d.check, d.remove} {
			if b.Visible() {
				shown = append(shown, b.Text)
			}
		}
		if got := strings.Join(shown, ", "); got != tt.buttons {
			t.Errorf("%s: offered %s, want %s", tt.id, got, tt.buttons)
		}
		for key, want := range map[fyne.KeyName]string{fyne.KeyReturn: tt.enter, fyne.KeyDelete: tt.remove} {
			did = nil
			p.list.TypedKey(&fyne.KeyEvent{Name: key})
			if got := strings.Join(did, ", "); got != want {
				t.Errorf("%s: %s does %q, want %q", tt.id, key, got, want)
			}
		}
	}
}

// At first the model in use is chosen; another choice stays while models change, and the arrows move it.
func TestChoice(t *testing.T) {
	p, w := shownPage(t, fyne.NewSize(876, 640), theme.Dark, theme.NormalText)
	if p.chosen != "mini" || p.detail.title.Text != "recollect-mini" {
		t.Errorf("chosen %s: %s", p.chosen, p.detail.title.Text)
	}
	w.Canvas().Focus(p.list)
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if p.detail.title.Text != "SigLIP 2 B/16-256" {
		t.Errorf("two down: %s", p.detail.title.Text)
	}
	s := sample()
	s.Models = s.Models[1:]
	p.Set(s)
	if p.chosen != "siglip2-b16-256" {
		t.Errorf("after a change: %s", p.chosen)
	}
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if p.chosen != "clip-b32" {
		t.Errorf("one up from there: %s", p.chosen)
	}
	test.Tap(p.advised.Objects[1].(*fyne.Container).Objects[0].(*push.Button))
	if p.chosen != "siglip2-b16-256" {
		t.Errorf("the one that is advised: %s", p.chosen)
	}
	p.Choose("mine")
	if p.detail.wrong.Text != "A file of it is not what it should be." || !p.detail.wrong.Visible() {
		t.Errorf("its problem: %q", p.detail.wrong.Text)
	}
	p.Set(State{})
	if _, ok := p.model(); ok || p.detail.object.Content.Visible() {
		t.Error("without models there are details")
	}
	left := false
	p.OnLeave = func() { left = true }
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !left {
		t.Error("Esc does not leave")
	}
}

func TestWork(t *testing.T) {
	p, _ := shownPage(t, fyne.NewSize(876, 640), theme.Dark, theme.NormalText)
	p.Choose("siglip2-b16-256")
	var cancelled []Work
	p.OnCancel = func(w Work) { cancelled = append(cancelled, w) }
	p.Begin(Transfer, "Looking")
	line := p.works[Transfer]
	if !line.object.Visible() || line.bar.Object().Visible() || !p.detail.get.Disabled() {
		t.Error("it has begun, and is not shown")
	}
	p.Progress("X", photo.Transfer{Done: 5e8, Total: 15e8, PerSecond: 1e7})
	if want := "X: 500 MB of 1.5 GB · 10 MB/s · about 2 min"; line.text.Text != want || !line.bar.Object().Visible() {
		t.Errorf("shown %q, want %q", line.text.Text, want)
	}
	test.Tap(line.button)
	p.Ending(Transfer)
	p.Progress("X", photo.Transfer{Done: 6e8})
	if line.text.Text != "Stopping…" || !slices.Equal(cancelled, []Work{Transfer}) {
		t.Errorf("after Cancel: %q, %v", line.text.Text, cancelled)
	}
	p.End(Transfer)
	p.Progress("X", photo.Transfer{Done: 6e8}) // which was on its way
	if line.object.Visible() || p.detail.get.Disabled() {
		t.Error("it has ended, and is shown")
	}
	p.Choose("clip-b32")
	p.Begin(Act, "Measuring")
	if !p.detail.trial.Disabled() || !p.detail.remove.Disabled() {
		t.Error("two can be done at once")
	}
	p.End(Act)
}

func TestBuilding(t *testing.T) {
	p, _ := shownPage(t, fyne.NewSize(876, 640), theme.Dark, theme.NormalText)
	var paused []bool
	p.OnPause = func(yes bool) { paused = append(paused, yes) }
	st := photo.Status{Rate: 9.1, Building: photo.Building{ID: "clip-b32", Title: "CLIP", Ready: 3100, Photos: 12_408}}
	p.SetStatus(st)
	want := "CLIP has looked at 3,100 of 12,408 photos · about 17 min"
	if p.build.text.Text != want || !p.build.object.Visible() || p.build.share != 0.24 {
		t.Errorf("shown %v: %q, %v", p.build.object.Visible(), p.build.text.Text, p.build.share)
	}
	test.Tap(p.build.button)
	st.Paused = true
	p.SetStatus(st)
	if p.build.button.Text != "Resume" || !strings.Contains(p.build.text.Text, " · paused") {
		t.Errorf("paused: %q, %q", p.build.button.Text, p.build.text.Text)
	}
	test.Tap(p.build.button)
	if !slices.Equal(paused, []bool{true, false}) {
		t.Errorf("asked %v", paused)
	}
	p.SetStatus(photo.Status{})
	if p.build.object.Visible() {
		t.Error("it is over, and shown")
	}
}

func TestNow(t *testing.T) {
	s := sample()
	for _, tt := range []struct {
		now  photo.Model
		next photo.Building
		want string
	}{
		{photo.Model{}, photo.Building{}, "No model is at work: photos cannot be found by what is in them."},
		{photo.Model{Name: "mini"}, photo.Building{}, "recollect-mini finds your photos."},
		{
			photo.Model{Name: "mini", Provider: "CUDA"},
			photo.Building{},
			"recollect-mini finds your photos. It runs on CUDA.",
		},
		{
			photo.Model{Name: "mini", Provider: "CUDA"},
			photo.Building{ID: "x", Title: "X"},
			"recollect-mini finds your photos until X knows them all. It runs on CUDA.",
		},
	} {
		if s.Now = tt.now; nowText(s, tt.next) != tt.want {
			t.Errorf("%+v: %q, want %q", tt.now, nowText(s, tt.next), tt.want)
		}
	}
}

func TestAdvice(t *testing.T) {
	for reason, want := range map[photo.Reason]string{
		"": "", "A sentence.": "A sentence.",
		"model:advice-hours?n=3&photos=100000&title=X": "Best for this computer: X. 100,000 photos take about 3 hours.",
	} {
		if got := adviceText(photo.ModelAdvice{Reason: reason}); got != want {
			t.Errorf("%s: %q, want %q", reason, got, want)
		}
	}
}

func TestRows(t *testing.T) {
	s := sample()
	for i, want := range []string{
		"In use | English · Flickr8k 72.0 % · 41/s here",
		"Looking at photos | English · ImageNet 63.3 % · 9.1/s here",
		"Best here | 109 languages · ImageNet 79.1 %",
		"Damaged | Languages not known",
	} {
		m := s.Models[i]
		if got := markText(m, m.ID == s.Advice.ID) + " | " + aboutText(m); got != want {
			t.Errorf("%s: %q, want %q", m.ID, got, want)
		}
	}
	if got := markText(s.Models[2], false); got != "412 MB" {
		t.Errorf("one that is not here: %q, want its size", got)
	}
}

func TestFacts(t *testing.T) {
	s := sample()
	s.Checked = map[string]photo.ModelVerdict{"clip-b32": {Checks: []photo.ModelCheck{
		{Name: "files", Result: photo.CheckPassed},
		{Name: "logits", Result: photo.CheckFailed, Want: "24.6", Got: "1.0", Reason: "It is not."},
		{Name: "more", Result: photo.CheckSkipped},
	}}}
	tests := map[string]map[string]string{
		"mini": {
			"Photos": "It knows 12,408 of 12,408 photos",
			"Size":   "42 MB on disk, about 180 MB of memory while it works",
			"Speed":  "41/s on CPU, measured on this computer", "recollect-mini": "", "What fits": "",
		},
		"clip-b32": {
			"Speed": "9.1/s on CPU, measured on this computer\n9,308 photos take about 17 min",
			"Published": "63.3 % right at first guess (ImageNet)\n54.8 % of captions find their picture among the " +
				"first 5 of 5,000 (COCO)\nNot measured on your photos",
			"recollect-mini": "72.0 % of captions find their picture among the first 10 of 1,000 (Flickr8k)\n" +
				"Not measured on your photos",
			"Figures from": "arXiv 2103.00020",
			"What fits":    "Told from your own photos; no person has judged its answers",
			"Checked": "Files: passed.\nPublished answers: failed. Got 1.0, expected 24.6. It is not.\n" +
				"more: skipped.",
		},
		"siglip2-b16-256": {
			"Size": "about 2.1 GB of memory while it works", "Speed": "Not measured on this computer yet",
		},
		"mine": {"Published": "No figures are known"},
	}
	for _, m := range s.Models {
		got := map[string]string{}
		for _, f := range facts(m, s) {
			got[f.name] = f.value
		}
		for name, want := range tests[m.ID] {
			if got[name] != want {
				t.Errorf("%s, %s: %q, want %q", m.ID, name, got[name], want)
			}
		}
	}
}

// In no size of window and text do parts of the page lie on one another or leave it.
func TestLayout(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 540, Height: 640}, {Width: 876, Height: 640}, {Width: 1376, Height: 920}} {
		for _, text := range []float32{theme.SmallText, theme.LargeText} {
			p, _ := shownPage(t, size, theme.Light, text)
			p.SetStatus(photo.Status{Building: photo.Building{ID: "clip-b32", Title: "CLIP", Photos: 12_408}})
			p.Begin(Transfer, strings.Repeat("A long sentence. ", 10))
			p.Begin(Act, "Measuring")
			checkLines(t, p, size)
		}
	}
}

func checkLines(t *testing.T, p *Page, size fyne.Size) {
	t.Helper()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	bottom := float32(0)
	for _, o := range []fyne.CanvasObject{
		p.now, p.advised, p.list, p.build.object, p.works[Transfer].object, p.works[Act].object,
	} {
		if at(o).Y < bottom-fynetheme.InnerPadding()-1 {
			t.Errorf("%v: a line at %v begins above %v", size, at(o).Y, bottom)
		}
		if o.Size().Height < o.MinSize().Height || at(o).X+o.Size().Width > size.Width {
			t.Errorf("%v: a line of %v needs %v", size, o.Size(), o.MinSize())
		}
		bottom = at(o).Y + o.Size().Height
	}
	if bottom > size.Height || p.list.Size().Height < 40 {
		t.Errorf("%v: the last line ends at %v, the list is %v high", size, bottom, p.list.Size().Height)
	}
}

// Each figure has its own source; one for all is named once.
func TestSourcesOfFigures(t *testing.T) {
	const paper, table = "https://arxiv.org/abs/2502.14786", "https://example.org/table.csv"
	for want, q := range map[string]photo.ModelQuality{
		"":                         {},
		"arxiv.org/abs/2502.14786": {ImageNet: 79, COCO1: 53, ImageNetSource: paper, COCOSource: paper},
		"ImageNet: arxiv.org/abs/2502.14786\nCOCO: example.org/table.csv": {
			ImageNet: 79, COCO: 70, ImageNetSource: paper, COCOSource: table,
		},
		"example.org/table.csv": {Flickr: 72, FlickrSource: table, COCOSource: paper},
	} {
		if got := sourcesText(q); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

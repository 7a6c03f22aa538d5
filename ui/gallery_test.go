package ui

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/background"
	"recollect/ui/copies"
	"recollect/ui/settings"
	"recollect/ui/theme"
	"recollect/ui/uitest"
)

// stand is a window over a library that has something for every view. It must be made in a bubble of synctest.
type stand struct {
	*Window
	t      *testing.T
	loop   loop
	fake   *fake
	said   *editing
	twos   *twice
	kept   *fakeModels
	beside *beside
}

// today is the day on which a stand is looked at.
var today = time.Date(2024, 7, 3, 9, 0, 0, 0, time.UTC)

// look is how a stand is painted.
type look struct {
	name   string
	choice theme.Choice
	text   float32
}

// newStand shows a window with a part of it, as it is once nothing is at work any more.
func newStand(t *testing.T, p part, k look) *stand {
	t.Helper()
	time.Sleep(time.Until(today)) // takes no time in a bubble
	s := &stand{t: t, fake: gallery(), said: sayings(), kept: newFakeModels()}
	s.twos, s.beside = &twice{fake: s.fake}, &beside{fake: s.fake, open: []photo.ID{1, 2, 3}}
	if p.set != nil {
		p.set(s)
	}
	s.Window, s.loop, _ = shownWindow(t, s.fake, func(o *Options) {
		appearance{fyne.CurrentApp()}.choose(k.choice, k.text) // before the window is made
		s.options(o)
		if p.without != nil {
			p.without(o)
		}
	})
	s.board.DoneTime = time.Hour
	if !p.size.IsZero() {
		s.win.Resize(p.size)
	}
	s.settle()
	if p.show != nil {
		p.show(s)
	}
	s.settle()
	return s
}

// settle waits until nothing is at work any more, and all that is shown has its place.
func (s *stand) settle() {
	s.loop.Settle(time.Second)
	uitest.Arrange(s.win.Canvas())
	s.loop.Settle(time.Second) // what has another size may want other pictures
}

func (s *stand) options(o *Options) {
	o.Trace = nil // which looks at the window again and again
	s.said.all(o)
	o.Edits, o.History, o.HandAlbums = s.said, s.said, s.said
	o.Copies, o.Heirs, o.Trash = s.twos, s.twos, s.twos.trash
	o.Models, o.ModelFiles, o.Sidecars = s.kept, s.kept, s.beside
	o.Places, o.Names = spots{12}, s.fake
	o.Export, o.Cards = export, slowCard{}
	o.SamplesDir = func() (string, error) { return "/samples", nil }
	o.Model = func() photo.Model {
		return photo.Model{
			Name: "mini", Version: "2", Provider: "CPU", Quality: "good for scenes and things", Terms: "MIT",
			Languages: []string{"en"},
		}
	}
	o.Reveal = func(string) error { return nil }
	o.Doctor = func(context.Context) string { return "recollect 1.4\nphotos    36\nmodel     mini 2, on the CPU\n" }
	o.Kept = func(context.Context) (settings.Kept, error) {
		return settings.Kept{Catalog: 12e6, Backups: 30e6, Pictures: 400e6, Index: 9e6, Models: 160e6, Others: 1e6}, nil
	}
	o.Newer = func(context.Context) (string, string, error) { return "1.5", "https://example.org/recollect", nil }
	o.LibraryDir, o.Version, o.PicturesDir = "/home/library", "1.4", s.t.TempDir()
	o.Desktop, o.Login = tray{}, atLogin{}
	o.Screening = s.said
}

// gallery is a library of 36 photos of three months, in directories.
func gallery() *fake {
	f := newFake()
	f.folders = []photo.Folder{
		{ID: 1, Path: "/pictures", Photos: 36, State: photo.FolderWatched},
		{ID: 2, Path: "/media/card", Photos: 8, Away: true, Reason: photo.AwayMissing, State: photo.FolderAway},
	}
	shapes := [][2]int{{4000, 3000}, {3000, 4000}, {4000, 2250}, {3000, 3000}, {6000, 2500}}
	kinds := []string{"sea", "cat", "dog", "mountain"}
	for i := range 36 {
		day := time.Date(2024, time.Month(6-i/12), 20-i%12, 14, 30, 0, 0, time.UTC)
		x := photo.Photo{ID: photo.ID(i + 1), Folder: 1}
		x.Path = fmt.Sprintf("/pictures/2024/%s/%s %d.jpg", day.Format("01 January"), kinds[i%len(kinds)], i+1)
		x.Size, x.Format = 2_300_000, "jpeg"
		x.WidthPx, x.HeightPx = shapes[i%len(shapes)][0], shapes[i%len(shapes)][1]
		x.Taken = photo.Moment{Time: day, From: photo.FromExif}
		x.Camera, x.Animated = "Canon EOS R6", i == 7
		x.Meta = photo.Meta{
			Make: "Canon", Model: "EOS R6", Lens: "RF 24-105mm F4", ExposureSeconds: 1.0 / 250, FNumber: 5.6, ISO: 100,
			FocalMM: 35, Focal35MM: 35, Title: "At the sea", Caption: "The beach in the evening, before the rain came.",
			Keywords: []string{"summer", "beach"}, People: []string{"Ana"}, Label: "Blue",
			Place: &photo.Place{Latitude: 43.46, Longitude: -3.81, City: "Santander", Country: "ES"},
		}
		x.Edited = &photo.Edited{
			Fields: []photo.Field{photo.TitleField}, File: photo.Original{Title: "DSC_0042"},
		}
		f.photos = append(f.photos, x)
	}
	f.companions = map[photo.ID][]photo.Photo{3: {{File: photo.File{Path: "/pictures/2024/06 June/dog 3.cr3"}}}}
	f.status.Generation, f.status.Photos, f.status.Encoded, f.status.Folders = 1, 36, 36, 2
	f.paint, f.fits = scene, fitting
	return f
}

// scene paints a photo of few colours: what there is below a sky. It is small, for what is done with it to be quick.
func scene(id photo.ID, side int) image.Image {
	side = min(side, 80)
	skies := []color.RGBA{{96, 144, 208, 255}, {208, 152, 96, 255}, {56, 64, 104, 255}, {168, 184, 192, 255}}
	grounds := []color.RGBA{{80, 128, 64, 255}, {64, 88, 112, 255}, {152, 128, 88, 255}}
	w, h := side, side*3/4
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.NewUniform(skies[int(id)%len(skies)]), image.Point{}, draw.Src)
	ground := image.Rect(0, h*(5+int(id)%4)/10, w, h)
	draw.Draw(img, ground, image.NewUniform(grounds[int(id)%len(grounds)]), image.Point{}, draw.Src)
	return img
}

// fitting reports whether a photo of a gallery is in the answer to a query.
func fitting(q query.Query, p photo.Photo) bool {
	if q.OnlyFilters() || len(q.Images)+len(q.Like) > 0 {
		return p.ID%3 == 0 || p.ID == 5
	}
	return strings.Contains(p.Path, q.Text)
}

// sayings are what a person has made of the photos of a gallery.
func sayings() *editing {
	e := &editing{userData: &userData{
		favourites: map[photo.ID]bool{2: true, 5: true},
		tags:       []string{"summer", "garden"},
		allTags: []photo.Tag{
			{Name: "Family", Photos: 14},
			{Name: "Family/Anna", Photos: 9},
			{Name: "garden", Photos: 3},
			{Name: "summer", Photos: 21},
		},
		searches: []string{"dog on a beach", "red car"},
		covering: []string{"memes"},
		albums: []photo.Album{
			{ID: 1, Name: "Sea", Line: "sea"},
			{ID: 2, Name: "Holidays in Spain", Line: `album:"Holidays in Spain"`, ByHand: true, Photos: 12},
		},
		shown: map[photo.ID][]photo.Shown{},
	}}
	groups := map[string][]string{"animals": {"dog", "cat", "horse"}, "places": {"beach", "mountain"}}
	for _, group := range []string{"animals", "places"} {
		for i, name := range groups[group] {
			thing := photo.Thing{Name: name, Group: group, Confirmed: 2 * i, Suggested: 9, Cover: photo.ID(i + 1)}
			e.things = append(e.things, thing)
		}
	}
	for id := range photo.ID(36) {
		e.shown[id+1] = []photo.Shown{{Thing: "dog"}, {Thing: "beach", Verdict: photo.Confirmed}}
	}
	return e
}

// export copies all photos but the last, which is broken.
func export(_ context.Context, ids []photo.ID, _ copies.Wish, each func(error)) (string, error) {
	for range ids[1:] {
		each(nil)
	}
	each(fmt.Errorf("read: %w", context.DeadlineExceeded))
	return "", nil
}

// slowCard is a camera from which a few photos are copied at first.
type slowCard struct{}

func (slowCard) Look(context.Context, string) (copies.Found, error) {
	return copies.Found{Kind: "camera", Files: 312, Bytes: 2_400_000_000}, nil
}

func (slowCard) Import(ctx context.Context, _, _ string, each func(bool, error)) error {
	for range 120 {
		time.Sleep(time.Second / 100)
		each(true, nil)
	}
	<-ctx.Done()
	return ctx.Err()
}

// tray is a desktop that has one.
type tray struct{}

func (tray) Tray(ctx context.Context, c background.Calls) { c.There(true); <-ctx.Done() }

func (tray) Say(background.Menu) {}

func (tray) Notify(string, string) error { return nil }

// atLogin starts the program at login.
type atLogin struct{}

func (atLogin) AtLogin() (bool, error) { return true, nil }

func (atLogin) SetAtLogin(bool) error { return nil }

// Sizes of the window: narrow has no room for a side bar, small is for dialogs, tall for a page that scrolls.
var narrow, small, tall = fyne.NewSize(600, 700), fyne.NewSize(800, 600), fyne.NewSize(1100, 1900)

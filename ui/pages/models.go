package pages

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/call"
	"recollect/ui/counts"
	"recollect/ui/models"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// ModelChoice lists search models and chooses between them.
type ModelChoice interface {
	List(context.Context) ([]photo.ModelEntry, error)
	Recommend(context.Context) (photo.ModelAdvice, error)
	Use(ctx context.Context, id string) error
	Remove(ctx context.Context, id string) error
}

// ModelFiles gets search models, and tries them out.
type ModelFiles interface {
	Download(ctx context.Context, id, variant string, progress func(photo.Transfer)) error
	Import(ctx context.Context, name string, progress func(photo.Transfer), paths ...string) (photo.ModelEntry, error)
	Trial(ctx context.Context, id string) (photo.ModelTrial, error)
	Verify(ctx context.Context, id, picture string) (photo.ModelVerdict, error)
}

// Models provides the page of models with its content, and does what is asked for there. All
// its exported fields are required.
type Models struct {
	Group  *work.Group
	Board  *notice.Board
	Window fyne.Window
	Page   *models.Page
	Choice ModelChoice
	Files  ModelFiles
	Now    func() photo.Model // the model that answers
	// OnDrop is given files that are no models.
	OnDrop func(paths []string)
	// OnAsked is called after a question has come on screen.
	OnAsked func()
	// OnBrought is called with a sentence after a model was brought, which can be used now.
	OnBrought func(text string)

	reading  work.Latest[models.State]
	sorting  work.Latest[bool]
	tasks    map[models.Work]*work.Task
	checked  map[string]photo.ModelVerdict
	building photo.Building // as last shown
}

// Serve connects the page.
func (p *Models) Serve() {
	p.tasks = map[models.Work]*work.Task{models.Transfer: new(work.Task), models.Act: new(work.Task)}
	p.checked = map[string]photo.ModelVerdict{}
	pg := p.Page
	pg.OnGet, pg.OnUse, pg.OnTrial, pg.OnCheck, pg.OnRemove = p.get, p.use, p.trial, p.check, p.remove
	pg.OnCancel = func(w models.Work) {
		pg.Ending(w)
		p.tasks[w].Cancel()
	}
	pg.OnFolder = func() {
		ask.Folder(p.Window, ask.Choice{
			Title: phrases.Say("models:choose-folder"), Confirm: phrases.Say("models:import"),
			Given: func(path string) { p.take(path) }, Failed: p.Board.Fail,
		})
	}
	pg.OnZip = func() {
		ask.File(p.Window, ask.Choice{
			Title: phrases.Say("models:choose-zip"), Confirm: phrases.Say("models:import"),
			Given: func(path string) { p.take(path) }, Failed: p.Board.Fail,
		}, storage.NewExtensionFileFilter([]string{".zip", ".ZIP"}))
	}
}

// Show reads the models for the page, which has come on screen.
func (p *Models) Show(st photo.Status) {
	p.Read()
	p.Page.SetStatus(st)
}

// Read reads the models.
func (p *Models) Read() {
	checked := maps.Clone(p.checked)
	p.reading.Run(p.Group, func(ctx context.Context) (models.State, error) {
		s := models.State{Checked: checked}
		var err error
		if s.Models, err = p.Choice.List(ctx); err != nil {
			return s, err
		}
		s.Advice, err = p.Choice.Recommend(ctx)
		return s, err
	}, func(s models.State, err error) {
		p.Board.Fail(err)
		s.Now = p.Now()
		if s.Models != nil {
			p.Page.Set(s)
		}
	})
}

// SetStatus shows how far the work behind is, while the page is on screen.
func (p *Models) SetStatus(st photo.Status) {
	if b := st.Building; b.ID != p.building.ID || b.Percent() != p.building.Percent() {
		p.building = b
		p.Read()
	}
	p.Page.SetStatus(st)
}

// get downloads a model once the person has read its terms.
func (p *Models) get(m photo.ModelEntry, variant string) {
	bytes := m.Bytes
	for _, v := range m.Variants {
		if v.Name == variant {
			bytes = v.Bytes
		}
	}
	size := counts.Bytes(bytes)
	terms := []string{phrases.Say("models:from", "source", m.Source)}
	if m.Licence != "" {
		terms = append(terms, phrases.Say("models:licence", "licence", m.Licence))
	}
	if m.Terms != "" {
		terms = append(terms, m.Terms)
	}
	ask.Long(p.Window, ask.Question{
		Title: phrases.Say("models:get-title", "model", m.Title), Text: phrases.Say("models:get-hint", "size", size),
		Yes: phrases.Say("models:get-size-now", "size", size), No: phrases.Say("answer:cancel"),
	}, strings.Join(terms, "\n\n"), func() {
		p.transfer(m.Title, func(ctx context.Context, progress func(photo.Transfer)) (string, error) {
			return m.ID, p.Files.Download(ctx, m.ID, variant, progress)
		})
	})
	p.OnAsked()
}

// take imports a model from files.
func (p *Models) take(paths ...string) {
	p.transfer(filepath.Base(paths[0]), func(ctx context.Context, progress func(photo.Transfer)) (string, error) {
		m, err := p.Files.Import(ctx, "", progress, paths...)
		return m.ID, err
	})
}

// progressEvery is the shortest time between two reports of a transfer on the page.
const progressEvery = 150 * time.Millisecond

// transfer runs work that brings the files of a model, which it returns the ID of.
func (p *Models) transfer(
	title string, bring func(ctx context.Context, progress func(photo.Transfer)) (string, error),
) {
	if p.tasks[models.Transfer].Busy() {
		return
	}
	var id string
	var reported time.Time // belongs to the goroutine of the work
	progress := func(t photo.Transfer) {
		if time.Since(reported) >= progressEvery {
			reported = time.Now()
			work.OnUI(func() { p.Page.Progress(title, t) })
		}
	}
	p.run(models.Transfer, phrases.Say("models:bringing", "model", title), func(ctx context.Context) (err error) {
		id, err = bring(ctx, progress)
		return err
	}, func() {
		p.Page.Choose(id)
		text := phrases.Say("models:brought", "model", title)
		p.Board.Done(text, nil)
		call.With(p.OnBrought, text)
	})
}

// run runs work of a kind. Its line on the page says text meanwhile; done is called where it
// succeeds.
func (p *Models) run(w models.Work, text string, do func(context.Context) error, done func()) {
	if p.tasks[w].Busy() || !p.Group.Open() {
		return
	}
	p.Board.Act()
	p.Window.Canvas().Focus(p.Page.List()) // the button that was pressed is disabled meanwhile
	p.Page.Begin(w, text)
	p.tasks[w].Run(p.Group, do, func(err error) {
		p.Page.End(w)
		switch {
		case err == nil:
			done()
		case !errors.Is(err, context.Canceled):
			p.Board.Fail(err)
		}
		p.Read()
	})
}

// use makes a model the one that finds the photos. If it does not know them yet, the person is
// told before how long that takes.
func (p *Models) use(m photo.ModelEntry) {
	do := func() {
		p.run(models.Act, phrases.Say("models:trying", "model", m.Title), func(ctx context.Context) error {
			return p.Choice.Use(ctx, m.ID)
		}, func() {})
	}
	left := m.Total - m.Embedded
	if left <= 0 || m.InUse {
		do()
		return
	}
	text := phrases.Say("models:use-hint", "n", left)
	if m.PerSecond > 0 {
		text = phrases.Say("models:use-hint-time", "n", left,
			"time", notice.About(notice.Remaining(left, m.PerSecond)))
	}
	ask.If(p.Window, ask.Question{
		Title: phrases.Say("models:use-title", "model", m.Title),
		Text:  text + "\n" + phrases.Say("models:use-meanwhile", "model", p.answering()),
		Yes:   phrases.Say("models:use-yes"), No: phrases.Say("answer:cancel"),
	}, do)
	p.OnAsked()
}

// answering is what people call the model that answers now.
func (p *Models) answering() string {
	for _, m := range p.Page.Models() {
		if m.InUse {
			return m.Title
		}
	}
	return p.Now().Name
}

// trial measures how fast a model is here.
func (p *Models) trial(m photo.ModelEntry) {
	var found photo.ModelTrial
	p.run(models.Act, phrases.Say("models:measuring", "model", m.Title), func(ctx context.Context) (err error) {
		found, err = p.Files.Trial(ctx, m.ID)
		return err
	}, func() {
		p.Board.Done(phrases.Say("models:measured", "model", m.Title, "rate", notice.Rate(found.PerSecond),
			"provider", found.Provider), nil)
	})
}

// check checks the files and answers of a model.
func (p *Models) check(m photo.ModelEntry) {
	var found photo.ModelVerdict
	p.run(models.Act, phrases.Say("models:checking", "model", m.Title), func(ctx context.Context) (err error) {
		found, err = p.Files.Verify(ctx, m.ID, "")
		return err
	}, func() {
		p.checked[m.ID] = found
		if found.OK() {
			p.Board.Done(phrases.Say("models:sound", "model", m.Title), nil)
			return
		}
		p.Board.Done(phrases.Say("models:not-sound", "model", m.Title), nil)
	})
}

// remove deletes a model once the person has read what is lost.
func (p *Models) remove(m photo.ModelEntry) {
	text := phrases.Say("models:remove-hint", "size", counts.Bytes(m.Bytes))
	if m.Embedded > 0 {
		text += "\n" + phrases.Say("models:remove-lost", "n", m.Embedded)
	}
	ask.If(p.Window, ask.Question{
		Title: phrases.Say("models:remove-title", "model", m.Title),
		Text:  text + "\n" + phrases.Say("models:remove-kept"),
		Yes:   phrases.Say("answer:remove"), No: phrases.Say("answer:keep"),
	}, func() {
		p.run(models.Act, phrases.Say("models:removing", "model", m.Title), func(ctx context.Context) error {
			return p.Choice.Remove(ctx, m.ID)
		}, func() {
			delete(p.checked, m.ID)
			p.Board.Done(phrases.Say("models:removed", "model", m.Title), nil)
		})
	})
	p.OnAsked()
}

// Drop takes files that were dropped on the page: a folder, a zip file, or one or two ONNX files
// are imported once the person agrees. All else goes to OnDrop.
func (p *Models) Drop(paths []string) {
	p.sorting.Run(p.Group, func(context.Context) (bool, error) { return mayBeModel(paths), nil },
		func(model bool, _ error) {
			if !model {
				p.OnDrop(paths)
				return
			}
			ask.If(p.Window, ask.Question{
				Title: phrases.Say("models:import-title", "name", filepath.Base(paths[0])),
				Text:  phrases.Say("models:import-hint"),
				Yes:   phrases.Say("models:import"), No: phrases.Say("answer:cancel"),
			}, func() { p.take(paths...) })
			p.OnAsked()
		})
}

// mayBeModel reports whether paths are what a model may be imported from. It is called off the UI
// goroutine.
func mayBeModel(paths []string) bool {
	if len(paths) == 0 || len(paths) > 2 {
		return false
	}
	for _, path := range paths {
		if strings.EqualFold(filepath.Ext(path), ".onnx") {
			continue
		}
		info, err := os.Stat(path)
		if err != nil || len(paths) > 1 || !info.IsDir() && !strings.EqualFold(filepath.Ext(path), ".zip") {
			return false
		}
	}
	return true
}

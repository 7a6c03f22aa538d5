package command

import (
	"cmp"
	"context"
	"errors"
	"io/fs"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

type statusLine struct {
	Photos   int    `json:"photos"`
	Encoded  int    `json:"encoded"`
	Problems int    `json:"problems"`
	Away     int    `json:"away"`
	Folders  int    `json:"folders"`
	Gone     int    `json:"gone"` // photos whose files are gone, which are remembered for 30 days
	Model    string `json:"model"`
	Provider string `json:"provider"`
	// Building is the model that will be the library's; absent: none.
	Building *buildingLine    `json:"building,omitempty"`
	Library  string           `json:"library"`
	Index    photo.IndexState `json:"index"` // how photos are found
	Paths    []folderPath     `json:"folder_paths"`
	// Unsupported are the kinds of files that are not shown yet; each is one of Problems.
	Unsupported []unsupported `json:"unsupported"`
	// Unreadable are folders inside those of the library that cannot be read; each is one of Problems.
	Unreadable []unreadableLine `json:"unreadable"`
	// Restored says how a damaged library was replaced, until it was read in the window or doctor
	// --repair found nothing to repair; absent: it was not damaged.
	Restored *photo.Restoration `json:"restored,omitempty"`
}

// buildingLine is how far a model has come that will answer once it knows all photos.
type buildingLine struct {
	Model  string `json:"model"` // its ID
	Ready  int    `json:"ready"`
	Photos int    `json:"photos"`
}

// unsupported is how many files there are of a format that is not shown yet.
type unsupported struct {
	Format string `json:"format"`
	Files  int    `json:"files"`
}

type folderPath struct {
	Path   string `json:"path"`
	Photos int    `json:"photos"`
	Away   bool   `json:"away"`
	// Reason is why it is offline: missing, empty, volume or lost; else empty.
	Reason photo.AwayReason `json:"reason"`
	// Missing is how many of Photos are not there, of a folder that is lost.
	Missing int `json:"missing"`
}

func (l statusLine) text() plain.Text {
	text := plain.Format("%d photos, %d encoded, %d problems, %d away, %d gone\nmodel %s on %s\nlibrary %s",
		l.Photos, l.Encoded, l.Problems, l.Away, l.Gone, l.Model, l.Provider, l.Library)
	if b := l.Building; b != nil {
		text += plain.Format("\nbuilding %s: %d of %d photos", b.Model, b.Ready, b.Photos)
	}
	text += plain.Format("\nindex %s: %s", l.Index.Kind, l.Index.Why)
	for _, f := range l.Paths {
		text += plain.Format("\nfolder %s: %d photos", f.Path, f.Photos)
		if f.Away {
			text += plain.Format(", away: %s. %s",
				whyAway(f.Reason, f.Missing), plain.Prose(cli.Sentences().Away(f.Reason).Next))
		}
	}
	for _, u := range l.Unsupported {
		text += plain.Format("\nnot supported yet %s: %d files", u.Format, u.Files)
	}
	for _, u := range l.Unreadable {
		text += "\n" + u.text()
	}
	if l.Restored != nil {
		text += "\n" + restoredText(l.Restored)
	}
	return text
}

func statusVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.None(); err != nil {
			return err
		}
		line, err := c.status(ctx)
		if err != nil {
			return err
		}
		return c.Print(line, line.text())
	}
}

// status reads the library's state. A library that does not exist yet is an empty one.
func (c *call) status(ctx context.Context) (statusLine, error) {
	model := engine.ModelOf(c.options(engine.ReadOnly))
	line := statusLine{
		Model: model.Name, Provider: cmp.Or(model.Provider, "none"), Library: c.Library,
		Paths: []folderPath{}, Unsupported: []unsupported{}, Unreadable: []unreadableLine{},
	}
	e, err := c.open(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return line, nil
	}
	if err != nil {
		return line, err
	}
	defer e.Close()
	st := e.Status()
	line.Model = e.Model().Name // which may be another than the one that comes along
	if b := st.Building; b.ID != "" {
		line.Building = &buildingLine{b.ID, b.Ready, b.Photos}
	}
	line.Photos, line.Encoded, line.Problems = st.Photos, st.Encoded, st.Problems
	line.Away, line.Folders, line.Gone, line.Index = st.Away, st.Folders, st.Gone, e.Index()
	line.Restored = spelled(st.Restored)
	folders, err := e.Folders.List(ctx)
	if err != nil {
		return line, err
	}
	for _, f := range folders {
		line.Paths = append(line.Paths, folderPath{f.Path, f.Photos, f.Away, f.Reason, f.Missing})
	}
	problems, err := e.Folders.Problems(ctx)
	for _, p := range problems {
		switch p.Kind {
		case "", photo.KindInCloud:
		case photo.KindFolder:
			line.Unreadable = append(line.Unreadable,
				unreadableLine{p.Path, cli.Sentences().Reason(p.Reason).What, p.Count})
		default:
			line.Unsupported = append(line.Unsupported, unsupported{p.Kind, p.Count})
		}
	}
	return line, err
}

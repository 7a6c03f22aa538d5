package command

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/command/edit"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// infoLine is everything known about a picture. Empty texts and zeros mean unknown; null does where
// zero is a value.
type infoLine struct {
	Path        string `json:"path"`
	Taken       string `json:"taken"`
	TakenFrom   string `json:"taken_from"`
	Doubtful    bool   `json:"taken_doubtful"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Camera      string `json:"camera"`
	Orientation int    `json:"orientation"`
	Format      string `json:"format"`
	Animated    bool   `json:"animated"`
	Damaged     bool   `json:"damaged"` // known of pictures in the library
	Size        int64  `json:"size"`
	Modified    string `json:"modified"`
	InLibrary   bool   `json:"in_library"`
	ID          int64  `json:"id,omitempty"`
	SHA256      string `json:"sha256,omitempty"`

	Make      string      `json:"make"`
	Model     string      `json:"model"`
	Lens      string      `json:"lens"`
	Exposure  float64     `json:"exposure_seconds"`
	FNumber   float64     `json:"f_number"`
	ISO       int         `json:"iso"`
	Focal     float64     `json:"focal_mm"`
	Focal35   float64     `json:"focal35_mm"`
	City      string      `json:"city"`    // that the place belongs to
	Country   string      `json:"country"` // its code, such as FR
	Latitude  *float64    `json:"latitude"`
	Longitude *float64    `json:"longitude"`
	Altitude  *float64    `json:"altitude_m"`
	Rating    int         `json:"rating"`
	Label     string      `json:"label"`
	Title     string      `json:"title"`
	Caption   string      `json:"caption"`
	Keywords  []string    `json:"keywords"`
	People    []string    `json:"people"`
	Sidecars  []string    `json:"sidecars"`   // paths
	ShownWith []string    `json:"shown_with"` // paths of the files that share its place in the library
	Things    []shownLine `json:"things"`
	// Edited are the fields that a person has set, and File is what the file says.
	Edited []string       `json:"edited,omitempty"`
	File   *edit.Original `json:"file,omitempty"`
}

// shownLine is a thing that a picture shows, or does not.
type shownLine struct {
	Thing   string `json:"thing"`
	Verdict string `json:"verdict"` // "confirmed", "suggested" or "rejected"
}

func verdictName(v photo.Verdict) string {
	switch v {
	case photo.Confirmed:
		return "confirmed"
	case photo.Rejected:
		return "rejected"
	default:
		return "suggested"
	}
}

func infoVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		files, err := c.Files(0, "give at least one picture file")
		if err != nil {
			return err
		}
		e, err := c.open(ctx)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		d := &describer{e: e}
		if err == nil {
			defer e.Close()
			d.Photos = e.Photos
		}
		if len(files) == 1 {
			return c.info(ctx, d, files[0], "")
		}
		return c.infos(ctx, d, files)
	}
}

// infos describes each of files, and reports on stderr those that cannot be read.
func (c *call) infos(ctx context.Context, d *describer, files []string) error {
	failed := false
	var between plain.Text // an empty line, as text
	for _, file := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := c.info(ctx, d, file, between)
		if err == nil {
			between = "\n"
			continue
		}
		failed = true
		c.PrintErr("recollect: %s: %s", file, cli.InOne(cli.ExplainAt(err)))
	}
	if failed {
		return cli.Silent{}
	}
	return nil
}

// info prints what is known about a picture file, after the text before.
func (c *call) info(ctx context.Context, d *describer, file string, before plain.Text) error {
	p, with, shown, err := describe(ctx, d, file)
	if err != nil {
		return err
	}
	line := newInfoLine(p)
	for _, s := range shown {
		line.Things = append(line.Things, shownLine{s.Thing, verdictName(s.Verdict)})
	}
	for _, w := range with {
		line.ShownWith = append(line.ShownWith, w.Path)
	}
	return c.Print(line, before+line.text())
}

// newInfoLine fills in all but the files that p is shown with.
func newInfoLine(p photo.Photo) infoLine {
	m := p.Meta
	line := infoLine{
		Path: p.Path, Taken: p.Taken.String(), TakenFrom: string(p.Taken.From), Doubtful: p.Taken.Doubtful,
		Width: p.WidthPx, Height: p.HeightPx, Camera: p.Camera, Orientation: p.Orientation, Format: p.Format,
		Animated: p.Animated, Damaged: p.Damaged,
		Size: p.Size, Modified: p.ModTime.Format(time.RFC3339Nano), InLibrary: p.ID != 0, ID: int64(p.ID),
		Make: m.Make, Model: m.Model, Lens: m.Lens,
		Exposure: m.ExposureSeconds, FNumber: m.FNumber, ISO: m.ISO, Focal: m.FocalMM, Focal35: m.Focal35MM,
		Rating: m.Rating, Label: m.Label, Title: m.Title, Caption: m.Caption,
		// Not nil, which would be null in JSON.
		Keywords: append([]string{}, m.Keywords...), People: append([]string{}, m.People...), Sidecars: []string{},
		ShownWith: []string{}, Things: []shownLine{},
	}
	if p.Hash != (photo.Hash{}) {
		line.SHA256 = hex.EncodeToString(p.Hash[:])
	}
	if at := m.Place; at != nil {
		line.Latitude, line.Longitude = &at.Latitude, &at.Longitude
		line.City, line.Country = at.City, at.Country
		if at.HasAltitude {
			line.Altitude = &at.AltitudeM
		}
	}
	line.Edited, line.File = edit.NewOriginal(p.Edited)
	for _, name := range p.Sidecars.Names() {
		line.Sidecars = append(line.Sidecars, filepath.Join(filepath.Dir(p.Path), name))
	}
	return line
}

// describer describes picture files, with what the library knows of them.
type describer struct {
	engine.Describer
	e *engine.Engine // nil: there is no library
}

// describe returns what is known of a picture file, which files it is shown with and what it shows.
func describe(
	ctx context.Context, d *describer, file string,
) (p photo.Photo, with []photo.Photo, shown []photo.Shown, err error) {
	e := d.e
	if p, err = d.Describe(ctx, file); err != nil || p.ID == 0 {
		return p, nil, nil, err
	}
	if shown, err = e.Things.ShownBy(ctx, p.ID); err != nil {
		return p, nil, nil, err
	}
	if p.Lead == 0 {
		with, err = e.Photos.Companions(ctx, p.ID)
		return p, with, shown, err
	}
	lead, err := e.Photos.Photo(ctx, p.Lead)
	return p, []photo.Photo{lead}, shown, err
}

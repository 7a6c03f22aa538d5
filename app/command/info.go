package command

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"recollect/engine"
	"recollect/engine/photo"
)

type infoLine struct {
	Path        string `json:"path"`
	Taken       string `json:"taken"`
	TakenFrom   string `json:"taken_from"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Camera      string `json:"camera"`
	Orientation int    `json:"orientation"`
	Format      string `json:"format"`
	Size        int64  `json:"size"`
	Modified    string `json:"modified"`
	InLibrary   bool   `json:"in_library"`
	ID          int64  `json:"id,omitempty"`
	SHA256      string `json:"sha256,omitempty"`
}

func (l infoLine) String() string {
	var b strings.Builder
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, value)
		}
	}
	row("path", l.Path)
	row("taken", fmt.Sprintf("%s (%s)", l.Taken, l.TakenFrom))
	row("pixels", fmt.Sprintf("%d x %d", l.Width, l.Height))
	row("camera", l.Camera)
	row("orientation", fmt.Sprint(l.Orientation))
	row("format", l.Format)
	row("bytes", fmt.Sprint(l.Size))
	row("modified", l.Modified)
	row("in library", map[bool]string{true: "yes", false: "no"}[l.InLibrary])
	row("sha256", l.SHA256)
	return strings.TrimSuffix(b.String(), "\n")
}

func infoVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		file, err := c.one("picture file")
		if err != nil {
			return err
		}
		p, err := c.describe(ctx, file)
		if err != nil {
			return err
		}
		line := infoLine{
			Path: p.Path, Taken: p.Taken.String(), TakenFrom: string(p.Taken.From), Width: p.WidthPx, Height: p.HeightPx,
			Camera: p.Camera, Orientation: p.Orientation, Format: p.Format, Size: p.Size,
			Modified: p.ModTime.Format(time.RFC3339Nano), InLibrary: p.ID != 0, ID: int64(p.ID),
		}
		if p.Hash != (photo.Hash{}) {
			line.SHA256 = hex.EncodeToString(p.Hash[:])
		}
		return c.print(line, line.String())
	}
}

// describe asks the library, or the file alone where there is no library.
func (c *call) describe(ctx context.Context, file string) (photo.Photo, error) {
	e, err := c.open(ctx)
	if err == nil {
		defer e.Close()
		return e.Describe(ctx, file)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return photo.Photo{}, err
	}
	return engine.Describe(file)
}

package stage

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"
)

// Session is one run of the program, its window, and the desk it stands on.
type Session struct {
	Desk    *Desk
	Program *Program
	Window  *Window
}

// Begin starts the program at the path binary for the person whose folder is
// home, with files to open, and waits until its window shows something. The caller ends the program.
func Begin(ctx context.Context, d *Desk, binary, home string, files ...string) (*Session, error) {
	p, err := StartProgram(d, binary, home, files...)
	if err != nil {
		return nil, err
	}
	w, err := d.Window(ctx, "Recollect")
	if err == nil {
		_, err = p.Shown(ctx, "a first view", func(s Shown) bool { return s.View != "" })
	}
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, p.Kill())
	}
	return &Session{d, p, w}, nil
}

// Search types a sentence into the search box, in place of what stands there,
// and waits for its results. took is the time that they came after the last key.
//
// The keys come faster than a person's, and the program draws after each. So
// the last one waits until the others are dealt with, or took would be the time
// for all of them.
func (s *Session) Search(ctx context.Context, sentence string) (found Shown, took time.Duration, err error) {
	if err := errors.Join(s.Desk.Press("ctrl+f"), s.Desk.Press("ctrl+a")); err != nil {
		return Shown{}, 0, err
	}
	last := len(sentence) - 1
	if _, err := s.typeOn(ctx, sentence[:last], sentence[:last]); err != nil {
		return Shown{}, 0, err
	}
	began := time.Now()
	found, err = s.typeOn(ctx, sentence[last:], sentence)
	return found, time.Since(began), err
}

// typeOn types keys and waits for the results of the sentence that they complete.
func (s *Session) typeOn(ctx context.Context, keys, sentence string) (Shown, error) {
	if err := s.Desk.Type(keys); err != nil {
		return Shown{}, err
	}
	return s.Program.Shown(ctx, fmt.Sprintf("results of %q", sentence), func(v Shown) bool {
		return v.View == "results" && v.Query == sentence
	})
}

// Leave presses Escape and waits for a view.
func (s *Session) Leave(ctx context.Context, to string) (Shown, error) {
	if err := s.Desk.Press("Escape"); err != nil {
		return Shown{}, err
	}
	return s.Program.Shown(ctx, to, func(v Shown) bool { return v.View == to })
}

// Drop drops files or folders in the left half of the window, where a picture
// is searched for and a folder is added.
func (s *Session) Drop(ctx context.Context, paths ...string) error {
	b, err := s.Window.Bounds()
	if err != nil {
		return err
	}
	return s.Window.Drop(ctx, image.Pt(b.Dx()*2/5, b.Dy()/2), paths...)
}

// Click clicks a button of the window.
func (s *Session) Click(b Button) error {
	bounds, err := s.Window.Bounds()
	if err != nil {
		return err
	}
	at := bounds.Min.Add(image.Pt(b.X+b.W/2, b.Y+b.H/2))
	return s.Desk.Click(at.X, at.Y, 1)
}

// Resized waits until the window has a size that is wanted.
func (s *Session) Resized(ctx context.Context, what string, wanted func(size image.Point) bool) error {
	return until(ctx, what, func() (bool, error) {
		b, err := s.Window.Bounds()
		return err == nil && wanted(b.Size()), err
	})
}

// Place returns where a tile lies on the screen.
func (s *Session) Place(t Tile) (image.Rectangle, error) {
	b, err := s.Window.Bounds()
	return t.Rect().Add(b.Min), err
}

// Shot returns what the screen shows now where the window lies, in coordinates
// of the screen.
func (s *Session) Shot() (*image.RGBA, error) {
	b, err := s.Window.Bounds()
	if err != nil {
		return nil, err
	}
	screen, err := s.Desk.Shot()
	if err != nil {
		return nil, err
	}
	return screen.SubImage(b).(*image.RGBA), nil
}

// See waits until the window shows the photo of a tile in the tile's place, which may change meanwhile: photos that
// look alike are stacked some time after they were found. It returns the window's Shot, which comes with the error of
// an end of ctx too.
func (s *Session) See(ctx context.Context, t Tile) (*image.RGBA, error) {
	return s.see(ctx, t.Path, func(*image.RGBA) (image.Rectangle, error) {
		now, err := s.Program.now(t)
		if err != nil {
			return image.Rectangle{}, err
		}
		return s.Place(now)
	})
}

// SeeLarge waits as See does for a photo that fills the middle of the window.
func (s *Session) SeeLarge(ctx context.Context, path string) (*image.RGBA, error) {
	return s.see(ctx, path, func(shot *image.RGBA) (image.Rectangle, error) { return framed(shot), nil })
}

func (s *Session) see(
	ctx context.Context, path string, where func(*image.RGBA) (image.Rectangle, error),
) (*image.RGBA, error) {
	const alike = 12 // a photo and its thumbnail differ by 1 to 5, two photos by 30 and more
	photo, err := ReadPhoto(path)
	if err != nil {
		return nil, err
	}
	var shot *image.RGBA
	var differs float64
	err = until(ctx, "the picture of "+path, func() (bool, error) {
		if shot, err = s.Shot(); err != nil {
			return false, err
		}
		place, err := where(shot)
		if err != nil {
			return false, err
		}
		differs = Difference(shot, place, photo)
		return differs < alike, nil
	})
	if err != nil {
		return shot, fmt.Errorf("%w: the window differs by %.1f", err, differs)
	}
	return shot, nil
}

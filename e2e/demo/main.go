// Command demo shows Recollect's main job without a display: in a private X
// server it opens the built program, adds a copy of the sample photos, searches
// for three sentences and by a dropped picture, and prints the results. It
// writes screenshots to build/demo.
//
// It runs in the root of the repository, or anywhere with flags that name another program and other photos.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"recollect/e2e/stage"
)

// options is what the demo is of, and where it leaves its screenshots.
type options struct{ program, photos, shots string }

var sentences = []string{
	"a single bird on a branch",
	"snowy mountains by a lake",
	"city lights reflected in the water at night",
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "build/recollect", "the program")
	flag.StringVar(&o.photos, "photos", "testdata/sample-photos/photos", "the sample photos")
	flag.StringVar(&o.shots, "shots", "build/demo", "folder for the screenshots")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// demo is the program at work and the folder that it was given.
type demo struct {
	*stage.Session
	folder string
	shots  string
}

func run(ctx context.Context, o options) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute) // for a machine with much else to do
	defer cancel()
	home, err := os.MkdirTemp("", "recollect-demo")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	folder := filepath.Join(home, "Pictures")
	if err := os.CopyFS(folder, os.DirFS(o.photos)); err != nil {
		return err
	}
	desk, err := stage.OpenDesk()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	s, err := stage.Begin(ctx, desk, o.program, home)
	if err != nil {
		return err
	}
	defer s.Program.Kill()
	return demo{s, folder, o.shots}.play(ctx, home)
}

func (d demo) play(ctx context.Context, home string) error {
	fmt.Println("No display: showing Recollect at work in a private X server.")
	if err := d.add(ctx); err != nil {
		return err
	}
	for i, sentence := range sentences {
		found, took, err := d.Search(ctx, sentence)
		if err != nil {
			return err
		}
		said := fmt.Sprintf("%q, %d ms after the last key", sentence, took.Milliseconds())
		if err := d.report(ctx, said, found, fmt.Sprintf("%d-sentence.png", i+2)); err != nil {
			return err
		}
	}
	if err := d.drop(ctx, filepath.Join(home, "dropped.jpg")); err != nil {
		return err
	}
	if err := d.Program.Terminate(); err != nil {
		return err
	}
	fmt.Printf("Screenshots: %s\n", d.shots)
	return d.Program.Wait(ctx)
}

// add drops the folder on the window and waits until all of it is encoded.
func (d demo) add(ctx context.Context) error {
	began := time.Now()
	if err := d.Drop(ctx, d.folder); err != nil {
		return err
	}
	done, err := d.Program.Status(ctx, "all to be encoded", func(s stage.Status) bool {
		return s.Photos > 0 && s.Done(s.Photos)
	})
	if err != nil {
		return err
	}
	fmt.Printf("\n%d photos, %d encoded, %d problems, after %.1f s\n",
		done.Photos, done.Encoded, done.Problems, time.Since(began).Seconds())
	// Some of the sample photos are copies, which lie in a stack once they were compared: until then
	// there are tiles that go.
	library, err := d.Program.Shown(ctx, "all photos, look-alikes stacked", func(s stage.Shown) bool {
		return s.Count == done.Photos && slices.ContainsFunc(s.Tiles, func(t stage.Tile) bool { return t.Stack == 3 })
	})
	if err != nil {
		return err
	}
	return d.shoot(ctx, library, "1-library.png")
}

// drop drops a copy of a sample photo that lies outside the library.
func (d demo) drop(ctx context.Context, picture string) error {
	const original = "travel/eiffel-tower.jpg"
	data, err := os.ReadFile(filepath.Join(d.folder, original))
	if err != nil {
		return err
	}
	if err := os.WriteFile(picture, data, 0o644); err != nil {
		return err
	}
	if _, err := d.Leave(ctx, "library"); err != nil {
		return err
	}
	if err := d.Drop(ctx, picture); err != nil {
		return err
	}
	// The first answer may have each of the copies, since it comes before their stack is known to the view.
	found, err := d.Program.Shown(ctx, "photos like the dropped one, in a stack", func(s stage.Shown) bool {
		return s.View == "results" && len(s.Tiles) > 0 && s.Tiles[0].Stack == alike
	})
	if err != nil {
		return err
	}
	return d.report(ctx, "like a dropped copy of "+original, found, fmt.Sprintf("%d-dropped.png", len(sentences)+2))
}

// alike is how many of the sample photos show the Eiffel Tower as the dropped one does.
const alike = 6

// printed limits the photos that are printed for a search.
const printed = 5

// wholeTo is down to where tiles are surely seen as a whole, in pixels of the window.
const wholeTo = 600

// report prints the first photos that were found and keeps a screenshot.
func (d demo) report(ctx context.Context, what string, found stage.Shown, shot string) error {
	fmt.Printf("\n%s\n", what)
	for i, tile := range found.Tiles[:min(printed, len(found.Tiles))] {
		fmt.Printf("  %d. %s\n", i+1, strings.TrimPrefix(tile.Path, d.folder+string(filepath.Separator)))
	}
	return d.shoot(ctx, found, shot)
}

// shoot keeps the screen once it shows the pictures of the tiles in its upper part;
// those below may be cut off, or lie under a hint.
func (d demo) shoot(ctx context.Context, shown stage.Shown, name string) error {
	if len(shown.Tiles) == 0 {
		return errors.New("no photo is shown")
	}
	var screen *image.RGBA
	for i, tile := range shown.Tiles {
		if i > 0 && tile.Y+tile.H > wholeTo {
			continue
		}
		var err error
		if screen, err = d.See(ctx, tile); err != nil {
			return err
		}
	}
	return stage.SavePNG(filepath.Join(d.shots, name), screen)
}

// Command installed uses Recollect as a desktop does on which it was installed: it measures the first
// start and later ones, opens a picture with it by its desktop entry, and plays the entry's action.
//
//	installed -desktop FILE -photos FOLDER [-program FILE] [-socket FILE]
//	installed -refused SOCKET
//
// With -socket it writes there, while the window is open, where the window can be reached, and waits
// until the file is gone. With -refused it checks that this user cannot reach the window of another.
// It needs Xvfb, and gio of GLib.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/e2e/stage"
)

// options say what is used, and how long it may take.
type options struct {
	program, desktop, photos, socket string
	start, found                     time.Duration
}

// sentence is what is searched for first, and answer what the photo's path holds that it must find.
const sentence, answer = "a single bird on a branch", "osprey-on-branch"

func main() {
	var o options
	flag.StringVar(&o.program, "program", "/usr/bin/recollect", "the program")
	flag.StringVar(&o.desktop, "desktop", "", "its desktop entry")
	flag.StringVar(&o.photos, "photos", "", "the sample photos")
	flag.StringVar(&o.socket, "socket", "", "file to tell in where the window can be reached")
	flag.DurationVar(&o.start, "start", time.Second, "the longest from a warm start to the window")
	flag.DurationVar(&o.found, "found", 10*time.Second, "the longest from the first start to the first found photo")
	refused := flag.String("refused", "", "a socket that this user must not reach")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	do := func() error { return run(ctx, o) }
	if *refused != "" {
		do = func() error { return unreachable(*refused) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "installed:", err)
		os.Exit(1)
	}
}

// unreachable is an error if this user can connect to a socket, or learns what is in its folder.
func unreachable(socket string) error {
	if c, err := net.Dial("unix", socket); err == nil {
		return errors.Join(errors.New("a stranger reaches the window"), c.Close())
	} else if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	if _, err := os.ReadDir(filepath.Dir(socket)); !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("a stranger reads the socket's folder: %w", err)
	}
	return nil
}

func run(ctx context.Context, o options) (err error) {
	home, err := os.MkdirTemp("", "recollect-installed")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	desk, err := stage.OpenDesk()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	if err := first(ctx, o, desk, home); err != nil {
		return fmt.Errorf("the first start: %w", err)
	}
	if err := warm(ctx, o, desk, home); err != nil {
		return fmt.Errorf("later starts: %w", err)
	}
	picture := filepath.Join(home, "a picture of Ærø.jpg")
	data, err := os.ReadFile(filepath.Join(o.photos, "travel", "eiffel-tower.jpg"))
	if err == nil {
		err = os.WriteFile(picture, data, 0o600)
	}
	if err != nil {
		return err
	}
	if err := action(ctx, o, desk, home, picture); err != nil {
		return fmt.Errorf("the desktop's action: %w", err)
	}
	if err := openWith(ctx, o, desk, home, picture); err != nil {
		return fmt.Errorf("open with: %w", err)
	}
	return nil
}

// first starts the program without a library, adds the sample photos, and asks at once.
func first(ctx context.Context, o options, desk *stage.Desk, home string) error {
	folder := filepath.Join(home, "Pictures")
	if err := os.CopyFS(folder, os.DirFS(o.photos)); err != nil {
		return err
	}
	began := time.Now()
	s, err := stage.Begin(ctx, desk, o.program, home)
	if err != nil {
		return err
	}
	defer s.Program.Kill()
	window := time.Since(began)
	if err := s.Drop(ctx, folder); err != nil {
		return err
	}
	if _, err := s.Program.Status(ctx, "a photo", func(s stage.Status) bool { return s.Encoded > 0 }); err != nil {
		return err
	}
	if _, _, err := s.Search(ctx, sentence); err != nil {
		return err
	}
	if _, err := s.Program.Shown(ctx, "the bird", func(s stage.Shown) bool {
		return s.View == "results" && strings.Contains(s.First, answer)
	}); err != nil {
		return err
	}
	took := time.Since(began)
	fmt.Printf("first start: window after %.2f s, first found photo after %.2f s\n", window.Seconds(), took.Seconds())
	if took > o.found {
		return fmt.Errorf("%v are more than %v", took, o.found)
	}
	if _, err := s.Program.Status(ctx, "all to be encoded", func(s stage.Status) bool {
		return s.Done(s.Photos)
	}); err != nil {
		return err
	}
	return end(ctx, s)
}

// end asks the program to end, and waits for it.
func end(ctx context.Context, s *stage.Session) error {
	if err := s.Program.Terminate(); err != nil {
		return err
	}
	return s.Program.Wait(ctx)
}

// warm starts the program again and again, and judges the middle one.
func warm(ctx context.Context, o options, desk *stage.Desk, home string) error {
	var times, processor []time.Duration
	for range 5 {
		began := time.Now()
		s, err := stage.Begin(ctx, desk, o.program, home)
		if err != nil {
			return err
		}
		times = append(times, time.Since(began))
		had, err := s.Program.Processor()
		if err := errors.Join(err, end(ctx, s)); err != nil {
			return err
		}
		processor = append(processor, had)
	}
	slices.Sort(times)
	slices.Sort(processor)
	least, middle, most := times[0], times[len(times)/2], times[len(times)-1]
	fmt.Printf("later starts: window after %.2f s (%.2f to %.2f), and %.2f s of the processors\n",
		middle.Seconds(), least.Seconds(), most.Seconds(), processor[len(processor)/2].Seconds())
	if middle > o.start {
		return fmt.Errorf("%v are more than %v", middle, o.start)
	}
	return nil
}

// action starts the program as the entry's action says, with a picture.
func action(ctx context.Context, o options, desk *stage.Desk, home, picture string) error {
	text, err := os.ReadFile(o.desktop)
	if err != nil {
		return err
	}
	_, group, ok := strings.Cut(string(text), "[Desktop Action like]\n")
	_, line, has := strings.Cut(group, "\nExec=")
	line, _, _ = strings.Cut(line, "\n")
	name, args, files := strings.Cut(line, " ")
	if !ok || !has || !files || args != "%F" || name != filepath.Base(o.program) {
		return fmt.Errorf("it runs %q", line)
	}
	s, err := stage.Begin(ctx, desk, o.program, home, picture)
	if err != nil {
		return err
	}
	defer s.Program.Kill()
	if err := results(ctx, s); err != nil {
		return err
	}
	fmt.Println("the desktop's action finds a picture's like")
	return end(ctx, s)
}

// results waits until the window shows the original of the picture first, or a copy of it.
func results(ctx context.Context, s *stage.Session) error {
	_, err := s.Program.Shown(ctx, "its like", func(s stage.Shown) bool {
		return s.View == "results" && strings.HasPrefix(filepath.Base(s.First), "eiffel-tower")
	})
	return err
}

// openWith opens the picture by the program that the system knows for its kind, which hands it to the window.
func openWith(ctx context.Context, o options, desk *stage.Desk, home, picture string) error {
	out, err := exec.CommandContext(ctx, "gio", "mime", "image/jpeg").CombinedOutput()
	if err != nil {
		return fmt.Errorf("gio mime: %w\n%s", err, out)
	}
	if entry := filepath.Base(o.desktop); !strings.Contains(string(out), entry) {
		return fmt.Errorf("the system does not know %s for pictures:\n%s", entry, out)
	}
	s, err := stage.Begin(ctx, desk, o.program, home)
	if err != nil {
		return err
	}
	defer s.Program.Kill()
	if err := meanwhile(ctx, o.socket, stage.Library(home)); err != nil {
		return err
	}
	gio := exec.CommandContext(ctx, "gio", "launch", o.desktop, picture)
	gio.Env = append(desk.Env(home), "RECOLLECT_LIBRARY="+stage.Library(home))
	if out, err := gio.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	if err := results(ctx, s); err != nil {
		return err
	}
	fmt.Println("the desktop opens a picture in the window that is open")
	return end(ctx, s)
}

// meanwhile tells in a file where the window is reached, and waits until somebody has removed it.
func meanwhile(ctx context.Context, file, library string) error {
	if file == "" {
		return nil
	}
	var address []byte
	for err := error(fs.ErrNotExist); err != nil; address, err = os.ReadFile(filepath.Join(library, "window")) {
		if err := pause(ctx); err != nil {
			return err
		}
	}
	if err := os.WriteFile(file+".part", address, 0o644); err != nil {
		return err
	}
	if err := os.Rename(file+".part", file); err != nil {
		return err
	}
	for {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// pause waits for a moment between two looks.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(50 * time.Millisecond):
		return nil
	}
}

package ingest

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"image/color"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/scan/scantest"
	"recollect/engine/unwatched"
	"recollect/engine/watch"
)

// slowdown is what the race detector costs, about.
const slowdown = 1 + 9*unwatched.Race

// patience is how long a script waits for what it wants: ten thousand files take a while on a busy machine.
const patience = 3 * time.Minute

// TestScripts plays what people and programs do to folders, and wants the library
// to follow it by the system's own events.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/watch/library/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	if scantest.WithoutPrivilege(t) {
		return
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { playScript(t, file) })
	}
}

func playScript(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &script{bench: newBench(t), noted: map[string]photo.ID{}}
	s.follow()
	for n, line := range strings.Split(strings.ReplaceAll(string(text), "$many", strconv.Itoa(many())), "\n") {
		s.line = fmt.Sprintf("line %d: %s", n+1, line)
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		for i, w := range words[1:] {
			if words[i+1], err = strconv.Unquote(`"` + w + `"`); err != nil {
				t.Fatalf("%s: %v", s.line, err)
			}
		}
		s.play(words[0], words[1:])
	}
}

// many is how many photos stand for more than anybody counts. The race detector
// takes a minute for ten thousand.
func many() int {
	if slowdown > 1 && os.Getenv("RECOLLECT_SOAK") == "" {
		return 1000
	}
	return 10_000
}

// script is a bench whose folder is followed; testdata/watch/README.md tells the steps.
type script struct {
	*bench
	w       *watch.Watcher
	line    string
	noted   map[string]photo.ID // by path
	encoded int
	paused  bool // nothing is encoded
}

// follow begins to watch the folder, as the engine does.
func (s *script) follow() {
	s.t.Helper()
	s.w = watch.New(watch.Options{
		Debounce: 20 * time.Millisecond, MaxWait: time.Second, PollEvery: time.Second,
		Skip: s.in.Walker.Skips, Marker: scan.NoMedia,
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.w.Run(ctx)
	}()
	s.t.Cleanup(func() {
		cancel()
		<-done
	})
	s.w.Add(s.dir)
	s.until(func() string { return "" })
}

// until has the library follow Looks until there is nothing wrong.
func (s *script) until(wrong func() string) {
	s.t.Helper()
	deadline := time.After(patience)
	for first := true; first || wrong() != ""; first = false {
		if !first || s.line == "" {
			select {
			case look := <-s.w.Dirty():
				s.look(look)
			case <-deadline:
				s.t.Fatalf("%s: %s", s.line, wrong())
			}
		}
	}
}

func (s *script) look(look watch.Dirty) {
	s.t.Helper()
	f, err := s.in.Catalog.Folder(s.t.Context(), s.folder.ID)
	s.do(err)
	_, err = s.in.Scan(s.t.Context(), Part{Folder: f, Scope: look.Scope})
	s.do(err)
	if !s.paused {
		s.encoded += s.encode()
	}
}

func (s *script) play(step string, words []string) {
	s.t.Helper()
	at := make([]string, len(words))
	for i, w := range words {
		at[i] = s.at(w)
	}
	switch step {
	case "photo":
		s.draw(words[0], nth(s.number(words[1])))
	case "photos":
		s.photos(words[0], s.number(words[1]))
	case "mkdir":
		s.do(os.MkdirAll(at[0], 0o755))
	case "mv":
		s.do(os.Rename(at[0], at[1]))
	case "rm":
		s.do(os.RemoveAll(at[0]))
	case "cp":
		s.do(copyFile(at[0], at[1]))
	case "link":
		s.do(os.Link(at[0], at[1]))
	case "symlink":
		s.do(os.Symlink(words[0], at[1]))
	case "chmod":
		mode, err := strconv.ParseUint(words[1], 8, 32)
		s.do(errors.Join(err, os.Chmod(at[0], fs.FileMode(mode))))
	case "unpack":
		s.unpack(words[0])
	case "pause":
		s.paused = true
	case "note":
		s.note()
	case "want":
		s.until(func() string { return s.wrong(words[0], words[1:]) })
	default:
		s.t.Fatalf("%s: there is no such step", s.line)
	}
}

func (s *script) number(word string) int {
	s.t.Helper()
	n, err := strconv.Atoi(word)
	s.do(err)
	return n
}

// photos writes n pictures below dir: one with n endings, which takes no time to draw.
func (s *script) photos(dir string, n int) {
	s.t.Helper()
	s.draw("../one.png", red)
	one, err := os.ReadFile(s.at("../one.png"))
	s.do(err)
	for i := range n {
		path := s.at(fmt.Sprintf("%s/%d/%05d.png", dir, i/100, i))
		s.do(os.MkdirAll(filepath.Dir(path), 0o755))
		s.do(os.WriteFile(path, fmt.Append(one[:len(one):len(one)], i), 0o644))
	}
}

// nth is another colour for each n up to some millions.
func nth(n int) color.RGBA {
	return color.RGBA{R: uint8(n), G: uint8(n >> 8), B: uint8(n >> 16), A: 255}
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// unpack unpacks a tar file that lies beside the checkout, where it does.
func (s *script) unpack(name string) {
	s.t.Helper()
	f, err := os.Open(filepath.Join("../../..", name))
	if err != nil {
		s.t.Skip("the development data is not here: ", err)
	}
	defer f.Close()
	for r := tar.NewReader(f); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		s.do(err)
		path := s.at(h.Name)
		if h.FileInfo().IsDir() {
			s.do(os.MkdirAll(path, 0o755))
			continue
		}
		data, err := io.ReadAll(r)
		s.do(errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644)))
	}
}

// note takes note of which photo has which path.
func (s *script) note() {
	s.t.Helper()
	clear(s.noted)
	all, err := s.in.Catalog.Below(s.t.Context(), s.dir)
	s.do(err)
	for _, r := range all {
		s.noted[r.Path] = r.ID
	}
}

// wrong tells what is not as it is wanted.
func (s *script) wrong(what string, words []string) string {
	s.t.Helper()
	n := s.counts()
	switch what {
	case "photos":
		return differs(n.Photos, s.number(words[0]))
	case "gone":
		return differs(n.Gone, s.number(words[0]))
	case "waiting":
		return differs(n.Waiting, s.number(words[0]))
	case "problems":
		return differs(n.Problems, s.number(words[0]))
	case "encoded":
		return differs(s.encoded, s.number(words[0]))
	case "same": // the photo at a path is the one that another had when it was noted
		p, err := s.in.Catalog.ByPath(s.t.Context(), s.at(words[0]))
		if id := s.noted[s.at(words[1])]; err != nil || p.ID != id {
			return fmt.Sprintf("got photo %d (%v), want %d", p.ID, err, id)
		}
		return ""
	case "moved": // so are all photos in a folder
		return s.wrongMoves(s.at(words[0]), s.at(words[1]))
	}
	s.t.Fatalf("%s: nothing like this can be wanted", s.line)
	return ""
}

func (s *script) wrongMoves(to, from string) string {
	s.t.Helper()
	all, err := s.in.Catalog.Below(s.t.Context(), to)
	s.do(err)
	for _, r := range all {
		if id := s.noted[filepath.Join(from, strings.TrimPrefix(r.Path, to))]; r.ID != id {
			return fmt.Sprintf("%s is photo %d, want %d", r.Path, r.ID, id)
		}
	}
	if len(all) == 0 {
		return "nothing is there"
	}
	return ""
}

func differs(got, want int) string {
	if got != want {
		return fmt.Sprintf("got %d", got)
	}
	return ""
}

package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recollect/app/command/cli"
	"recollect/app/command/hits"
	"recollect/assets"
	"recollect/engine/photo"
	"recollect/engine/scan/scantest"
)

// copies writes copies of one sample, which are looked at once, with names of their own.
func copies(t *testing.T, dir, name string, from, to int) {
	t.Helper()
	sample, err := os.ReadFile(filepath.Join(samples, "photos", "animals", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for n := from; n < to; n++ {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.jpg", n)), sample, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func drop(t *testing.T, dir string, from, to int) {
	t.Helper()
	for n := from; n < to; n++ {
		if err := os.Remove(filepath.Join(dir, fmt.Sprintf("%02d.jpg", n))); err != nil {
			t.Fatal(err)
		}
	}
}

// A folder of which more than a fifth vanished takes new photos, and every command says
// what is missing.
func TestAFolderThatMissesManyIsTold(t *testing.T) {
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	copies(t, dir, "kitten-with-yarn.jpg", 0, 60)
	lines[summaryLine](m, "index", dir)
	drop(t, dir, 0, 15)
	copies(t, dir, "white-duck.jpg", 60, 80)

	r := m.run("index")
	if r.status != cli.OK || !strings.Contains(r.stdout, "80 photos: 20 added, 0 changed, 0 moved, 0 gone; 1 encoded") {
		t.Errorf("got %+v", r)
	}
	want := "recollect: warning: " + dir + ": 15 photos are not there any more. "
	if !strings.HasPrefix(r.stderr, want) || !strings.Contains(r.stderr, "recollect folders accept "+dir) {
		t.Errorf("told %q, want %q", r.stderr, want)
	}
	s := lines[summaryLine](m, "index")[0]
	if !slices.Equal(s.Away, []awayLine{{dir, photo.AwayLost, 15}}) || s.Added+s.Gone+s.Changed != 0 ||
		s.Photos != 80 || len(s.Unreadable) != 0 {
		t.Errorf("again: %+v", s)
	}
	if s := lines[statusLine](m, "status")[0]; s.Away != 15 || s.Gone != 0 || s.Encoded != 80 ||
		s.Paths[0] != (folderPath{dir, 80, true, photo.AwayLost, 15}) {
		t.Errorf("status: %+v", s)
	}
	for _, verb := range []string{"status", "folders"} {
		if r := m.run(verb); !strings.Contains(r.stdout, dir+": 80 photos, away: 15 photos are not there any more. ") {
			t.Errorf("%s: %+v", verb, r)
		}
	}
	missing := 0
	for _, h := range lines[hits.Line](m, "search", "--limit", "0", "type:jpeg") {
		if _, err := os.Stat(h.Path); (err != nil) != h.Missing {
			t.Errorf("found: %+v, %v", h, err)
		}
		if h.Missing {
			missing++
		}
	}
	if r := m.run("search", "--limit", "0", "type:jpeg"); missing != 15 ||
		strings.Count(r.stdout, "  (not there)\n") != 15 {
		t.Errorf("%d missing are found: %s", missing, r.stdout)
	}
	if got := found(m, "is:away"); len(got) != 15 {
		t.Errorf("is:away: %q", got)
	}
	if f := lines[folderLine](m, "folders", "accept", dir); f[0].Away || f[0].Photos != 65 || f[0].Missing != 0 {
		t.Errorf("accepted: %+v", f)
	}
	if r := m.run("index"); r.stderr != "" || len(lines[goneLine](m, "gone")) != 15 {
		t.Errorf("after the answer: %+v", r)
	}
}

// index says so when a folder cannot be reached at all.
func TestIndexTellsOfAFolderThatCannotBeReached(t *testing.T) {
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	copies(t, dir, "kitten-with-yarn.jpg", 0, 2)
	lines[summaryLine](m, "index", dir)
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if s := lines[summaryLine](m, "index")[0]; !slices.Equal(s.Away, []awayLine{{dir, photo.AwayMissing, 0}}) ||
		s.Photos != 2 {
		t.Errorf("got %+v", s)
	}
	if r := m.run("index"); r.status != cli.OK || !strings.Contains(r.stderr, dir+": The folder cannot be reached. ") {
		t.Errorf("got %+v", r)
	}
}

// follower is stdout of a command that stays.
type follower struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{}
}

func (f *follower) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case f.news <- struct{}{}:
	default:
	}
	return f.text.Write(p)
}

// until waits for the lines to have what is asked for.
func (f *follower) until(t *testing.T, what string, ok func([]changeLine) bool) {
	t.Helper()
	late := time.After(3 * time.Minute)
	for {
		f.mu.Lock()
		text := f.text.String()
		f.mu.Unlock()
		var all []changeLine
		for line := range strings.Lines(text) {
			var l changeLine
			if json.Unmarshal([]byte(line), &l) == nil && l.Change != "" {
				all = append(all, l)
			}
		}
		if ok(all) {
			return
		}
		select {
		case <-f.news:
		case <-late:
			t.Fatalf("%s is not told: %s", what, text)
		}
	}
}

func has(want ...changeLine) func([]changeLine) bool {
	return func(all []changeLine) bool {
		return !slices.ContainsFunc(want, func(w changeLine) bool { return !slices.Contains(all, w) })
	}
}

// --watch goes on in a folder of which more than a fifth vanished.
func TestWatchingAFolderThatMissesMany(t *testing.T) {
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	copies(t, dir, "kitten-with-yarn.jpg", 0, 20)
	out := &follower{news: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	env := cli.Environment{
		Stdout: out, Stderr: &bytes.Buffer{}, Model: assets.Mini(), RuntimeDirs: m.dirs,
		Getenv: func(string) string { return m.library },
	}
	go func() {
		status, _ := Run(ctx, env, []string{"--json", "index", "--watch", dir})
		done <- status
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	out.until(t, "the beginning", func([]changeLine) bool {
		out.mu.Lock()
		defer out.mu.Unlock()
		return strings.Contains(out.text.String(), `"photos":20`)
	})
	aside := dir + "-aside"
	if err := os.Mkdir(aside, 0o755); err != nil {
		t.Fatal(err)
	}
	for n := range 12 {
		name := fmt.Sprintf("%02d.jpg", n)
		if err := os.Rename(in(name), filepath.Join(aside, name)); err != nil {
			t.Fatal(err)
		}
	}
	out.until(t, "the losses", func(all []changeLine) bool {
		return slices.ContainsFunc(all, func(l changeLine) bool {
			return l.Change == "away" && l.Path == dir && l.Reason == photo.AwayLost && l.Missing >= 10
		}) &&
			has(changeLine{Change: "missing", Path: in("00.jpg")},
				changeLine{Change: "missing", Path: in("11.jpg")})(all)
	})
	copies(t, in("new"), "white-duck.jpg", 0, 1)
	out.until(t, "a new photo", has(changeLine{Change: "added", Path: in("new/00.jpg")},
		changeLine{Change: "encoded", Path: in("new/00.jpg")}))
	for n := range 12 {
		name := fmt.Sprintf("%02d.jpg", n)
		if err := os.Rename(filepath.Join(aside, name), in(name)); err != nil {
			t.Fatal(err)
		}
	}
	out.until(t, "that it is whole", has(changeLine{Change: "found", Path: in("11.jpg")},
		changeLine{Change: "back", Path: dir}))
}

// A folder that cannot be read is told by every command, with how many photos are known from there.
func TestAFolderThatCannotBeReadIsTold(t *testing.T) {
	if scantest.WithoutPrivilege(t) {
		return
	}
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	inside := filepath.Join(dir, "inside")
	copies(t, inside, "kitten-with-yarn.jpg", 0, 30)
	copies(t, dir, "white-duck.jpg", 40, 42)
	lines[summaryLine](m, "index", dir)
	if err := os.Chmod(inside, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(inside, 0o755) })

	want := []unreadableLine{{inside, "You are not allowed to read the folder.", 30}}
	s := lines[summaryLine](m, "index")[0]
	if !slices.Equal(s.Unreadable, want) || len(s.Away) != 0 || s.Gone != 0 || s.Photos != 32 || s.Problems != 1 {
		t.Errorf("index: %+v", s)
	}
	if s := lines[statusLine](m, "status")[0]; !slices.Equal(s.Unreadable, want) || s.Away != 0 || s.Problems != 1 ||
		len(s.Unsupported) != 0 {
		t.Errorf("status: %+v", s)
	}
	if f := lines[folderLine](m, "folders")[0]; !slices.Equal(f.Unreadable, want) || f.Away {
		t.Errorf("folders: %+v", f)
	}
	reported := "You are not allowed to read the folder. 30 photos known from there are kept."
	if r := m.run("index"); r.status != cli.OK || r.stderr != "recollect: warning: "+inside+": "+reported+"\n" {
		t.Errorf("index: %+v", r)
	}
	for _, verb := range []string{"status", "folders"} {
		if r := m.run(verb); !strings.Contains(r.stdout, "cannot be read "+inside+": "+reported) {
			t.Errorf("%s: %+v", verb, r)
		}
	}
	if err := os.Chmod(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	if s := lines[summaryLine](m, "index")[0]; len(s.Unreadable) != 0 || s.Problems != 0 || s.Photos != 32 {
		t.Errorf("once it can be read: %+v", s)
	}
}

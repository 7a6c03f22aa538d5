//go:build e2e

// Package privacy watches every system call of the built program that takes a
// path or makes a connection, and holds it to the promise that nothing leaves
// the computer and that nothing is left on it outside the library.
package privacy

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/e2e/stage"
	"recollect/engine/model/ort"
)

const (
	root     = "../.."
	patience = 2 * time.Minute

	// runtimeVariable names a library of ONNX Runtime that is to take the place
	// of ours: one that holds a telemetry client must behave as ours does.
	runtimeVariable = "RECOLLECT_RUNTIME"
)

// person is somebody who starts the program for the first time: nothing is in
// the home folder and nothing in the one for temporary files.
type person struct {
	dir, home, temp, run string
	program              string
	library, photos      string
}

func newPerson(t *testing.T) person {
	dir := t.TempDir()
	p := person{
		dir: dir, home: filepath.Join(dir, "home"), temp: filepath.Join(dir, "temp"), run: filepath.Join(dir, "run"),
		program: filepath.Join(dir, "program", "recollect"),
		library: filepath.Join(dir, "home", "library"), photos: filepath.Join(dir, "photos"),
	}
	for _, d := range []string{p.home, p.temp, p.run, filepath.Dir(p.program)} {
		must(t, os.Mkdir(d, 0o700))
	}
	must(t, os.CopyFS(p.photos, os.DirFS(filepath.Join(root, "testdata/sample-photos/photos/animals"))))
	copyFile(t, filepath.Join(root, "build", "recollect"), p.program)
	library := os.Getenv(runtimeVariable)
	if library == "" {
		library = filepath.Join(root, "build", ort.LibraryName())
	}
	copyFile(t, library, filepath.Join(filepath.Dir(p.program), ort.LibraryName()))
	return p
}

// strace is the command that runs the program with args under strace, and the
// folder that the traces go to. The environment holds nothing but PATH, HOME,
// TMPDIR and extra: the program works without any other variable.
func (p person) strace(t *testing.T, name string, extra ...string) (command []string, traces string) {
	t.Helper()
	traces = filepath.Join(p.dir, "traces", name)
	must(t, os.MkdirAll(traces, 0o700))
	env := append([]string{"/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "HOME=" + p.home, "TMPDIR=" + p.temp}, extra...)
	strace, err := exec.LookPath("strace")
	must(t, err)
	return slices.Concat(env, []string{strace}, straceArgs(traces), []string{p.program}), traces
}

// obeys wants the traced program to have kept to the rules, and to have left no
// temporary file.
func (p person) obeys(t *testing.T, r rules, traces string) {
	t.Helper()
	calls, err := readTraces(traces)
	must(t, err)
	if len(calls) < 50 { // those of the shortest run are 90: the trace is there
		t.Errorf("only %d system calls were seen", len(calls))
	}
	broken := map[string]int{}
	for _, c := range calls {
		if what := r.violation(c); what != "" {
			if broken[what]++; broken[what] == 1 {
				t.Errorf("%s: %.300s", what, c.line)
			}
		}
	}
	left, err := os.ReadDir(p.temp)
	must(t, err)
	if len(left) > 0 {
		t.Errorf("the folder for temporary files holds %v", left)
	}
}

// homeService is a service of the C library's, which Fyne's reader of fonts asks for the home folder.
const homeService = "/var/run/nscd/socket"

// rules are those of the command line: it writes to the library only.
func (p person) rules() rules {
	return rules{program: p.program, cwd: p.dir, write: []string{p.library, "/dev/null"}}
}

// windowRules allow what a window needs beside the library. None of it holds
// anything of photos or searches.
func (p person) windowRules(d *stage.Desk) rules {
	r := p.rules()
	r.write = append(r.write,
		filepath.Join(p.home, ".config"),                       // Fyne keeps settings there: the theme, sizes
		filepath.Join(p.home, ".cache", "fyne"),                // an empty folder of Fyne's
		filepath.Join(p.home, ".cache", "font_index_v6.cache"), // which fonts the system has, by Fyne's reader of fonts
		// Mesa's compiled shaders, shared by all programs that draw by OpenGL
		filepath.Join(p.home, ".cache", "mesa_shader_cache"),
		"/dev/dri", // the graphics card, where there is one
		p.run)      // the socket by which a second start hands over what it was asked for
	r.connect = []string{
		"/tmp/.X11-unix/X" + strings.TrimPrefix(d.Display, ":"),
		filepath.Join(p.run, "wayland-0"), // GLFW asks for Wayland before X11
		filepath.Join(p.run, "bus"),       // D-Bus, where Fyne asks for the desktop's theme
		homeService,
	}
	return r
}

func TestCommandLine(t *testing.T) {
	p := newPerson(t)
	first := filepath.Join(p.photos, "sheep-in-meadow.jpg")
	// So many that their names fill 400 KB; all but the first and the last are not there, which is quick.
	many := []string{first}
	for i := range 4998 {
		many = append(many, filepath.Join(p.photos, fmt.Sprintf("%s-%d.jpg", strings.Repeat("missing", 4), i)))
	}
	many = append(many, first)
	verbs := []struct {
		name   string
		args   []string
		status int
		says   string
		lines  int
	}{
		{"doctor without a library", []string{"doctor"}, 0, "ok       provider", 0},
		{"index", []string{"index", p.photos}, 0, "13 added", 0},
		{"search", []string{"search", "--all", "sheep"}, 0, first, 0},
		{"search for a picture", []string{"search", "--image", first}, 0, first, 0},
		{"classify", []string{"classify", "--labels", "sheep, cat", first}, 0, "%  sheep", 0},
		{
			"classify 5,000 files", append([]string{"classify", "--labels", "sheep, cat"}, many...), 1, "%  sheep",
			2*3 + len(many) - 2,
		},
		{"doctor", []string{"doctor"}, 0, "13 photos", 0},
	}
	for _, v := range verbs {
		t.Run(v.name, func(t *testing.T) {
			command, traces := p.strace(t, v.name)
			command = append(command, "--library", p.library)
			cmd := exec.CommandContext(within(t, patience), command[0], append(command[1:], v.args...)...)
			cmd.Dir = p.dir
			out, err := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != v.status || !bytes.Contains(out, []byte(v.says)) {
				t.Errorf("status %d, %v: %.2000s", got, err, out)
			}
			if got := bytes.Count(out, []byte("\n")); v.lines > 0 && got != v.lines {
				t.Errorf("lines: want %d, got %d", v.lines, got)
			}
			r := p.rules()
			if v.args[0] == "doctor" {
				r.connect = []string{homeService} // it looks for fonts
			}
			p.obeys(t, r, traces)
			p.holds(t, r)
		})
	}
}

// The window: a folder is dropped on it, a sentence searched for, a picture
// dropped, and then nothing is done for a while.
func TestWindow(t *testing.T) {
	p := newPerson(t)
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	command, traces := p.strace(t, "window", "DISPLAY="+desk.Display, "LANG=en_US.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1",
		// As in every session. Without the first, Mesa asks the system for the home
		// folder; without the last, Fyne's D-Bus starts a program.
		"XDG_CACHE_HOME="+filepath.Join(p.home, ".cache"), "XDG_RUNTIME_DIR="+p.run,
		"DBUS_SESSION_BUS_ADDRESS=unix:path="+filepath.Join(p.run, "bus"),
		`RECOLLECT_TRACE="$RECOLLECT_TRACE"`)
	script := filepath.Join(p.dir, "start")
	text := "#!/bin/sh\ncd " + p.dir + "\nexec " + strings.Join(command, " ") + ` "$@"` + "\n"
	must(t, os.WriteFile(script, []byte(text), 0o700))
	s, err := stage.Begin(within(t, patience), desk, script, p.home)
	must(t, err)
	t.Cleanup(func() { s.Program.Kill() })
	use(t, s, p)
	must(t, s.Program.Terminate())
	must(t, s.Program.Wait(within(t, patience)))
	r := p.windowRules(desk)
	reported, err := filepath.Glob(filepath.Join(p.home, "trace-*.jsonl")) // what the program shows, for this test
	must(t, err)
	r.write = append(r.write, reported...)
	p.obeys(t, r, traces)
	p.holds(t, r)
}

// use does with the window what a person does.
func use(t *testing.T, s *stage.Session, p person) {
	t.Helper()
	must(t, s.Drop(within(t, patience), p.photos))
	_, err := s.Program.Status(within(t, patience), "all to be encoded", func(s stage.Status) bool {
		return s.Done(13)
	})
	must(t, err)
	_, _, err = s.Search(within(t, patience), "a sheep in a meadow")
	must(t, err)
	_, err = s.Leave(within(t, patience), "library")
	must(t, err)
	picture := filepath.Join(p.dir, "dropped.jpg")
	copyFile(t, filepath.Join(p.photos, "sheep-in-meadow.jpg"), picture)
	must(t, s.Drop(within(t, patience), picture))
	_, err = s.Program.Shown(within(t, patience), "photos like the dropped one", func(s stage.Shown) bool {
		return s.View == "results"
	})
	must(t, err)
	select { // time must pass: a client that waits before it sends is what is looked for
	case <-time.After(idle()):
	case <-t.Context().Done():
	}
}

// idle is how long nothing is done.
func idle() time.Duration {
	if os.Getenv("RECOLLECT_SOAK") != "" {
		return time.Minute
	}
	return 10 * time.Second
}

// holds wants the person's home folder to hold nothing but what the rules allow.
func (p person) holds(t *testing.T, r rules) {
	t.Helper()
	must(t, filepath.WalkDir(p.home, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !r.mayWrite(path) {
			t.Errorf("%s was made", path)
		}
		return err
	}))
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, data, 0o700))
}

func within(t *testing.T, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

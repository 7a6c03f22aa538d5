package stage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Program is one run of the built program with its window.
type Program struct {
	cmd    *exec.Cmd
	stderr bytes.Buffer  // to be read after ended is closed
	ended  chan struct{} // closed when the process is gone and err is set
	err    error
	trace  trace
}

// StartProgram starts the program at the path binary with the library in the
// folder home/library, its window on the desk, and with files to open. The folder home replaces the
// person's own in every respect, so that nothing outside it is read or written.
// The caller ends the program: by Kill, or by Wait after asking it to end.
func StartProgram(d *Desk, binary, home string, files ...string) (*Program, error) {
	// everybody has one, and Fyne relies on it
	if err := os.MkdirAll(filepath.Join(home, ".cache"), 0o700); err != nil {
		return nil, err
	}
	traceFile, err := os.CreateTemp(home, "trace-*.jsonl")
	if err != nil {
		return nil, err
	}
	if err := traceFile.Close(); err != nil {
		return nil, err
	}
	p := &Program{ended: make(chan struct{}), trace: trace{path: traceFile.Name()}}
	p.cmd = exec.Command(binary, append([]string{"--library", Library(home)}, files...)...)
	p.cmd.Env = append(d.Env(home), "RECOLLECT_TRACE="+p.trace.path)
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = 10 * time.Second // where what it has started outlives it and holds stderr
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// Library returns the folder of the library that StartProgram uses for home.
func Library(home string) string { return filepath.Join(home, "library") }

// Env returns the environment of a program on the desk, with home as the
// person's own folder.
func (d *Desk) Env(home string) []string {
	var env []string
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(name, "XDG_") && name != "WAYLAND_DISPLAY" {
			env = append(env, e)
		}
	}
	return append(env, "HOME="+home, "DISPLAY="+d.Display, "LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_US.UTF-8",
		"FYNE_SCALE=1")
}

// Shown waits until what the window shows is as wanted. It fails as soon as the
// program has ended.
func (p *Program) Shown(ctx context.Context, what string, wanted func(Shown) bool) (Shown, error) {
	err := p.until(ctx, what, func() bool { return wanted(p.trace.shown) })
	return p.trace.shown, err
}

// now returns a tile as the window has reported its photo last; as it is if the window shows others now.
func (p *Program) now(t Tile) (Tile, error) {
	err := p.trace.read()
	if i := slices.IndexFunc(p.trace.shown.Tiles, func(now Tile) bool { return now.Path == t.Path }); i >= 0 {
		t = p.trace.shown.Tiles[i]
	}
	return t, err
}

// Status waits until the library's status, as the window reports it, is as
// wanted.
func (p *Program) Status(ctx context.Context, what string, wanted func(Status) bool) (Status, error) {
	err := p.until(ctx, what, func() bool { return wanted(p.trace.status()) })
	return p.trace.status(), err
}

// Statuses returns all statuses that the window has reported so far, oldest
// first.
func (p *Program) Statuses() ([]Status, error) {
	err := p.trace.read()
	return p.trace.statuses, err
}

// Slow returns the calls that have held up the window's drawing so far, oldest first.
func (p *Program) Slow() ([]Slow, error) {
	err := p.trace.read()
	return p.trace.slow, err
}

func (p *Program) until(ctx context.Context, what string, cond func() bool) error {
	err := until(ctx, what, func() (bool, error) {
		select {
		case <-p.ended:
			return false, errors.Join(errors.New("the program has ended"), p.err)
		default:
		}
		if err := p.trace.read(); err != nil {
			return false, err
		}
		return cond(), nil
	})
	if err != nil {
		return fmt.Errorf("%w\nlast shown: %+v\nlast status: %+v", err, p.trace.shown, p.trace.status())
	}
	return nil
}

// Pid returns the number of the program's process.
func (p *Program) Pid() int { return p.cmd.Process.Pid }

// Processor returns the time that the program's process has had of the processors (proc_pid_stat(5)).
func (p *Program) Processor() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.Pid()))
	if err != nil {
		return 0, err
	}
	ticks := 0
	_, rest, _ := strings.Cut(string(stat), ") ")       // the name may have spaces
	for _, field := range strings.Fields(rest)[11:13] { // utime and stime, of which a second has 100
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// Terminate asks the program to end, as the system does when it shuts down.
func (p *Program) Terminate() error { return p.cmd.Process.Signal(syscall.SIGTERM) }

// Wait waits for the program's end. The error is nil if it ended by itself with
// success, and holds what it wrote to stderr if it did not. A program that does
// not end in time is made to write what all its goroutines do there.
func (p *Program) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		_ = p.cmd.Process.Signal(syscall.SIGQUIT) // it may end just now
		<-p.ended
		return fmt.Errorf("wait for the program's end: %w\n%s", ctx.Err(), p.stderr.String())
	case <-p.ended:
	}
	if p.err != nil {
		return fmt.Errorf("%w\n%s", p.err, p.stderr.String())
	}
	return nil
}

// Kill ends the program at once if it still runs, waits for that, and returns
// what it wrote to stderr.
func (p *Program) Kill() string {
	select {
	case <-p.ended:
	default:
		_ = p.cmd.Process.Kill() // it may have ended in between, which is as well
		<-p.ended
	}
	return p.stderr.String()
}

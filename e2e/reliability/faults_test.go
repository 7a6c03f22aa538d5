package reliability

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// calls are the system calls by which a library is kept, and what each can
// answer. Writes of thumbnails are left to the full disk below: their call is
// that of pipes and of Go's own wake-ups too.
var calls = []struct {
	name   string
	errors []string
}{
	{"pwrite64", []string{"ENOSPC", "EIO"}},
	{"fsync", []string{"ENOSPC", "EIO"}},
	{"ftruncate", []string{"ENOSPC", "EIO"}},
	{"openat", []string{"ENOSPC", "EIO"}},
	{"open", []string{"ENOSPC", "EIO"}},
	{"mkdirat", []string{"ENOSPC", "EIO"}},
	{"renameat", []string{"ENOSPC", "EIO"}},
	{"unlink", []string{"EIO"}},
	{"pread64", []string{"EIO"}},
	{"flock", []string{"EIO"}},
}

// Every call by which a library is kept fails in turn, once or from then on:
// the process tells so and ends in order, and when the disk is well again the
// library becomes what it would have been.
func TestFailingDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("strace makes system calls fail on Linux only")
	}
	if _, err := exec.LookPath("strace"); err != nil {
		if os.Getenv("RECOLLECT_REQUIRE") != "" {
			t.Fatal(err)
		}
		t.Skip("needs strace: ", err)
	}
	pictures := draw(t, 20)
	quiet := filepath.Join(t.TempDir(), "quiet")
	counts := count(t, quiet, pictures)
	want := state(t, quiet)
	reported := 0
	for _, c := range calls {
		if counts[c.name] == 0 {
			t.Errorf("%s was not called", c.name)
		}
		step := max(1, counts[c.name]/rounds(1, counts[c.name]))
		t.Run(c.name, func(t *testing.T) {
			for n := max(1, step/2); n <= counts[c.name]; n += step {
				for _, fault := range faults(c.name, c.errors, n) {
					if fail(t, fault, pictures, want) {
						reported++
					}
				}
			}
		})
	}
	t.Logf("%d faults were told; the others could be lived with", reported)
	if reported == 0 {
		t.Error("no fault was told")
	}
}

// faults are those of the call that is the nth of its name, once and from then on.
func faults(call string, errors []string, n int) (all []string) {
	for _, e := range errors {
		for _, when := range []string{"", "+"} {
			all = append(all, fmt.Sprintf("%s:error=%s:when=%d%s", call, e, n, when))
		}
	}
	return all
}

// count counts the calls of an undisturbed run.
func count(t *testing.T, library, pictures string) map[string]int {
	t.Helper()
	trace := filepath.Join(t.TempDir(), "trace")
	traced(t, child(t, library, pictures), "-o", trace, "-e", "trace="+names())
	data, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, m := range regexp.MustCompile(`(?m)^\d+ +(\w+)\(`).FindAllSubmatch(data, -1) {
		counts[string(m[1])]++
	}
	return counts
}

func names() string {
	var all []string
	for _, c := range calls {
		all = append(all, c.name)
	}
	return strings.Join(all, ",")
}

// fail runs a child to which a call gives an error, then one with a healthy
// disk. It reports whether the first told of it.
func fail(t *testing.T, fault, pictures string, want map[string]string) bool {
	t.Helper()
	library := filepath.Join(t.TempDir(), "library")
	out, err := traced(t, child(t, library, pictures), "-o", os.DevNull, "-e", "trace="+names(), "-e", "inject="+fault)
	// ONNX Runtime does not live with what the system refuses to tell it of the
	// processor. The program is gone then, as if killed: the library must be sound all the same.
	killed := bytes.Contains(out, []byte("signal arrived during cgo execution")) &&
		bytes.Contains(out, []byte("CreateOrtEnv"))
	for _, bad := range []string{"panic", "fatal error", "SIG", "goroutine"} {
		if !killed && bytes.Contains(out, []byte(bad)) {
			t.Fatalf("%s: %s", fault, out)
		}
	}
	if bytes.Contains(out, []byte("error while loading shared libraries")) {
		return false // it hit the system's loader, before the program began
	}
	var exit *exec.ExitError
	if err != nil && !killed &&
		(!errors.As(err, &exit) || exit.ExitCode() != 3 || !bytes.Contains(out, []byte("error:"))) {
		t.Fatalf("%s: %v: %s", fault, err, out)
	}
	if again, err := child(t, library, pictures).CombinedOutput(); err != nil {
		t.Fatalf("after %s: %v: %s", fault, err, again)
	}
	compare(t, state(t, library), want)
	if t.Failed() {
		t.Fatalf("after %s", fault)
	}
	return err != nil
}

// traced runs cmd under strace.
func traced(t *testing.T, cmd *exec.Cmd, args ...string) ([]byte, error) {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal(err)
	}
	args = append([]string{strace, "-f", "-qq", "--seccomp-bpf"}, args...) // stops at no call that is not traced
	cmd.Args = append(append(args, cmd.Path), cmd.Args[1:]...)
	cmd.Path = strace
	return cmd.CombinedOutput()
}

// A disk that is really full: a file system of a few megabytes. The process
// says so; with space again, it goes on.
func TestFullDisk(t *testing.T) {
	pictures := draw(t, 300)
	quiet := filepath.Join(t.TempDir(), "quiet")
	run(t, quiet, pictures)
	want := state(t, quiet)

	small := t.TempDir()
	mount(t, "-t", "tmpfs", "-o", "size=1m", "tmpfs", small)
	library := filepath.Join(small, "library")
	out, err := child(t, library, pictures).CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte("full")) {
		t.Fatalf("a full disk was not told: %v: %s", err, out)
	}
	if bytes.Contains(out, []byte("goroutine")) {
		t.Fatalf("%s", out)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=100m", small).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	run(t, library, pictures)
	compare(t, state(t, library), want)
}

// mount mounts until the test ends.
func mount(t *testing.T, args ...string) {
	t.Helper()
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("only the superuser may mount")
	}
	if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
		t.Skipf("mounting is not permitted here: %v: %s", err, out)
	}
	t.Cleanup(func() { unmount(t, args[len(args)-1]) })
}

// unmount takes dir off if it is mounted, at once, whoever still reads there.
func unmount(t *testing.T, dir string) {
	t.Helper()
	if exec.Command("mountpoint", "-q", dir).Run() != nil {
		return
	}
	if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

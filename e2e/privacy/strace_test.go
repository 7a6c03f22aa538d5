//go:build e2e

package privacy

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// syscall is a system call as strace prints it.
type syscall struct {
	line string   // the whole of it
	name string   // "openat"
	args []string // as printed, strings with their quotes
}

// straceArgs make strace write every system call that takes a path or makes a
// connection into the files dir/trace.THREAD. Descriptors are printed with
// their paths, and strings whole. The traced program takes strace's place as the
// caller's child.
func straceArgs(dir string) []string {
	return []string{
		"--daemonize", "--seccomp-bpf", "--follow-forks", "--output-separately",
		"--output=" + filepath.Join(dir, "trace"),
		"--decode-fds=path", "--strings-in-hex=non-ascii-chars", "--string-limit=65536", "--quiet=attach,personality",
		"--trace=%file,socket,socketpair,connect,bind,ftruncate,fchmod,fchown,fsetxattr,fremovexattr,io_uring_setup," +
			"open_by_handle_at",
	}
}

// readTraces reads all that strace wrote into dir.
func readTraces(dir string) ([]syscall, error) {
	files, err := filepath.Glob(filepath.Join(dir, "trace.*"))
	if err != nil {
		return nil, err
	}
	var all []syscall
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "+++") {
				continue // a signal, an end
			}
			call, err := parse(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			all = append(all, call)
		}
	}
	return all, nil
}

// parse takes a line of strace apart.
func parse(line string) (syscall, error) {
	name, rest, ok := strings.Cut(line, "(")
	if !ok || strings.ContainsAny(name, " <") {
		return syscall{}, fmt.Errorf("no system call: %q", line)
	}
	c := syscall{line: line, name: name}
	var depth int // of brackets
	var quoted bool
	from := 0
	for i := 0; i < len(rest); i++ {
		switch b := rest[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case strings.IndexByte("([{<", b) >= 0:
			depth++
		case b == '>' && i > 0 && (rest[i-1] == '-' || rest[i-1] == '='): // an arrow
		case depth == 0 && (b == ',' || b == ')'):
			if arg := strings.TrimSpace(rest[from:i]); arg != "" {
				c.args = append(c.args, arg)
			}
			from = i + 1
			if b == ')' {
				return c, nil
			}
		case strings.IndexByte(")]}>", b) >= 0:
			depth--
		}
	}
	if strings.HasSuffix(line, "<unfinished ...>") { // the process ended meanwhile
		return c, nil
	}
	return syscall{}, fmt.Errorf("no end of the arguments: %q", line)
}

// paths are the paths among the arguments, absolute, from a process in the folder
// cwd; if there is none, that of the descriptor that comes first.
func (c syscall) paths(cwd string) []string {
	var all []string
	for i, arg := range c.args {
		path, ok := unquote(arg)
		if !ok {
			continue
		}
		base := cwd
		if i > 0 {
			base = cmp.Or(described(c.args[i-1]), cwd)
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(base, path)
		}
		all = append(all, filepath.Clean(path))
	}
	if len(all) == 0 && len(c.args) > 0 {
		if path := described(c.args[0]); path != "" {
			all = append(all, path)
		}
	}
	return all
}

// described is the path of a descriptor, as in 3</tmp/a>, or nothing. Memory that
// has a descriptor looks like a file that was deleted.
func described(arg string) string {
	_, path, ok := strings.Cut(arg, "</")
	if path, whole := strings.CutSuffix(path, ">"); ok && whole && !strings.HasPrefix(path, "memfd:") {
		return "/" + path
	}
	return ""
}

// unquote is what a string that strace printed stands for.
func unquote(arg string) (string, bool) {
	if !strings.HasPrefix(arg, `"`) {
		return "", false
	}
	s, err := strconv.Unquote(arg)
	return s, err == nil
}

func TestParse(t *testing.T) {
	cases := []struct {
		line  string
		name  string
		args  []string
		paths []string
	}{
		{
			`openat(AT_FDCWD</home/anna>, "a, \"b\" (1).jpg", O_RDONLY|O_CLOEXEC) = 3</home/anna/a, "b" (1).jpg>`,
			"openat",
			[]string{`AT_FDCWD</home/anna>`, `"a, \"b\" (1).jpg"`, `O_RDONLY|O_CLOEXEC`},
			[]string{`/home/anna/a, "b" (1).jpg`},
		},
		{
			`openat(7</lib>, "../\xc3\xa9", O_RDWR|O_CREAT, 0600) = -1 ENOENT (No such file or directory)`, "openat",
			[]string{`7</lib>`, `"../\xc3\xa9"`, `O_RDWR|O_CREAT`, `0600`},
			[]string{"/é"},
		},
		{
			`renameat(AT_FDCWD</>, "/a", AT_FDCWD</>, "b") = 0`, "renameat",
			[]string{`AT_FDCWD</>`, `"/a"`, `AT_FDCWD</>`, `"b"`},
			[]string{"/a", "/b"},
		},
		{
			`socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3<UNIX-STREAM:[1]>`, "socket",
			[]string{"AF_UNIX", "SOCK_STREAM|SOCK_CLOEXEC", "0"},
			nil,
		},
		{
			`connect(3<socket:[9]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 0`,
			"connect",
			[]string{"3<socket:[9]>", `{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}`, "16"},
			nil,
		},
		{
			`socketpair(AF_UNIX, SOCK_STREAM, 0, [3<UNIX-STREAM:[1->2]>, 4<UNIX-STREAM:[2->1]>]) = 0`, "socketpair",
			[]string{"AF_UNIX", "SOCK_STREAM", "0", "[3<UNIX-STREAM:[1->2]>, 4<UNIX-STREAM:[2->1]>]"},
			nil,
		},
		{`mkdir("rel", 0700) = 0`, "mkdir", []string{`"rel"`, "0700"}, []string{"/cwd/rel"}},
		{`getcwd("/cwd", 4096) = 5`, "getcwd", []string{`"/cwd"`, "4096"}, []string{"/cwd"}},
		{`recvmsg(3<socket:[1]>, <unfinished ...>`, "recvmsg", []string{"3<socket:[1]>"}, nil},
	}
	for _, c := range cases {
		got, err := parse(c.line)
		if err != nil || got.name != c.name || !slices.Equal(got.args, c.args) ||
			!slices.Equal(got.paths("/cwd"), c.paths) {
			t.Errorf("%s:\nwant %s %q, paths %q\n got %s %q, paths %q, %v", c.line, c.name, c.args, c.paths, got.name,
				got.args, got.paths("/cwd"), err)
		}
	}
	for _, line := range []string{"", "no call", `open("/never ends`, "<... read resumed>) = 0"} {
		if got, err := parse(line); err == nil {
			t.Errorf("want an error for %q, got %+v", line, got)
		}
	}
}

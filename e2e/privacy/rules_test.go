//go:build e2e

package privacy

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rules say what a program may do.
type rules struct {
	program string   // which it is; it may start no other
	cwd     string   // where it runs
	write   []string // files that it may write, and folders with all that is in them
	connect []string // sockets that it may connect to
}

// writes are the system calls that make, change or remove files, but for those
// that open them.
var writes = []string{
	"creat", "mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
	"symlinkat",
	"unlink", "unlinkat", "rmdir", "truncate", "ftruncate", "chmod", "fchmod", "fchmodat", "fchmodat2",
	"chown", "lchown", "fchown", "fchownat", "utime", "utimes", "futimesat", "utimensat",
	"setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "mount",
}

// private are files that tell one machine from all others.
var private = []string{"/etc/machine-id", "/var/lib/dbus/machine-id", "/sys/class/dmi/id/product_uuid"}

// violation says what is wrong with a system call, or nothing.
func (r rules) violation(c syscall) string {
	switch c.name {
	case "socket", "socketpair":
		if len(c.args) == 0 || c.args[0] != "AF_UNIX" {
			return "a socket that is not local"
		}
		return ""
	case "connect", "bind":
		return r.address(c)
	case "io_uring_setup", "open_by_handle_at":
		return "what it does cannot be seen"
	}
	paths := c.paths(r.cwd)
	if strings.HasPrefix(c.name, "execve") && !slices.Equal(paths, []string{r.program}) {
		return "another program"
	}
	if c.name == "symlink" || c.name == "symlinkat" {
		paths = paths[min(1, len(paths)):] // the first is content
	}
	for _, path := range paths {
		if slices.Contains(private, path) || isCommandLine(path) {
			return "reads " + path
		}
		if (slices.Contains(writes, c.name) || opensToWrite(c)) && !r.mayWrite(path) {
			return "writes " + path
		}
	}
	return ""
}

// address says what is wrong with the other end of a connection.
func (r rules) address(c syscall) string {
	if len(c.args) < 2 || !strings.HasPrefix(c.args[1], "{sa_family=AF_UNIX, sun_path=") {
		return "a connection that is not local"
	}
	name := strings.TrimSuffix(strings.TrimPrefix(c.args[1], "{sa_family=AF_UNIX, sun_path="), "}")
	path, _ := unquote(strings.TrimPrefix(name, "@"))
	if c.name == "bind" && r.mayWrite(path) || c.name == "connect" && slices.Contains(r.connect, path) {
		return ""
	}
	return c.name + " " + path
}

// isCommandLine reports whether path is the command line of a process.
func isCommandLine(path string) bool {
	return strings.HasPrefix(path, "/proc/") && filepath.Base(path) == "cmdline"
}

func opensToWrite(c syscall) bool {
	if !slices.Contains([]string{"open", "openat", "openat2"}, c.name) {
		return false
	}
	return slices.ContainsFunc(c.args, func(arg string) bool {
		return !strings.HasPrefix(arg, `"`) &&
			(strings.Contains(arg, "O_WRONLY") || strings.Contains(arg, "O_RDWR") || strings.Contains(arg, "O_CREAT"))
	})
}

func (r rules) mayWrite(path string) bool {
	return slices.ContainsFunc(r.write, func(w string) bool {
		return path == w || strings.HasPrefix(path, w+"/")
	})
}

func TestRules(t *testing.T) {
	r := rules{
		program: "/bin/recollect", cwd: "/cwd", write: []string{"/home/anna/library", "/dev/null"},
		connect: []string{"/tmp/.X11-unix/X7"},
	}
	cases := []struct{ line, want string }{
		{`openat(AT_FDCWD</cwd>, "/home/anna/a.jpg", O_RDONLY|O_CLOEXEC) = 3`, ""},
		{`openat(AT_FDCWD</cwd>, "/home/anna/library/x", O_RDWR|O_CREAT, 0600) = 3`, ""},
		{`openat(AT_FDCWD</cwd>, "/home/anna/library-2", O_RDWR|O_CREAT, 0600) = 3`, "writes /home/anna/library-2"},
		{
			`openat(AT_FDCWD</cwd>, "/home/anna/library/../x", O_WRONLY) = -1 ENOENT (No such file or directory)`,
			"writes /home/anna/x",
		},
		{`openat(AT_FDCWD</cwd>, "/home/anna/O_RDWR", O_RDONLY) = 3`, ""},
		{`openat2(AT_FDCWD</cwd>, "x", {flags=O_WRONLY|O_CREAT, mode=0600, resolve=0}, 24) = 3`, "writes /cwd/x"},
		{`open("/dev/null", O_RDWR) = 3`, ""},
		{`mkdir("/home/anna/.cache", 0777) = -1 EEXIST (File exists)`, "writes /home/anna/.cache"},
		{`renameat(AT_FDCWD</cwd>, "/home/anna/library/a", AT_FDCWD</cwd>, "/tmp/a") = 0`, "writes /tmp/a"},
		{`symlink("/tmp/target", "/home/anna/library/a") = 0`, ""},
		{`unlinkat(3</home/anna/library>, "a", 0) = 0`, ""},
		{`openat(AT_FDCWD</cwd>, "/etc/machine-id", O_RDONLY) = 3`, "reads /etc/machine-id"},
		{`openat(AT_FDCWD</cwd>, "/proc/self/cmdline", O_RDONLY) = 3`, "reads /proc/self/cmdline"},
		{`openat(AT_FDCWD</cwd>, "/proc/12/cmdline", O_RDONLY) = 3`, "reads /proc/12/cmdline"},
		{`openat(AT_FDCWD</cwd>, "/proc/self/status", O_RDONLY) = 3`, ""},
		{`socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3`, "a socket that is not local"},
		{
			`socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = -1 EPERM (Operation not permitted)`,
			"a socket that is not local",
		},
		{`socket(AF_UNIX, SOCK_STREAM, 0) = 3`, ""},
		{`connect(3, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X7"}, 20) = 0`, ""},
		{
			`connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or ` +
				`directory)`,
			"connect /var/run/nscd/socket",
		},
		{`connect(3, {sa_family=AF_INET6, sin6_port=htons(443)}, 28) = 0`, "a connection that is not local"},
		{`bind(3, {sa_family=AF_UNIX, sun_path="/home/anna/library/s"}, 20) = 0`, ""},
		{`bind(3, {sa_family=AF_UNIX, sun_path="/tmp/s"}, 20) = 0`, "bind /tmp/s"},
		{`execve("/usr/bin/curl", ["curl"], 0x7ffc /* 3 vars */) = 0`, "another program"},
		{`execve("/bin/recollect", ["recollect"], 0x7ffc /* 3 vars */) = 0`, ""},
		{`ftruncate(3</tmp/a>, 0) = 0`, "writes /tmp/a"},
		{`ftruncate(3</memfd:pool>(deleted), 0) = 0`, ""},
		{`utimensat(3</tmp/a>, NULL, NULL, 0) = 0`, "writes /tmp/a"},
		{`io_uring_setup(8, 0x7ffc) = 3`, "what it does cannot be seen"},
	}
	for _, c := range cases {
		call, err := parse(c.line)
		if got := r.violation(call); err != nil || got != c.want {
			t.Errorf("%s: want %q, got %q, %v", c.line, c.want, got, err)
		}
	}
}

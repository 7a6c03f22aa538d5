package file

import (
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A file server holds a lease while its client has a file open, and gives it back
// when somebody else asks. A process does not break its own lease in this way for
// itself, so that another one holds it here.
func TestFileOnLease(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	holder := exec.Command(os.Args[0], "-test.run=^TestHoldLease$")
	holder.Env = append(os.Environ(), "RECOLLECT_TEST_LEASE="+path)
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
		t.Fatalf("the holder: %v", err)
	}
	data, err := Read(path, 10)
	if err != nil || string(data) != "content" {
		t.Errorf("got %q, %v", data, err)
	}
	if err := holder.Wait(); err != nil {
		t.Errorf("the holder: %v", err)
	}
}

// TestHoldLease is the other process of TestFileOnLease.
func TestHoldLease(t *testing.T) {
	path := os.Getenv("RECOLLECT_TEST_LEASE")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	asked := notify(t)
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_WRLCK); err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString(".")
	<-asked
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_UNLCK); err != nil {
		t.Fatal(err)
	}
}

// notify receives when somebody asks for what is on lease.
func notify(t *testing.T) <-chan os.Signal {
	t.Helper()
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, unix.SIGIO)
	t.Cleanup(func() { signal.Stop(asked) })
	return asked
}

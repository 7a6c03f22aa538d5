package instance

import (
	"context"
	"net"
	"os"
	"slices"
	"testing"

	"github.com/adrg/xdg"
)

// serving receives for dir until the test ends, and returns what comes.
func serving(t *testing.T, dir string) <-chan []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	got, done := make(chan []string, 4), make(chan error, 1)
	go func() { done <- Serve(ctx, dir, func(paths []string) { got <- paths }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	for Tell(t.Context(), dir, []string{"first"}) != nil { // until it listens
		if t.Context().Err() != nil {
			t.Fatal("does not listen")
		}
	}
	<-got
	return got
}

// apart gives the test a folder of its own for sockets.
func apart(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "recollect") // t.TempDir is too long a path for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", dir)
	xdg.Reload()
	t.Cleanup(func() {
		os.RemoveAll(dir)
		xdg.Reload()
	})
	return dir
}

func TestSecondStart(t *testing.T) {
	apart(t)
	one, two := serving(t, "/library/one"), serving(t, "/library/two")
	for _, want := range [][]string{{"/a/b.jpg", "/c d/ü\xff.png"}, nil} {
		if err := Tell(t.Context(), "/library/one", want); err != nil {
			t.Fatal(err)
		}
		got := <-one
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if len(two) > 0 {
		t.Errorf("the other library got %q", <-two)
	}
}

func TestNobodyServes(t *testing.T) {
	apart(t)
	if err := Tell(t.Context(), "/library", nil); err == nil {
		t.Error("somebody took it")
	}
}

func TestSocketOfADeadProcess(t *testing.T) {
	apart(t)
	l, err := net.Listen("unix", socket("/library"))
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	serving(t, "/library")
}

// What is not a message neither ends the serving nor is answered.
func TestRubbish(t *testing.T) {
	apart(t)
	got := serving(t, "/library")
	for _, text := range []string{"", "{", "[1]", "\x00\xff", `{"open":3}`} {
		c, err := net.Dial("unix", socket("/library"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	if err := Tell(t.Context(), "/library", []string{"/x"}); err != nil {
		t.Fatal(err)
	}
	if paths := <-got; !slices.Equal(paths, []string{"/x"}) {
		t.Errorf("got %q", paths)
	}
}

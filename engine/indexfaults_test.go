package engine

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"recollect/engine/index/compact"
	"recollect/engine/relevance"
	"recollect/engine/serving"
)

// lines is a log that may be read while it is written.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) count(what string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.all.String(), what)
}

// An index that cannot be written is told of once, and not tried at each commit; all photos are found.
func TestIndexThatCannotBeWritten(t *testing.T) {
	var log lines
	o := options(t, t.TempDir())
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	if err := os.WriteFile(filepath.Join(o.Library, "index"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := withPhotos(t, o, 1300)
	<-e.indexWake
	want := dogs(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan struct{})
	go func() { defer close(done); e.saveIndexWhenDue(ctx) }()
	for range 3 {
		select { // as commits do, but so that each has been seen
		case e.indexWake <- struct{}{}:
		case <-t.Context().Done():
		}
		for log.count("write the index") == 0 {
			if t.Context().Err() != nil {
				t.Fatal("nothing is told")
			}
		}
		select {
		case <-e.indexWake:
		default:
		}
	}
	cancel()
	<-done
	if n := log.count("write the index"); n != 1 {
		t.Errorf("told %d times", n)
	}
	if got := dogs(t, e); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if data, err := os.ReadFile(filepath.Join(o.Library, "index")); err != nil || string(data) != "mine" {
		t.Errorf("what was there is %q, %v", data, err)
	}
}

// A file that is of another bank of prompts, or that has another's name, is not used.
func TestIndexOfAnother(t *testing.T) {
	o := options(t, t.TempDir())
	e := withPhotos(t, o, 300)
	if err := e.saveIndex(t.Context(), serving.WhenQuiet); err != nil {
		t.Fatal(err)
	}
	want := dogs(t, e)
	a := e.models.Answerer()
	path := indexesOf(t, o)[0]
	fingerprint, edition := a.Fingerprint(), relevance.Edition()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for _, of := range []struct { // in this order: the last one moves the file away
		name string
		save func() error
	}{
		{"bank", func() error { return again(t, path, fingerprint+" another "+edition) }},
		{"name", func() error {
			return errors.Join(again(t, path, fingerprint+" "+edition),
				os.Rename(path, strings.TrimSuffix(path, ".index")+"0.index"))
		}},
	} {
		if err := of.save(); err != nil {
			t.Fatal(err)
		}
		e := open(t, o)
		if got := dogs(t, e); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", of.name, got, want)
		}
		if n := e.models.Answerer().Corpus.Pending(); n != 300 {
			t.Errorf("%s: %d photos were read from the catalog", of.name, n)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// again writes the index at path with another label, and no other change.
func again(t *testing.T, path, label string) error {
	t.Helper()
	x, m, err := compact.Open(path, 512+3, 3)
	if err != nil {
		return err
	}
	m.Label = label
	return errors.Join(x.Save(t.Context(), path, m, false), x.Close())
}

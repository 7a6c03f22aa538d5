package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const content = "not really a library"

// zipped and tarred write an archive that holds content as "dir/lib".
func zipped(t *testing.T, w io.Writer) {
	z := zip.NewWriter(w)
	f, err := z.Create("dir/lib")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

func tarred(t *testing.T, w io.Writer) {
	z := gzip.NewWriter(w)
	a := tar.NewWriter(z)
	if err := a.WriteHeader(&tar.Header{Name: "dir/lib", Size: int64(len(content)), Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(a, content); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestUnpack(t *testing.T) {
	digest := sha256.Sum256([]byte(content))
	right := hex.EncodeToString(digest[:])
	kinds := []struct {
		name  string
		write func(*testing.T, io.Writer)
		read  func(string, member, string) error
	}{
		{"zip", zipped, fromZip},
		{"tar", tarred, fromTar},
	}
	cases := []struct {
		name    string
		member  member
		wantErr string // a part of it; empty for none
	}{
		{"right", member{"dir/lib", right}, ""},
		{"wrong sum", member{"dir/lib", strings.Repeat("0", 64)}, "is not the file that was expected"},
		{"no such member", member{"dir/other", right}, "dir/other"},
	}
	for _, k := range kinds {
		for _, c := range cases {
			t.Run(k.name+"/"+c.name, func(t *testing.T) {
				archive := filepath.Join(t.TempDir(), "archive")
				f, err := os.Create(archive)
				if err != nil {
					t.Fatal(err)
				}
				k.write(t, f)
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				target := filepath.Join(t.TempDir(), "build", "lib")
				checkUnpacked(t, k.read(archive, c.member, target), target, c.wantErr)
			})
		}
	}
}

// checkUnpacked wants target to hold content and nothing beside it, or, with
// wantErr, an error that says so and no target at all.
func checkUnpacked(t *testing.T, err error, target, wantErr string) {
	t.Helper()
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(target), "*"))
	hidden, _ := filepath.Glob(filepath.Join(filepath.Dir(target), ".*"))
	if wantErr != "" {
		if err == nil || !strings.Contains(err.Error(), wantErr) {
			t.Errorf("error: want %q in it, got %v", wantErr, err)
		}
		if len(left)+len(hidden) != 0 {
			t.Errorf("want nothing left behind, got %q %q", left, hidden)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != content {
		t.Errorf("content: want %q, got %q", content, got)
	}
	if len(left) != 1 || len(hidden) != 0 {
		t.Errorf("want only the target, got %q %q", left, hidden)
	}
}

// A library that holds a telemetry client is refused, whatever sum is written
// down for it, unless an excuse says why it is taken.
func TestTelemetryClientIsRefused(t *testing.T) {
	content := "POST https://mobile.events.data.microsoft.com/OneCollector/1.0"
	digest := sha256.Sum256([]byte(content))
	sum := hex.EncodeToString(digest[:])
	target := filepath.Join(t.TempDir(), "lib")
	err := keep(strings.NewReader(content), member{"dir/lib", sum}, target)
	checkUnpacked(t, err, target, "holds a telemetry client")

	if err := os.WriteFile(target, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := checkFile(target); err == nil || !strings.Contains(err.Error(), "events.data.microsoft.com") {
		t.Errorf("want an error that names the collector, got %v", err)
	}
	if err := check(target, sum, map[string]string{sum: "the reason"}); err != nil {
		t.Errorf("want it taken with an excuse, got %v", err)
	}
}

func TestFetchSaysWhatIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := fetch(libraries["linux/amd64"], t.TempDir(), filepath.Join(t.TempDir(), "lib"))
	if err == nil {
		t.Fatal("want an error on a machine with neither client, got none")
	}
	for _, want := range []string{"pip is not on this machine", "npm is not on this machine"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("want %q in the error, got %v", want, err)
		}
	}
}

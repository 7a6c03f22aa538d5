package ingest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

// Files whose content is in a cloud are listed and never opened:
// nothing may be read of them but what the folder says.
func TestFilesInACloudAreNotOpened(t *testing.T) {
	b := newBench(t)
	here := false
	opened := ""
	b.in.Walker.InCloud = func(info fs.FileInfo) bool { return !here && strings.HasPrefix(info.Name(), "cloud") }
	b.in.Walker.Sniff = func([]byte) bool { opened += "x"; return true }
	b.draw("cloud-1.png", red)
	b.draw("cloud-2.png", green)
	b.draw("cloud", blue) // of which only the content would tell
	b.draw("near.png", blue)
	old := time.Now().Add(-24 * time.Hour).Truncate(time.Second)
	for _, name := range []string{"cloud-1.png", "cloud-2.png", "cloud"} {
		b.do(os.Chtimes(filepath.Join(b.dir, name), old, old))
	}
	if s := b.scan(); s != (Summary{Added: 3}) || opened != "" {
		t.Errorf("got %+v, opened %q", s, opened)
	}
	if n := b.encode(); n != 1 {
		t.Errorf("%d encoded, want 1", n)
	}
	all, err := b.in.Catalog.Problems(t.Context())
	if err != nil || len(all) != 1 || all[0].Kind != photo.KindInCloud || all[0].Count != 2 {
		t.Errorf("got %+v, %v, want one kind of two files", all, err)
	}
	if s := b.scan(); s != (Summary{}) {
		t.Errorf("looked at again: %+v", s)
	}
	here = true
	if s, n := b.scan(), b.encode(); s.Changed != 2 || s.Added != 1 || n != 2 {
		t.Errorf("fetched: %+v, %d encoded", s, n) // one of them looks like near.png
	}
	if n := b.counts(); n.Problems != 0 || n.Encoded != 4 {
		t.Errorf("fetched: %+v", n)
	}
	// What is sent away again stays what it is.
	here = false
	if s := b.scan(); s.Changed != 0 || s.MetadataChanged != 0 || b.counts().Encoded < 3 {
		t.Errorf("sent away again: %+v, %+v", s, b.counts())
	}
}

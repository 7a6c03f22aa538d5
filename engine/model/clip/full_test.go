package clip

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"recollect/engine/model/clip/cliptest"
)

// Models of full size are compared with PyTorch where RECOLLECT_FULL lists their folders, which
// `python bench/models/export.py full` makes: they have gigabytes.
func TestFullSize(t *testing.T) {
	list := os.Getenv("RECOLLECT_FULL")
	if list == "" {
		t.Skip("RECOLLECT_FULL names no folders")
	}
	for _, dir := range filepath.SplitList(list) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			m := Open(Options{Model: described{os.DirFS(dir), dir, "model.json"}, LibraryDirs: []string{
				cliptest.RuntimeDir(t, root),
			}})
			defer m.Close()
			start := time.Now()
			if err := m.Load(); err != nil {
				t.Fatal(err)
			}
			pictures := time.Since(start)
			if err := m.LoadText(); err != nil {
				t.Fatal(err)
			}
			t.Logf("loaded in %.1f and %.1f s; memory: %s", pictures.Seconds(),
				(time.Since(start) - pictures).Seconds(), memory(t))
			compareFull(t, m, dir)
			t.Logf("memory: %s", memory(t))
		})
	}
}

func compareFull(t *testing.T, m *Model, dir string) {
	want := readTorch(t, dir)
	leastSeen, leastSaid := 1.0, 1.0
	start := time.Now()
	for _, p := range want.Pictures {
		leastSeen = min(leastSeen, cosine(picture(t, m, p.File), p.Embed))
	}
	seen := time.Since(start)
	for _, w := range want.Texts {
		got, err := m.sentence(t.Context(), w.IDs)
		if err != nil {
			t.Fatal(err)
		}
		leastSaid = min(leastSaid, cosine(got, w.Embed))
	}
	said := time.Since(start) - seen
	t.Logf("cosine %.7f of pictures, %.7f of sentences; %d ms a picture, %d ms a sentence", leastSeen, leastSaid,
		seen.Milliseconds()/int64(len(want.Pictures)), said.Milliseconds()/int64(len(want.Texts)))
	apart := cosine(want.Pictures[0].Embed, want.Pictures[1].Embed)
	if leastSeen < 0.9999 || leastSaid < 0.9999 || apart > 0.99 {
		t.Errorf("cosine %.6f and %.6f; of two pictures %.4f", leastSeen, leastSaid, apart)
	}
}

// memory returns what the process holds and has held.
func memory(t *testing.T) string {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err.Error()
	}
	lines := regexp.MustCompile(`(?m)^Vm(RSS|HWM):.*$`).FindAllString(string(data), -1)
	return strings.Join(strings.Fields(strings.Join(lines, ", ")), " ")
}

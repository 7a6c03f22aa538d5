package sidecars

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"recollect/engine/durable"
	"recollect/engine/photo"
	"recollect/engine/sidecar"
)

// said is a catalog of photos by their IDs, from 1 on.
type said []photo.Photo

func (s said) Photo(_ context.Context, id photo.ID) (photo.Photo, error) { return s[id-1], nil }

func (s said) Edited(_ context.Context, id photo.ID) (*photo.Edited, error) {
	return &photo.Edited{Fields: []photo.Field{photo.RatingField, photo.CaptionField}}, nil
}

func (s said) TagsOf(_ context.Context, id photo.ID) ([]string, error) {
	return []string{"cat", fmt.Sprintf("Places/%d", id)}, nil
}

func (s said) ForSidecars(context.Context, int64) (ids []photo.ID, seq int64, err error) {
	for i := range s {
		ids = append(ids, photo.ID(i+1))
	}
	return ids, 1, nil
}

func (s said) Sequence(context.Context) (int64, error) { return 1, nil }

// The RAW file of a photo has its name.
func (s said) Companions(_ context.Context, id photo.ID) ([]photo.Photo, error) {
	path := strings.TrimSuffix(s[id-1].Path, ".jpg") + ".CR2"
	if _, err := os.Stat(path); err != nil {
		return nil, nil
	}
	return []photo.Photo{{ID: 1000 + id, File: photo.File{Path: path}}}, nil
}

// photos are n photos in a folder, of which something is said.
func photos(t *testing.T, dir string, n int) said {
	t.Helper()
	all := photosThere(dir, n)
	for _, p := range all {
		must(t, os.WriteFile(p.Path, nil, 0o600))
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sidecarsIn returns the names of the sidecars in a folder. It checks that nothing else came there.
func sidecarsIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		switch filepath.Ext(e.Name()) {
		case ".xmp":
			names = append(names, e.Name())
		case ".jpg":
		default:
			t.Errorf("%s is left", e.Name())
		}
	}
	return names
}

func TestWrite(t *testing.T) {
	dir, library := t.TempDir(), t.TempDir()
	s := New(Options{Catalog: photos(t, dir, 3), Library: library})
	trial, err := s.Write(t.Context(), nil, true)
	must(t, err)
	if len(trial) != 3 || len(sidecarsIn(t, dir)) != 0 {
		t.Errorf("a trial: %+v, wrote %v", trial, sidecarsIn(t, dir))
	}
	done, err := s.Write(t.Context(), nil, false)
	must(t, err)
	if len(done) != 3 || !done[0].Wrote || done[0].Sidecar != filepath.Join(dir, "0000.jpg.xmp") {
		t.Errorf("got %+v", done)
	}
	data, err := os.ReadFile(done[1].Sidecar)
	must(t, err)
	for _, want := range []string{"<xmp:Rating>2<", ">Caption 1<", "<rdf:li>cat<", "<rdf:li>Places|2<"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("%s lacks %s", data, want)
		}
	}
	if again, err := s.Write(t.Context(), nil, false); err != nil || len(again) != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
}

// A RAW file that is shown with a photo gets the same as the photo: in Lightroom's sidecar, if it has that one, and the
// photo in one of its own.
func TestWriteOfShots(t *testing.T) {
	dir := t.TempDir()
	all := photos(t, dir, 3)
	for _, name := range []string{"0000.CR2", "0001.CR2"} {
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	lightroom := `<x:xmpmeta xmlns:x="adobe:ns:meta/">
		<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
		xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.50"/></rdf:RDF></x:xmpmeta>`
	must(t, os.WriteFile(filepath.Join(dir, "0000.xmp"), []byte(lightroom), 0o600))
	s := New(Options{Catalog: all, Library: t.TempDir()})
	done, err := s.Write(t.Context(), nil, false)
	must(t, err)
	var got []string
	for _, r := range done {
		data, err := os.ReadFile(r.Sidecar)
		must(t, err)
		rated := bytes.Contains(data, []byte(fmt.Sprintf("<xmp:Rating>%d<", r.ID)))
		got = append(got, fmt.Sprintf("%d %s %s %v %v", r.ID, filepath.Base(r.Path), filepath.Base(r.Sidecar),
			rated, bytes.Contains(data, []byte("+0.50"))))
	}
	want := []string{
		"1 0000.jpg 0000.jpg.xmp true true", "1 0000.CR2 0000.xmp true true",
		"2 0001.jpg 0001.jpg.xmp true false", "2 0001.CR2 0001.CR2.xmp true false",
		"3 0002.jpg 0002.jpg.xmp true false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if again, err := s.Write(t.Context(), []photo.ID{1, 2, 1}, false); err != nil || len(again) != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
}

// Another program's change is told, and so is a photo whose file is not there; others are written.
func TestWriteTells(t *testing.T) {
	dir := t.TempDir()
	all := photos(t, dir, 3)
	s := New(Options{Catalog: all, Library: t.TempDir()})
	_, err := s.Write(t.Context(), nil, false)
	must(t, err)
	f, err := sidecar.Open(sidecar.Place{Path: all[0].Path + ".xmp"})
	must(t, err)
	five := 5
	r, _, err := f.Merge(sidecar.Change{Rating: &five})
	must(t, err)
	must(t, r.Do())
	must(t, os.Remove(all[1].Path))
	all[0].Meta.Rating, all[2].Meta.Rating = 4, 4
	got, err := s.Write(t.Context(), nil, false)
	must(t, err)
	if len(got) != 3 || len(got[0].Conflicts) != 1 || !errors.Is(got[1].Err, fs.ErrNotExist) || !got[2].Wrote {
		t.Errorf("got %+v", got)
	}
	if want := (sidecar.Conflict{Field: photo.RatingField, File: "5", Said: "4"}); got[0].Conflicts[0] != want {
		t.Errorf("got %v, want %v", got[0].Conflicts, want)
	}
}

// A process that holds the lock keeps others out.
func TestWriteAlone(t *testing.T) {
	s := New(Options{Catalog: photos(t, t.TempDir(), 1), Library: t.TempDir()})
	unlock, err := s.lock()
	must(t, err)
	if _, err := New(s.Options).Write(t.Context(), nil, false); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v", err)
	}
	unlock()
	if _, err := s.Write(t.Context(), nil, false); err != nil {
		t.Error(err)
	}
}

// What was begun is finished, but for a sidecar that another program has written meanwhile.
func TestFinish(t *testing.T) {
	dir := t.TempDir()
	all := photos(t, dir, 3)
	s := New(Options{Catalog: all, Library: t.TempDir()})
	_, job, err := s.plan(t.Context(), []photo.ID{1, 2, 3})
	must(t, err)
	data, err := json.Marshal(job)
	must(t, err)
	must(t, durable.WriteFile(s.job(), data, 0o600))
	must(t, job[0].Do())
	must(t, os.WriteFile(job[1].Path, []byte("theirs"), 0o600))
	must(t, s.Finish())
	if got := sidecarsIn(t, dir); len(got) != 3 {
		t.Errorf("got %v", got)
	}
	if data, err := os.ReadFile(job[1].Path); err != nil || string(data) != "theirs" {
		t.Errorf("another program's is %s, %v", data, err)
	}
	if _, err := os.Stat(s.job()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the job is left: %v", err)
	}
	must(t, s.Finish())
	must(t, os.WriteFile(s.job(), []byte("no job"), 0o600))
	must(t, s.Finish())
}

// A process that is killed while it writes 1,000 sidecars has written all of them, once they are finished, or none.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("SIDECARS_DIR"); dir != "" {
		n, err := strconv.Atoi(os.Getenv("SIDECARS"))
		must(t, err)
		s := New(Options{Catalog: photos(t, dir, n), Library: os.Getenv("SIDECARS_LIBRARY")})
		_, err = s.Write(t.Context(), nil, false)
		must(t, err)
		return
	}
	kills, most := 4, 200
	if os.Getenv("RECOLLECT_SOAK") != "" {
		kills, most = 100, 1000
	}
	outcomes := map[int]int{}
	for i := range kills {
		dir, library := t.TempDir(), t.TempDir()
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "SIDECARS_DIR="+dir, "SIDECARS_LIBRARY="+library, "SIDECARS="+strconv.Itoa(most))
		must(t, cmd.Start())
		s := New(Options{Catalog: photosThere(dir, most), Library: library})
		waitForKill(t, s, dir, i, most)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		must(t, s.Finish())
		n := len(sidecarsIn(t, dir))
		if n != 0 && n != most {
			t.Errorf("%d sidecars are written", n)
		}
		outcomes[n]++
		if again, err := s.Write(t.Context(), nil, false); err != nil || n == most && len(again) != 0 {
			t.Errorf("again: %d, %v", len(again), err)
		}
	}
	t.Logf("sidecars written, and how often: %v", outcomes)
}

// waitForKill waits until a child has begun: at first until it plans, then until the job is there, and then until some
// sidecars are.
func waitForKill(t *testing.T, s *Service, dir string, i, most int) {
	t.Helper()
	some := rand.New(rand.NewPCG(7, uint64(i))).IntN(most)
	deadline := time.Now().Add(10 * time.Minute)
	for time.Now().Before(deadline) {
		_, err := os.Stat(s.job())
		n := len(sidecarsOf(t, dir))
		if i%4 == 0 && n == 0 && len(photosOf(t, dir)) == most || i%4 == 1 && err == nil || n > some {
			return
		}
	}
	t.Fatal("the child does not begin")
}

func photosOf(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	must(t, err)
	return names
}

func sidecarsOf(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.xmp"))
	must(t, err)
	return names
}

// photosThere are the photos that the child makes.
func photosThere(dir string, n int) said {
	var all said
	for i := range n {
		p := photo.Photo{ID: photo.ID(i + 1), File: photo.File{Path: filepath.Join(dir, fmt.Sprintf("%04d.jpg", i))}}
		p.Meta = photo.Meta{Rating: 1 + i%5, Caption: fmt.Sprintf("Caption %d", i)}
		all = append(all, p)
	}
	return all
}

package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	stdgif "image/gif"
	stdjpeg "image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/decode"
	"recollect/engine/meta"
	"recollect/engine/naming"
	"recollect/engine/photo"
	"recollect/engine/stamp"
	"recollect/engine/turn"
)

// known is a catalog of photos by their IDs, from 1 on.
type known struct {
	photos []photo.Photo
	edited map[photo.ID]*photo.Edited
	tags   map[photo.ID][]string
	with   map[photo.ID][]photo.Photo
}

func (k *known) Photo(_ context.Context, id photo.ID) (photo.Photo, error) {
	return k.photos[id-1], nil
}

func (k *known) Edited(_ context.Context, id photo.ID) (*photo.Edited, error) {
	return k.edited[id], nil
}

func (k *known) TagsOf(_ context.Context, id photo.ID) ([]string, error) { return k.tags[id], nil }

func (k *known) Companions(_ context.Context, id photo.ID) ([]photo.Photo, error) {
	return k.with[id], nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var when = time.Date(2023, 7, 4, 9, 8, 7, 0, time.UTC)

// jpegOf is a JPEG of 60 x 40 as stored, whose upper left is red, with metadata, which is to be turned.
func jpegOf(t testing.TB, orientation int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for x := range 60 {
		for y := range 40 {
			c := color.RGBA{0, 0, 200, 255}
			if x < 30 && y < 20 {
				c = color.RGBA{200, 0, 0, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	must(t, stdjpeg.Encode(&b, img, nil))
	data, err := stamp.JPEG(b.Bytes(), stamp.Says{
		Orientation: orientation,
		Taken:       photo.Moment{Time: when},
		Meta: &photo.Meta{
			Make: "Maker", Model: "Camera", Caption: "A secret caption", ISO: 200, ExposureSeconds: 0.01,
			Place: &photo.Place{Latitude: 43.466, Longitude: -3.81},
		},
	})
	must(t, err)
	return data
}

// add writes a file and puts it into the catalog, as a scan would.
func (k *known) add(t testing.TB, path string, data []byte) photo.ID {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, data, 0o600))
	must(t, os.Chtimes(path, when, when))
	f := photo.File{Path: path, Size: int64(len(data)), ModTime: when}
	d, err := decode.Describe(f)
	must(t, err)
	k.photos = append(k.photos, photo.Photo{ID: photo.ID(len(k.photos) + 1), File: f, Details: d})
	return photo.ID(len(k.photos))
}

// export exports all photos of k and returns the names of what is in the folder then.
func export(t testing.TB, k *known, o Options) (results []Result, names []string) {
	t.Helper()
	var ids []photo.ID
	for _, p := range k.photos {
		ids = append(ids, p.ID)
	}
	s := New(k, decode.NewBudget(64<<20), t.TempDir())
	must(t, s.Export(t.Context(), ids, o, func(r Result) error {
		results = append(results, r)
		return nil
	}))
	for i, r := range results {
		if r.ID != ids[i] {
			t.Errorf("result %d is of photo %d", i, r.ID)
		}
	}
	entries, err := os.ReadDir(o.Dir)
	must(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return results, names
}

func read(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	must(t, err)
	return data
}

// Files are copied as they are, with those that belong to them, under names that no file has.
func TestOriginals(t *testing.T) {
	k, from, to := &known{}, t.TempDir(), filepath.Join(t.TempDir(), "new", "copies")
	picture := jpegOf(t, 6)
	must(t, os.MkdirAll(to, 0o700))
	must(t, os.WriteFile(filepath.Join(to, "a.jpg"), []byte("mine"), 0o600))
	for _, name := range []string{"1/a.jpg", "2/a.jpg", "3/A.JPG", "4/b.jpg", "5/a-2.jpg", "6/\n:.jpg"} {
		k.add(t, filepath.Join(from, name), picture)
	}
	raw := filepath.Join(from, "4", "b.NEF")
	must(t, os.WriteFile(raw, []byte("raw"), 0o600))
	k.with = map[photo.ID][]photo.Photo{4: {{File: photo.File{Path: raw}}}}
	results, names := export(t, k, Options{Dir: to})
	want := []string{
		"A-4.JPG", "__.jpg", "a-2-2.jpg", "a-2.jpg", "a-3.jpg", "a.jpg", "b.NEF", "b.jpg",
	}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if string(read(t, to, "a.jpg")) != "mine" {
		t.Error("a file was replaced")
	}
	for _, r := range results {
		if r.Err != nil || len(r.Files) == 0 || !bytes.Equal(read(t, r.Files[0]), picture) {
			t.Errorf("%+v", r)
		}
		if info, err := os.Stat(r.Files[0]); err != nil || !info.ModTime().Equal(when) {
			t.Errorf("%s: %v, %v", r.Files[0], info.ModTime(), err)
		}
	}
	if len(results[3].Files) != 2 || string(read(t, results[3].Files[1])) != "raw" {
		t.Errorf("%+v", results[3])
	}
}

// Pictures are upright and as small as wanted, and say what is known of them.
func TestPictures(t *testing.T) {
	k, from := &known{}, t.TempDir()
	id := k.add(t, filepath.Join(from, "a.jpg"), jpegOf(t, 6))
	k.photos[0].Meta.Rating, k.photos[0].Meta.Title = 4, "Title"
	k.tags = map[photo.ID][]string{id: {"Family/Anna"}}
	for _, format := range []Format{JPEG, PNG} {
		to := t.TempDir()
		_, names := export(t, k, Options{Dir: to, Format: format, LongPx: 30})
		data := read(t, to, names[0])
		img, name, err := image.Decode(bytes.NewReader(data))
		must(t, err)
		if name != string(format) || img.Bounds().Dx() != 20 || img.Bounds().Dy() != 30 {
			t.Errorf("%s: %s of %v", format, name, img.Bounds())
		}
		if r, _, b, _ := img.At(15, 4).RGBA(); r < b { // the upper right, once it is turned clockwise
			t.Errorf("%s: it is not upright: %v", format, img.At(15, 4))
		}
		a := meta.Read(bytes.NewReader(data), name, photo.File{Path: names[0]}, time.Now())
		if a.Orientation != 1 || !a.Taken.Equal(when) || a.Meta.Rating != 4 || a.Meta.Title != "Title" ||
			a.Meta.Caption != "A secret caption" || a.Meta.Place == nil || a.Meta.ISO != 200 ||
			!slices.Contains(a.Meta.Keywords, "Anna") && !slices.Contains(a.Meta.Keywords, "Family/Anna") {
			t.Errorf("%s says %+v", format, a)
		}
	}
}

// What is stripped is not in the copy, whichever way that is made; exiftool finds none of it either.
func TestStrip(t *testing.T) {
	k, from := &known{}, t.TempDir()
	k.add(t, filepath.Join(from, "a.jpg"), jpegOf(t, 6))
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))))
	stamped, err := stamp.PNG(b.Bytes(), stamp.Says{Meta: &photo.Meta{
		Caption: "A secret caption", Place: &photo.Place{Latitude: 43.466, Longitude: -3.81},
	}})
	must(t, err)
	k.add(t, filepath.Join(from, "b.png"), stamped)
	paths := map[string]Options{}
	for _, format := range []Format{Original, JPEG, PNG} {
		for _, strip := range []Strip{Nothing, Location, All} {
			results, _ := export(t, k, Options{Dir: t.TempDir(), Format: format, Strip: strip})
			for _, r := range results {
				must(t, r.Err)
				kind := strings.TrimPrefix(strings.Replace(filepath.Ext(r.Files[0]), "jpg", "jpeg", 1), ".")
				data := read(t, r.Files[0])
				a := meta.Read(bytes.NewReader(data), kind, photo.File{Path: "x"}, time.Now())
				if (a.Meta.Place != nil) != (strip == Nothing) || (a.Meta.Caption != "") != (strip != All) {
					t.Errorf("%s, %q: %+v", format, strip, a)
				}
				if r.ID == 1 {
					paths[r.Files[0]] = Options{Format: format, Strip: strip}
				}
			}
		}
	}
	askExiftool(t, paths)
}

// askExiftool checks what another program finds in copies of the first photo of TestStrip.
func askExiftool(t *testing.T, paths map[string]Options) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Log("exiftool is not installed")
		return
	}
	out, err := exec.Command(tool, append([]string{"-json", "-G1"}, slices.Collect(maps.Keys(paths))...)...).Output()
	must(t, err)
	var files []map[string]any
	must(t, json.Unmarshal(out, &files))
	for _, f := range files {
		path := f["SourceFile"].(string)
		o := paths[path]
		text, err := json.Marshal(f)
		must(t, err)
		for word, want := range map[string]bool{
			"GPS": o.Strip == Nothing, "secret": o.Strip != All, "Rotate 90": o.Format == Original,
		} {
			if strings.Contains(string(text), word) != want {
				t.Errorf("%s, %q: %s is in it: %v; %s", o.Format, o.Strip, word, !want, text)
			}
		}
		delete(paths, path)
	}
	if len(paths) > 0 {
		t.Errorf("exiftool does not tell of %v", paths)
	}
}

// A file that cannot be stripped as it is says so, and the others are copied.
func TestWhatCannotBeCopied(t *testing.T) {
	k, from, to := &known{}, t.TempDir(), t.TempDir()
	k.add(t, filepath.Join(from, "a.jpg"), jpegOf(t, 1))
	var gif bytes.Buffer
	must(t, stdgif.Encode(&gif, image.NewGray(image.Rect(0, 0, 9, 9)), nil))
	k.add(t, filepath.Join(from, "b.gif"), gif.Bytes())
	k.add(t, filepath.Join(from, "c.jpg"), jpegOf(t, 1))
	must(t, os.Remove(filepath.Join(from, "c.jpg")))
	k.add(t, filepath.Join(from, "d.jpg"), jpegOf(t, 1))
	results, names := export(t, k, Options{Dir: to, Strip: Location})
	if !slices.Equal(names, []string{"a.jpg", "d.jpg"}) {
		t.Errorf("got %q", names)
	}
	if r, _ := photo.ReasonOf(results[1].Err); r != "export:cannot-strip?format=GIF" {
		t.Errorf("%v", results[1].Err)
	}
	if !errors.Is(results[2].Err, fs.ErrNotExist) {
		t.Errorf("%v", results[2].Err)
	}
	o := Options{Dir: to, Strip: All, Sidecars: true}
	if err := New(k, nil, t.TempDir()).Export(t.Context(), nil, o, nil); !errors.Is(err, ErrSidecars) {
		t.Errorf("%v", err)
	}
}

// A sidecar has what the photo's own says, and what people say of it.
func TestSidecars(t *testing.T) {
	k, from, to := &known{}, t.TempDir(), t.TempDir()
	id := k.add(t, filepath.Join(from, "a.jpg"), jpegOf(t, 1))
	k.add(t, filepath.Join(from, "b.jpg"), jpegOf(t, 1))
	k.photos[0].Meta.Rating = 5
	k.edited = map[photo.ID]*photo.Edited{id: {Fields: []photo.Field{photo.RatingField}}}
	k.tags = map[photo.ID][]string{id: {"duck"}}
	theirs := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:o="http://o/" o:unknown="kept"/></rdf:RDF></x:xmpmeta>`
	must(t, os.WriteFile(filepath.Join(from, "a.xmp"), []byte(theirs), 0o600))
	k.photos[0].Sidecars = photo.ListSidecars([]photo.Sidecar{{Name: "a.xmp"}})
	results, names := export(t, k, Options{Dir: to, Sidecars: true})
	if !slices.Equal(names, []string{"a.jpg", "a.jpg.xmp", "b.jpg"}) || len(results[0].Files) != 2 {
		t.Fatalf("got %q, %+v", names, results[0])
	}
	packet := string(read(t, to, "a.jpg.xmp"))
	for _, want := range []string{`o:unknown="kept"`, "duck", "Rating"} {
		if !strings.Contains(packet, want) {
			t.Errorf("no %s in %s", want, packet)
		}
	}
	if string(read(t, from, "a.xmp")) != theirs {
		t.Error("the photo's own was changed")
	}
	to = t.TempDir()
	export(t, k, Options{Dir: to, Sidecars: true, Format: JPEG, Strip: Location})
	packet = string(read(t, to, "a.jpg.xmp"))
	if strings.Contains(packet, "GPS") || !strings.Contains(packet, "duck") {
		t.Errorf("without location: %s", packet)
	}
}

func TestNames(t *testing.T) {
	k, from, to := &known{}, t.TempDir(), t.TempDir()
	for i := range 3 {
		k.add(t, filepath.Join(from, fmt.Sprint("p", i, ".jpg")), jpegOf(t, 1))
	}
	p, err := naming.Flat("20060102-{number}")
	must(t, err)
	_, names := export(t, k, Options{Dir: to, Names: p, LongPx: 10})
	if want := []string{"20230704-0001.jpg", "20230704-0002.jpg", "20230704-0003.jpg"}; !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
	same, err := naming.Flat("same")
	must(t, err)
	_, names = export(t, k, Options{Dir: to, Names: same})
	if want := []string{"same-2.jpg", "same-3.jpg", "same.jpg"}; !slices.Equal(names[3:], want) {
		t.Errorf("got %q", names)
	}
}

// One export of a library runs at a time; it can be stopped, and what a killed one left is removed.
func TestStopped(t *testing.T) {
	k, to, library := &known{}, t.TempDir(), t.TempDir()
	for i := range 20 {
		k.add(t, filepath.Join(t.TempDir(), fmt.Sprint("p", i, ".jpg")), jpegOf(t, 1))
	}
	s := New(k, nil, library)
	left := filepath.Join(to, ".recollect-"+turn.Mark(library, work)+"-LEFT.tmp")
	must(t, os.WriteFile(left, nil, 0o600))
	var ids []photo.ID
	for _, p := range k.photos {
		ids = append(ids, p.ID)
	}
	stop := errors.New("stop")
	err := s.Export(t.Context(), ids, Options{Dir: to}, func(r Result) error {
		other := New(k, nil, library)
		if err := other.Export(t.Context(), ids, Options{Dir: to}, nil); !errors.Is(err, ErrInUse) {
			t.Errorf("a second one: %v", err)
		}
		if r.ID == 3 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	entries, err := os.ReadDir(to)
	must(t, err)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s is left", e.Name())
		}
	}
	if len(entries) < 3 || len(entries) > 3+6 { // those that were under way
		t.Errorf("%d copies", len(entries))
	}
}

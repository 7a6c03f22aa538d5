package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/words"
)

// damages are what happens to a file on a disk.
var damages = []struct {
	name string
	do   func(r *rand.Rand, data []byte) []byte
}{
	{"20 flipped bits", func(r *rand.Rand, data []byte) []byte {
		for range 20 {
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
		}
		return data
	}},
	{"one page's byte XOR 0x10", func(r *rand.Rand, data []byte) []byte {
		data[r.IntN(len(data)/4096)*4096+7] ^= 0x10
		return data
	}},
	{"4 KiB of zeros", func(r *rand.Rand, data []byte) []byte {
		at := r.IntN(len(data)/4096) * 4096
		clear(data[at : at+4096])
		return data
	}},
	{"64 KiB of zeros", func(r *rand.Rand, data []byte) []byte {
		at := r.IntN(max(1, len(data)-64<<10))
		clear(data[at:min(len(data), at+64<<10)])
		return data
	}},
	{"cut off", func(r *rand.Rand, data []byte) []byte { return data[:r.IntN(len(data))] }},
	{"16 pages exchanged", func(r *rand.Rand, data []byte) []byte {
		for range 8 {
			a, b := data[r.IntN(len(data)/4096)*4096:][:4096], data[r.IntN(len(data)/4096)*4096:][:4096]
			was := bytes.Clone(a)
			copy(a, b)
			copy(b, was)
		}
		return data
	}},
}

// damagePhotos is how many photos the libraries of the damage trials have.
const damagePhotos = 300

// typedLibrary makes a library of photos of which people said much, one half of it before
// its backup was made, and returns what they said.
func typedLibrary(t *testing.T) (library, pictures string, said map[string]bool) {
	t.Helper()
	library, pictures = filepath.Join(t.TempDir(), "library"), filepath.Join(t.TempDir(), "pictures")
	for i := range damagePhotos {
		drawTiny(t, filepath.Join(pictures, fmt.Sprintf("%d/%03d.jpg", i%7, i)), i)
	}
	e, err := Open(t.Context(), options(t, library))
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Folders.Add(t.Context(), pictures); err != nil {
		t.Fatal(err)
	}
	if _, err := e.scanAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	folders, err := e.Folders.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := e.catalog.InFolder(t.Context(), folders[0].ID)
	if err != nil || len(all) != damagePhotos {
		t.Fatalf("%d photos, %v", len(all), err)
	}
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		return seemEncoded(tx, all, e.Model().Dim)
	})
	if err != nil {
		t.Fatal(err)
	}
	say(t, e, all[:len(all)/2], 0)
	if err := e.files().BackUpAt(t.Context(), e.catalog, time.Now().Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	say(t, e, all[len(all)/2:], 1)
	said = saidIn(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return library, pictures, said
}

// drawTiny writes a picture that no other equals.
func drawTiny(t *testing.T, path string, n int) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 16 * 16 {
		img.Set(i%16, i/16, color.RGBA{uint8(n * 7), uint8(n / 3 * (i % 5)), uint8(i), 255})
	}
	var b bytes.Buffer
	if err := errors.Join(jpeg.Encode(&b, img, nil), os.MkdirAll(filepath.Dir(path), 0o755)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%d", n) // behind its end: no two have one content
	write(t, path, b.Bytes())
}

// seemEncoded gives photos vectors as a model would.
func seemEncoded(tx *catalog.Tx, all []photo.Photo, dim int) error {
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range all {
		data, err := os.ReadFile(p.Path)
		if err != nil {
			return err
		}
		v := make(photo.Vector, dim)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		if _, err := tx.SetContent(p.ID, p.File,
			catalog.Content{Hash: sha256.Sum256(data), Vector: photo.Mean([]photo.Vector{v})}); err != nil {
			return err
		}
	}
	return nil
}

// say says things of photos; turn tells apart what is said at different times.
func say(t *testing.T, e *Engine, all []photo.Photo, turn int) {
	t.Helper()
	ctx := t.Context()
	var errs []error
	for i, p := range all[:40] {
		ids := []photo.ID{p.ID}
		errs = append(errs, e.UserData.Tag(ctx, ids, fmt.Sprintf("tag %d", i%5), true))
		switch i % 4 {
		case 0:
			errs = append(errs, e.UserData.SetFavourite(ctx, ids, true))
		case 1:
			errs = append(errs, e.UserData.Tag(ctx, ids, fmt.Sprintf("rare tag of turn %d number %d", turn, i), true))
		case 2:
			errs = append(errs, e.catalog.Update(ctx, func(tx *catalog.Tx) error {
				return tx.Judge(p.ID, fmt.Sprintf("thing %d", i%3), photo.Confirmed)
			}))
		case 3: // and thought better of
			errs = append(errs, e.UserData.Tag(ctx, ids, "wrong", true), e.UserData.Tag(ctx, ids, "wrong", false))
		}
	}
	for i := range 5 {
		_, err := e.Albums.SaveAlbum(ctx, fmt.Sprintf("Album %d of %d", i, turn),
			fmt.Sprintf("is:favourite tag:%d -rare", i))
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// saidIn is what people said that the library has, a line each. Photos are named by their
// paths, which must be those of files that are there.
func saidIn(t *testing.T, e *Engine) map[string]bool {
	t.Helper()
	said := map[string]bool{}
	folders, err := e.Folders.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	marked, err := e.UserData.Favourites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		all, err := e.catalog.InFolder(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			tags, err := e.UserData.Tags(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, tag := range tags {
				said[p.Path+" tag "+tag] = true
			}
			shown, err := e.Things.ShownBy(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range shown {
				said[fmt.Sprintf("%s shows %s: %d", p.Path, s.Thing, s.Verdict)] = true
			}
			if marked[p.ID] {
				said[p.Path+" favourite"] = true
			}
		}
	}
	albums, err := e.Albums.Albums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range albums {
		said["album "+a.Name+": "+a.Line] = true
	}
	return said
}

// copyTree copies a folder.
func copyTree(t *testing.T, from string) (to string) {
	t.Helper()
	to = filepath.Join(t.TempDir(), "library")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// damageTrial damages the library's catalog as chance will have it, lets the library be used
// and repaired, and returns what is lost of what was said, and what was told of that.
func damageTrial(t *testing.T, library string, seed uint64, said map[string]bool,
) (lost []string, reported []photo.Reason) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 14))
	path := filepath.Join(library, "recollect.db")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d := damages[int(seed)%len(damages)]
	write(t, path, d.do(r, data))
	if seed%3 != 0 { // a disk that rots tells no other time
		if err := os.Chtimes(path, time.Time{}, info.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
	o := options(t, library)
	use := func(o Options, do func(*Engine) error) {
		e, err := Open(t.Context(), o)
		if err == nil {
			err = do(e)
			if r := e.Upkeep.Restored(); r != nil {
				reported = append(reported, r.Lost...)
			}
			err = errors.Join(err, e.Close())
		}
		var fault *photo.Fault
		switch {
		case err == nil:
		case !errors.As(err, &fault) && !errors.Is(err, fs.ErrNotExist):
			t.Errorf("%s: without a sentence: %v", d.name, err)
		case fault != nil:
			m := words.English().Error(err)
			if m.Next == "" || strings.Contains(strings.ToLower(m.Next), "move recollect.db") {
				t.Errorf("%s: %s %s", d.name, m.What, m.Next)
			}
		}
	}
	// As it is used: looked at, indexed, tagged; then repaired.
	reading := o
	reading.Mode = ReadOnly
	use(reading, func(e *Engine) error { _, err := e.UserData.Favourites(t.Context()); return err })
	use(o, func(e *Engine) error { _, err := e.scanAll(t.Context()); return err })
	repairing := o
	repairing.AllowReset = true
	use(repairing, func(e *Engine) error { _, err := e.Upkeep.Repair(t.Context()); return err })
	e, err := Open(t.Context(), o)
	if err != nil {
		t.Fatalf("%s: after the repair: %v", d.name, err)
	}
	defer e.Close()
	if _, err := e.scanAll(t.Context()); err != nil {
		t.Fatalf("%s: scan after the repair: %v", d.name, err)
	}
	if err := e.Upkeep.Check(t.Context()); err != nil {
		t.Errorf("%s: after the repair: %v", d.name, err)
	}
	now := saidIn(t, e)
	for _, line := range slices.Sorted(maps.Keys(said)) {
		if !now[line] {
			lost = append(lost, line)
		}
	}
	return lost, reported
}

// In every one of 100 trials, each with and without a backup, nothing is lost that was
// typed. Without the journal, which libraries of older programs have not, nothing is lost or that is said.
func TestDamage(t *testing.T) {
	template, _, said := typedLibrary(t)
	for _, kind := range []struct {
		name    string
		without []string
		journal bool
	}{
		{"backup and journal", nil, true},
		{"journal", []string{"backups"}, true},
		{"backup", []string{"typed.log", "recollect.sums"}, false},
		{"neither", []string{"backups", "typed.log", "recollect.sums"}, false},
	} {
		trials := len(damages)
		if !kind.journal {
			trials = 1
		}
		if os.Getenv("RECOLLECT_SOAK") != "" {
			trials = 100
		}
		lossless, toldOf, silent := 0, 0, 0
		for seed := range trials {
			t.Run(fmt.Sprintf("%s %d", kind.name, seed), func(t *testing.T) {
				library := copyTree(t, template)
				for _, name := range kind.without {
					if err := os.RemoveAll(filepath.Join(library, name)); err != nil {
						t.Fatal(err)
					}
				}
				// Copies have other times: the sums are those of the copy.
				settleCopy(t, library, kind.journal)
				lost, reported := damageTrial(t, library, uint64(seed), said)
				switch {
				case len(lost) == 0:
					lossless++
				case len(reported) > 0:
					toldOf++
					t.Logf("lost %d, reported %q", len(lost), reported)
				default:
					silent++
					t.Logf("lost %d without a word: %q", len(lost), lost[:min(len(lost), 3)])
				}
				if kind.journal && len(lost) > 0 {
					t.Errorf("lost are %d of %d, the first is %s", len(lost), len(said), lost[0])
				}
			})
		}
		t.Logf("%s: %d trials; nothing lost in %d, lost and said in %d, lost without a word in %d", kind.name, trials,
			lossless, toldOf, silent)
	}
}

// settleCopy makes the sums of a copied library hold, as if it had been used where it lies now.
func settleCopy(t *testing.T, library string, sums bool) {
	t.Helper()
	if !sums {
		return
	}
	e, err := Open(context.WithoutCancel(t.Context()), options(t, library))
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if r := e.Upkeep.Restored(); r != nil {
		t.Fatalf("a sound library was mended: %+v", r)
	}
}
